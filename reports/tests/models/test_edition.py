"""What the database keeps of reports, by SQL, whoever asks."""

import pytest
from django.db import DatabaseError, connection, transaction

from reports.models import Pin
from reports.tests.report import draft, files_of, frozen, group, published
from workgroups.models import Submission, SubmissionVersion

pytestmark = pytest.mark.django_db


def passes(statement, *values):
    try:
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(statement, values)
            cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
    except DatabaseError:
        return False
    return True


SET = "UPDATE reports_edition SET {} WHERE id = %s"
PARTS = [
    "UPDATE reports_chapter SET text = text || '。' WHERE edition_id = %s",
    "DELETE FROM reports_chapter WHERE edition_id = %s",
    'UPDATE reports_pin SET wording = \'{"overview": "x"}\' WHERE edition_id = %s',
    "DELETE FROM reports_pin WHERE edition_id = %s",
]


@pytest.mark.parametrize("statement", PARTS)
def test_the_parts_of_a_draft_are_written(statement):
    assert passes(statement, draft().pk)


@pytest.mark.parametrize("statement", PARTS)
def test_the_parts_of_a_frozen_edition_stay(statement):
    assert not passes(statement, frozen().pk)


@pytest.mark.parametrize(
    "change",
    ["content = '{}'", "title = 'x'", "why = 'x'", "year = 2020", "number = 9"],
)
def test_what_is_frozen_stays(change):
    edition = frozen()

    assert not passes(SET.format(change), edition.pk)


def test_an_edition_is_never_removed():
    assert not passes("DELETE FROM reports_edition WHERE id = %s", draft().pk)


def test_the_checksum_is_that_of_the_content():
    edition = frozen()

    assert passes("UPDATE reports_edition SET content_sha256 = 'x' WHERE id = %s", edition.pk)
    before = edition.content_sha256
    edition.refresh_from_db()
    assert edition.content_sha256 == before


@pytest.mark.parametrize(
    "change", ["state = 'approved'", "state = 'approved', decision_number = '1'"]
)
def test_without_number_and_day_nothing_is_approved(change):
    assert not passes(SET.format(change), frozen().pk)


def test_a_published_edition_keeps_its_files():
    edition = published()

    assert not passes("UPDATE reports_editionfile SET content = ''")
    assert not passes("DELETE FROM reports_editionfile WHERE edition_id = %s", edition.pk)


def test_the_files_of_a_draft_are_built_anew():
    edition = draft()
    first = files_of(edition)

    assert files_of(edition) == first
    assert edition.files.count() == len(first)


# --- What may be quoted ---


def quoting(edition, version, *, body=None, kind="summary"):
    edition.pins.all().delete()
    pin = Pin(edition=edition, body=body or version.document.body, kind=kind, version=version)
    try:
        with transaction.atomic():
            pin.save()
    except DatabaseError:
        return False
    return True


def version_of(code, kind, year):
    return Submission.objects.get(body__code=code, kind=kind, year=year).accepted_version


def test_an_accepted_version_of_the_year_is_quoted():
    """The control of the tests below."""
    assert quoting(draft(), version_of("pp", "summary", 2021))


def test_a_version_of_another_year_is_not_quoted():
    assert not quoting(draft(), version_of("pp", "plan", 2022), kind="summary")


def test_a_version_of_another_body_is_not_quoted():
    edition = draft()

    assert not quoting(edition, version_of("pp", "summary", 2021), body=group("pub"))


def test_a_version_that_was_not_accepted_is_not_quoted():
    edition = draft()
    version = version_of("pp", "summary", 2021)
    other = SubmissionVersion.objects.create(
        document=version.document, number=9, payload={}, handed_in_at=version.handed_in_at
    )

    assert not quoting(edition, other)
