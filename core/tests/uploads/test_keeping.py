import datetime as dt
import io
from urllib.parse import unquote

import pytest
from django.conf import settings
from django.contrib.auth import get_user_model
from django.db import DatabaseError, transaction

from core.models import KeptFile
from core.tests.uploads.scans import PDF, png
from core.uploads import keeping
from core.uploads.faults import UploadRefused

pytestmark = pytest.mark.django_db
AT = dt.datetime(2026, 11, 26, 9, tzinfo=dt.UTC)


def kept(content=PDF, name="承诺书.pdf", by=None):
    return keeping.keep(name, io.BytesIO(content), by=by, at=AT)


def files():
    folder = settings.PORTAL_VAR / "files"
    return {path for path in folder.rglob("*") if path.is_file()}


def test_a_file_is_kept_with_who_when_and_what_it_is():
    user = get_user_model().objects.create_user("someone@example.com")

    file = KeptFile.objects.get(pk=kept(by=user).pk)

    assert (file.name, file.kind, file.size) == ("承诺书.pdf", "pdf", len(PDF))
    assert (file.kept_by, file.kept_at) == (user, AT)
    assert keeping.is_whole(file)


def test_the_content_lies_under_a_random_name_that_only_the_portal_may_read():
    name = kept(name="../../etc/passwd").id.hex
    (path,) = (path for path in files() if path.name == name)

    assert not path.is_relative_to(settings.STATIC_ROOT)
    assert not path.is_relative_to(settings.MEDIA_ROOT)
    assert path.stat().st_mode & 0o077 == 0
    assert path.parent.stat().st_mode & 0o077 == 0


@pytest.mark.parametrize(
    ("given", "content", "shown"),
    [
        ("承诺书.pdf.exe", PDF, "承诺书.pdf.pdf"),
        ("C:\\scan\\第一页.PNG", png(), "第一页.png"),
        ("盖章页", png(), "盖章页.png"),
        ("a\r\nb.pdf", PDF, "ab.pdf"),
        (f"{'长' * 300}.pdf", PDF, None),
    ],
)
def test_the_name_ends_as_the_content_is(given, content, shown):
    name = kept(content, given).name

    assert len(name) <= 120
    assert shown is None or name == shown


def test_what_is_refused_leaves_nothing():
    before = files()

    with pytest.raises(UploadRefused):
        kept(b"<html>", "x.pdf")

    assert files() == before
    assert not KeptFile.objects.exists()


def test_a_row_that_cannot_be_written_leaves_no_file(monkeypatch):
    before = files()
    monkeypatch.setattr(keeping, "named", lambda name, kind: "x" * 121)

    with pytest.raises(DatabaseError), transaction.atomic():
        kept()

    assert files() == before


def test_it_is_given_out_as_an_attachment_and_never_shown():
    response = keeping.as_attachment(kept())

    assert b"".join(response.streaming_content) == PDF
    for close in response._resource_closers:  # close() would end the test's data
        close()
    assert response["Content-Disposition"].startswith("attachment;")
    assert "承诺书.pdf" in unquote(response["Content-Disposition"])
    assert response["Content-Type"] == "application/pdf"
    assert response["X-Content-Type-Options"] == "nosniff"
    assert response["Content-Security-Policy"].startswith("sandbox")
    assert response["Cache-Control"] == "private, no-store"


def test_a_kept_file_is_never_changed():
    file = kept()

    with pytest.raises(DatabaseError), transaction.atomic():
        KeptFile.objects.filter(pk=file.pk).update(name="other.pdf")


def test_a_content_that_was_changed_is_noticed():
    file = kept()
    path = settings.PORTAL_VAR / "files" / file.place

    path.write_bytes(PDF + b"more")

    assert not keeping.is_whole(file)
