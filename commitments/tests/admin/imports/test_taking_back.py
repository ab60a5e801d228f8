import datetime as dt

import pytest

from accounts.tests.clients import said, signed_in
from commitments.enums import BatchState
from commitments.models import ImportBatch, Organisation
from commitments.services import naming
from commitments.tests.admin.imports.bringing import LIST, imported, take_back, upload

pytestmark = pytest.mark.django_db


def test_an_import_is_taken_back_with_a_reason(staff):
    batch = imported(staff)

    response = take_back(staff, batch)

    batch.refresh_from_db()
    assert said(response) == ["已撤回导入：名录恢复原状。"]
    assert (batch.state, Organisation.objects.count()) == (BatchState.UNDONE, 0)
    assert "传错了文件" in response.content.decode()
    assert response.context["taking_back"] is None


def test_an_import_is_not_taken_back_without_a_reason(staff):
    batch = imported(staff)

    response = take_back(staff, batch, reason=" ")

    assert (said(response), Organisation.objects.count()) == (["请写明撤回的原因。"], 1)


def test_what_stands_in_the_way_is_named_on_the_page(staff):
    batch = imported(staff)
    organisation = Organisation.objects.get()
    naming.rename(organisation, by=None, to="新名化工", on=dt.date(2022, 1, 1))

    page = staff.get(f"{LIST}{batch.pk}/change/").content.decode()
    response = take_back(staff, batch)

    assert "不能撤回" in page
    assert "更名" in page
    assert f'action="{LIST}{batch.pk}/undo/"' not in page
    assert "没有作任何改动" in said(response)[0]


@pytest.mark.parametrize(
    ("role", "answer"), [("staff", 302), ("head", 302), ("auditor", 403), ("", 403)]
)
def test_taking_back_is_for_those_who_import(staff, role, answer):
    batch = imported(staff)
    client = staff if role == "staff" else signed_in(role)

    response = client.post(f"{LIST}{batch.pk}/undo/", {"reason": "传错了"})

    assert response.status_code == answer
    assert Organisation.objects.exists() is (answer == 403)


def test_lists_can_be_narrowed_to_an_import(staff):
    first = imported(staff)
    upload(staff, "上海示例化工有限公司,企事业单位,山东,2021-05-06,")
    second = ImportBatch.objects.latest("pk")
    staff.post(f"{LIST}{second.pk}/confirm/")

    def names(batch):
        rows = staff.get(f"/admin/commitments/organisation/?batch={batch}").context["cl"]
        return [row.name for row in rows.result_list]

    assert names(first.pk) == ["烟台示例化工有限公司"]
    assert names(second.pk) == ["上海示例化工有限公司"]
    assert names(999) == []
    assert names("x") == []
