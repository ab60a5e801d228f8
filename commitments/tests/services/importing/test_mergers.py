"""Lists that name an organisation which has merged into another one."""

import datetime as dt

import pytest

from commitments.enums import State
from commitments.models import Organisation
from commitments.services import importing, lineage
from commitments.services.entering import record
from commitments.services.importing import Verdict
from commitments.tests.factories import OrganisationFactory, UserFactory
from commitments.tests.workbooks.lists import credit_code, xlsx
from commitments.tests.workbooks.tables import NOON, changes, line, plan_of, problems, verdicts

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("reference")]

OLD, NEW = "烟台澄岫化工有限公司", "烟台霁槿化工有限公司"
CODE, OTHER = credit_code("370000", 1), credit_code("370000", 2)
MERGED_ON = dt.date(2020, 7, 1)
ENDED = {"状态": "已结束", "结束原因": "注销"}
WARNING = (
    "单位名称：签署之日已并入其他单位，承诺记入并入后的单位，"
    "该行关于单位本身的内容不采用（第 2 行）。"
)


@pytest.fixture
def two() -> tuple[Organisation, Organisation]:
    """Give one that has merged, and its successor; neither has signed anything."""
    old = OrganisationFactory(name=OLD, uscc=CODE, former=["烟台澄岫化工厂"])
    new = OrganisationFactory(name=NEW, uscc=OTHER, website="http://www.example.com")
    merge(old, new, MERGED_ON)
    return old, new


def merge(old: Organisation, new: Organisation, on: dt.date) -> None:
    lineage.merge(old, into=new, by=None, at=NOON, on=on, source="公告")


def sign(organisation: Organisation, on: str, **fields: object) -> None:
    fields = {"state": State.IN_FORCE, "signed_on": dt.date.fromisoformat(on)} | fields
    record(organisation, by=None, source="名单", **fields)


@pytest.mark.parametrize(
    ("name", "code"),
    [(OLD, ""), (OLD, CODE), ("烟台改名化工有限公司", CODE), ("烟台澄岫化工厂", "")],
)
def test_a_later_signature_is_the_successors(two, name, code) -> None:
    _old, new = two

    plan = plan_of([line(name, code, 签署日期="2020-07-01", 网站="www.example.org")])

    assert [entry.row.target for entry in plan.entries] == [new.pk]
    assert verdicts(plan) == [Verdict.ACCEPTED]
    assert changes(plan) == [[]]  # name, code, place and website are those of the one that has gone
    assert plan.warnings == [WARNING]


def test_it_is_entered_there_and_taken_back_from_there(two) -> None:
    old, new = two
    lines = [line(OLD, CODE, 签署日期="2023-05-01")]

    _plan, batch = importing.bring_in("名录.xlsx", xlsx(lines), by=None, at=NOON)

    assert new.commitments.get().signed_on == dt.date(2023, 5, 1)
    assert not old.commitments.exists()

    importing.undo(batch, by=UserFactory(), at=NOON, reason="误导入")

    assert not new.commitments.exists()


def test_what_the_successor_has_is_not_entered_a_second_time(two) -> None:
    _old, new = two
    sign(new, "2023-05-01")

    plan = plan_of([line(OLD, CODE, 签署日期="2023-05-01")])

    assert verdicts(plan) == [Verdict.CHANGED]  # the row says more of it
    assert plan.entries[0].commitment == new.commitments.get().pk


def test_a_later_row_of_the_successor_itself_is_compared_with_the_register(two) -> None:
    _old, new = two
    lines = [
        line(OLD, CODE, 签署日期="2023-05-01"),
        line(NEW, OTHER, 签署文件="全球宪章", 签署日期="2023-05-01"),
    ]

    plan = plan_of(lines)

    assert [entry.row.target for entry in plan.entries] == [new.pk, new.pk]
    assert problems(plan) == []


def test_mergers_are_followed_to_who_stood_for_itself_on_the_day(two) -> None:
    _old, new = two
    last = OrganisationFactory()
    merge(new, last, dt.date(2022, 1, 1))

    plan = plan_of(
        [
            line(OLD, CODE, 签署日期="2023-05-01"),
            line(
                OLD,
                CODE,
                签署文件="全球宪章",
                签署日期="2021-05-01",
                结束日期="2021-12-31",
                **ENDED,
            ),
        ]
    )

    assert [entry.row.target for entry in plan.entries] == [last.pk, new.pk]
    assert problems(plan) == []


def test_what_ended_with_the_merger_is_known_by_an_old_list() -> None:
    old, new = OrganisationFactory(name=OLD, uscc=CODE), OrganisationFactory(name=NEW)
    sign(old, "2008-03-10")
    merge(old, new, MERGED_ON)

    plan = plan_of([line(OLD, CODE, 签署日期="2008-03-10")])

    assert plan.entries[0].row.target == old.pk
    assert "state" not in [key for key, _old, _new in changes(plan)[0]]
    assert plan.warnings == []


@pytest.mark.parametrize(
    ("given", "refused"),
    [
        ({}, [("A2", "该单位已于2020-07-01并入其他单位，此后不再持有承诺。")]),
        ({"状态": "暂停"}, [("A2", "该单位已于2020-07-01并入其他单位，此后不再持有承诺。")]),
        (ENDED | {"结束日期": "2020-07-01"}, []),
        (
            ENDED | {"结束日期": "2020-07-02"},
            [("Z2", "该单位已于2020-07-01并入其他单位，早于这一结束日期。")],
        ),
    ],
)
def test_of_before_the_merger_only_what_had_ended_is_entered(two, given, refused) -> None:
    plan = plan_of([line(OLD, CODE, 签署日期="2008-03-10", **given)])

    assert [why for _cell, why in problems(plan)] == [why for _cell, why in refused]
    assert plan.entries[0].row.target == two[0].pk


def test_what_was_taken_over_was_signed_before() -> None:
    old, new = OrganisationFactory(name=OLD, uscc=CODE), OrganisationFactory(name=NEW)
    sign(old, "2008-03-10")
    merge(old, new, MERGED_ON)

    plan = plan_of([line(OLD, CODE, 签署日期="2023-05-01")])

    assert [why for _cell, why in problems(plan)] == [
        "这一承诺于2020-07-01承继而来，应在此之前签署。"
    ]
