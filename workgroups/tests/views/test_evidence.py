"""Files that show what was done: kept with the item, given to those who may see them."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone

from core.tests.uploads.scans import PDF
from workgroups.models import Evidence, PlanItem
from workgroups.services import documents
from workgroups.tests.desk import accepted_plan, at_the_desk, running_year, to, typed
from workgroups.tests.factories import BodyFactory, item, officer, staff

pytestmark = pytest.mark.django_db


@pytest.fixture
def sheet(body, leader):
    accepted_plan(body, item(), by=leader, head=staff("head"))
    return documents.open_document(
        "sheet", body, running_year(), by=leader, at=timezone.now(), quarter=1
    )


def bring(sheet, user, content=PDF, name="活动报道.pdf", title=""):
    code = PlanItem.objects.get().code
    form = typed(sheet, sheet.draft, do=f"evidence/{code}")
    form[f"lines/{code}/new/title"] = title
    form[f"lines/{code}/new/file"] = SimpleUploadedFile(name, content)
    return at_the_desk(user).post(to("edit", sheet), form)


def test_a_file_becomes_evidence_of_its_item(sheet, leader):
    bring(sheet, leader)

    sheet.refresh_from_db()
    found = Evidence.objects.get()
    assert (found.title, found.kind, found.file.name) == ("活动报道.pdf", "file", "活动报道.pdf")
    assert sheet.draft["lines"][0]["evidence"] == [str(found.pk)]


def test_what_is_no_such_file_is_refused_in_a_sentence_and_nothing_is_kept(sheet, leader):
    response = bring(sheet, leader, content=b"MZ a programme", name="报道.pdf")

    assert response.status_code == 422
    assert PlanItem.objects.get().code in response.content.decode()
    assert not Evidence.objects.exists()


@pytest.mark.parametrize(
    ("who", "status"), [("leader", 200), ("staff", 200), ("other group", 404), ("nobody", 404)]
)
def test_who_may_open_it(sheet, leader, who, status):
    bring(sheet, leader)
    users = {
        "leader": lambda: leader,
        "staff": staff,
        "other group": lambda: officer(BodyFactory(code="ds")),
        "nobody": lambda: type(leader).objects.create_user("nobody@example.com"),
    }

    response = at_the_desk(users[who]()).get(f"/desk/evidence/{Evidence.objects.get().pk}/")

    assert response.status_code == status
    if status == 200:
        assert response.getvalue() == PDF
        assert response["X-Content-Type-Options"] == "nosniff"
        assert response["Content-Disposition"].startswith("attachment;")
        response.close()


def test_an_address_has_no_file_to_give(sheet, leader):
    proof = Evidence.objects.create(
        item=PlanItem.objects.get(),
        kind="link",
        title="报道",
        url="https://example.com/1",
        added_at=timezone.now(),
    )

    assert at_the_desk(leader).get(f"/desk/evidence/{proof.pk}/").status_code == 404
