import pgtrigger
import pytest
from django.db import connection

from commitments.enums import State
from commitments.models import Organisation
from commitments.services import facts, integrity, lineage
from commitments.tests.factories import CommitmentFactory, OrganisationFactory
from commitments.tests.uniting import NOON

pytestmark = pytest.mark.django_db


def test_a_register_kept_by_the_services_agrees_with_itself():
    OrganisationFactory(former=["旧名化工"], english_name="Example")

    assert integrity.differences() == []


@pytest.mark.parametrize(
    ("change", "what"),
    [
        ("UPDATE {} SET name = '改名'", "主表与名称表中的名称"),
        ("UPDATE {} SET name_sort = 'x'", "名称检索键"),
        ("UPDATE {} SET grams = '{{}}'", "检索文档"),
    ],
)
def test_a_change_past_the_services_is_found(change, what):
    organisation = OrganisationFactory(name="示例化工")

    with connection.cursor() as cursor:
        cursor.execute(change.format("commitments_organisation"))

    organisation.refresh_from_db()
    expected = f"{organisation.name}（{organisation.code}）：{what} 未及时更新。"
    assert integrity.differences() == [expected]


def test_a_status_that_is_not_that_of_the_commitments_is_found_and_mended():
    CommitmentFactory(state=State.IN_FORCE, signed_on="2020-01-01", source="名单")

    before = integrity.differences()
    changed = facts.refresh()

    assert before == ["1 家单位的状态与其承诺记录不一致。"]
    assert (changed, integrity.differences()) == (1, [])
    assert Organisation.objects.get().sign_year == 2020


def test_what_a_merged_organisation_held_before_it_was_refused_is_found():
    old, new = OrganisationFactory(name="甲化工"), OrganisationFactory(name="乙化工")
    lineage.merge(old, into=new, by=None, at=NOON, on=NOON.date(), source="公告")
    with pgtrigger.ignore("commitments.Commitment:nothing_is_entered_after_a_merger"):
        CommitmentFactory(organisation=old)

    assert integrity.differences() == [f"甲化工（{old.code}）：已并入其他单位，却仍持有承诺。"]
