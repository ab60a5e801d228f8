import pytest

from accounts.tests.clients import said, signed_in
from commitments.enums import BatchState
from commitments.models import Commitment, ImportBatch, Organisation
from commitments.tests.admin.imports.bringing import BAD, GOOD, LIST, UPLOAD, counts, upload

pytestmark = pytest.mark.django_db


def test_checking_writes_nothing_but_the_report(staff):
    response = upload(staff, GOOD)

    batch = ImportBatch.objects.get()
    assert response.redirect_chain == [(f"{LIST}{batch.pk}/change/", 302)]
    assert (batch.state, counts(batch)) == (BatchState.PREVIEWED, (1, 0, 0, 0))
    assert (Organisation.objects.count(), batch.uploaded_by.email) == (0, "staff@example.com")
    assert response.context["preview"].ignored == ["备用列"]


def test_confirming_writes_the_rows_and_links_what_they_brought(staff):
    upload(staff, GOOD)
    batch = ImportBatch.objects.get()

    response = staff.post(f"{LIST}{batch.pk}/confirm/", follow=True)

    batch.refresh_from_db()
    assert (batch.state, Commitment.objects.get().batch) == (BatchState.IMPORTED, batch)
    assert said(response) == ["名单已导入。"]
    addresses = [href for _name, count, href in response.context["brought"] if count == 1]
    assert len(addresses) == 2
    lists = [staff.get(address).context["cl"].result_list for address in addresses]
    assert [list(rows) for rows in lists] == [
        [Organisation.objects.get()],
        [Commitment.objects.get()],
    ]


def test_a_refused_row_comes_first_and_holds_everything_back(staff):
    response = upload(staff, GOOD, BAD)
    batch = ImportBatch.objects.get()

    refused = staff.post(f"{LIST}{batch.pk}/confirm/", follow=True)

    first = response.context["preview"].sections[0]
    assert (first.verdict, first.count) == ("refused", 1)
    assert [problem["cell"] for problem in first.rows[0].problems] == ["D3"]
    assert (Organisation.objects.count(), len(said(refused))) == (0, 1)


def test_the_good_rows_alone_are_written_when_that_is_asked(staff):
    upload(staff, GOOD, BAD)
    batch = ImportBatch.objects.get()

    staff.post(f"{LIST}{batch.pk}/confirm/", {"accept_good": "1"})

    assert [each.name for each in Organisation.objects.all()] == ["烟台示例化工有限公司"]


def test_the_same_list_again_changes_nothing(staff):
    upload(staff, GOOD)
    staff.post(f"{LIST}{ImportBatch.objects.get().pk}/confirm/")

    upload(staff, GOOD)

    assert counts(ImportBatch.objects.latest("pk")) == (0, 0, 1, 0)


def test_a_discarded_list_writes_nothing_and_cannot_be_confirmed(staff):
    upload(staff, GOOD)
    batch = ImportBatch.objects.get()
    staff.post(f"{LIST}{batch.pk}/discard/", follow=True)

    response = staff.post(f"{LIST}{batch.pk}/confirm/", follow=True)

    batch.refresh_from_db()
    assert (batch.state, Organisation.objects.count()) == (BatchState.DISCARDED, 0)
    assert len(said(response)) == 1


def test_reading_does_not_act(staff):
    upload(staff, GOOD)
    batch = ImportBatch.objects.get()

    answers = [
        staff.get(f"{LIST}{batch.pk}/{verb}/").status_code for verb in ("confirm", "discard")
    ]

    assert answers == [405, 405]


def test_the_auditor_sees_imports_and_makes_none(staff):
    upload(staff, GOOD)
    batch = ImportBatch.objects.get()
    auditor = signed_in("auditor")

    answers = [
        auditor.get(LIST).status_code,
        auditor.get(f"{LIST}{batch.pk}/change/").status_code,
        auditor.get(UPLOAD).status_code,
        upload(auditor, GOOD).status_code,
        auditor.post(f"{LIST}{batch.pk}/confirm/").status_code,
        auditor.post(f"{LIST}{batch.pk}/discard/").status_code,
    ]

    batch.refresh_from_db()
    assert (answers, batch.state) == ([200, 200, 403, 403, 403, 403], BatchState.PREVIEWED)
