import pytest

from accounts.tests.clients import signed_in
from commitments.enums import BatchState
from commitments.models import ImportBatch
from commitments.tests.admin.imports.bringing import LIST, upload

pytestmark = pytest.mark.django_db


OTHERS = "企业全称,企业性质,省,何时签约\n烟台甲化工有限公司,企事业单位,山东,2021-05-06"
MEANT = {
    "column_0": "name",
    "column_1": "kind",
    "column_2": "province",
    "column_3": "signed_on",
}


def unclear(client):
    upload(client, data=OTHERS.encode())
    return ImportBatch.objects.get()


def answer(client, batch, **changes):
    return client.post(f"{LIST}{batch.pk}/columns/", MEANT | changes, follow=True)


def test_other_headings_are_asked_about_with_guesses(staff):
    response = upload(staff, data=OTHERS.encode())

    form = response.context["columns_form"]
    assert [field.initial for field in form.fields.values()] == [
        "name", "kind", "province", "signed_on",
    ]  # fmt: skip
    assert "烟台甲化工有限公司" in response.content.decode()


def test_the_answer_leads_to_the_preview(staff):
    batch = unclear(staff)

    response = answer(staff, batch)

    batch.refresh_from_db()
    assert (batch.state, batch.accepted) == (BatchState.PREVIEWED, 1)
    assert response.context["is_open"] is True


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"column_0": ""}, "没有一列说明是哪个单位"),
        ({"column_3": "name"}, "“单位名称”选了 2 列：请将其中一列设为不读取。"),
        ({"column_0": "nonsense"}, "nonsense"),
    ],
)
def test_an_answer_that_cannot_be_used_is_kept_and_explained(staff, changes, sentence):
    batch = unclear(staff)

    page = answer(staff, batch, **changes).content.decode()

    assert sentence in page
    assert ImportBatch.objects.get().state == BatchState.UPLOADED


@pytest.mark.parametrize(("role", "status"), [("auditor", 403), ("", 403)])
def test_columns_are_chosen_by_those_who_import(staff, role, status):
    batch = unclear(staff)

    response = signed_in(role).post(f"{LIST}{batch.pk}/columns/", MEANT)

    assert (response.status_code, ImportBatch.objects.get().state) == (status, "uploaded")


def test_a_list_that_waits_can_be_discarded(staff):
    batch = unclear(staff)

    staff.post(f"{LIST}{batch.pk}/discard/")

    assert ImportBatch.objects.get().state == BatchState.DISCARDED
