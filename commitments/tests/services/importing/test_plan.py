import datetime as dt

import pytest

from commitments.enums import EndReason, Kind, State
from commitments.models import Commitment, Organisation
from commitments.services.entering import record
from commitments.services.importing.headings import HeadingsNotUsable
from commitments.services.importing.plan import Verdict, make_plan
from commitments.tests.factories import CommitmentFactory, OrganisationFactory
from commitments.tests.workbooks.lists import HEADINGS, credit_code
from commitments.tests.workbooks.tables import (
    NOON,
    changes,
    line,
    plan_of,
    problems,
    table,
    verdicts,
)
from core.sheets.reading import Row

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("reference")]

CODE = credit_code("370000", 1)
NAME = "烟台澄岫化工有限公司"
SIGNED = dt.date(2008, 3, 10)
ENDED = {"状态": "已结束", "结束日期": "2020-06-30", "结束原因": "注销"}


@pytest.fixture
def known() -> Organisation:
    """What `line` says, as the register has it: but for the commitment."""
    return OrganisationFactory(
        name=NAME,
        uscc=CODE,
        province_id="370000",
        city_id="370600",
        industry_id="2614",
        ownership="state",
        staff_count=40,
    )


@pytest.fixture
def commitment(known: Organisation) -> Commitment:
    return record(
        known,
        by=None,
        source="paper",
        state=State.IN_FORCE,
        signed_on=SIGNED,
        occasion="责任关怀促进大会",
    )


def test_a_good_row_about_nobody_known_is_accepted() -> None:
    plan = plan_of([line(NAME, CODE)])

    assert (verdicts(plan), problems(plan), changes(plan)) == ([Verdict.ACCEPTED], [], [[]])


def test_a_row_that_says_what_the_register_has_is_unchanged(commitment: Commitment) -> None:
    plan = plan_of([line(NAME, CODE)])

    assert verdicts(plan) == [Verdict.UNCHANGED]


def test_empty_cells_leave_the_register_as_it_is(commitment: Commitment) -> None:
    empty = dict.fromkeys(
        ["统一社会信用代码", "市", "行业代码", "所有制", "职工人数", "签署场合"], ""
    )

    plan = plan_of([line(NAME, CODE) | empty])

    assert verdicts(plan) == [Verdict.UNCHANGED]


def test_a_known_organisation_without_commitment_is_accepted_with_its_changes(
    known: Organisation,
) -> None:
    plan = plan_of([line(NAME, CODE, 职工人数=41)])

    assert verdicts(plan) == [Verdict.ACCEPTED]
    assert changes(plan) == [[("staff_count", 40, 41)]]


def test_changes_are_told_field_by_field(commitment: Commitment) -> None:
    plan = plan_of(
        [line(NAME, CODE, 单位类型="央企集团", 市="潍坊", 网站="www.example.com", 备注="补录")]
    )

    assert verdicts(plan) == [Verdict.CHANGED]
    assert changes(plan) == [
        [
            ("kind", Kind.ENTERPRISE, Kind.GROUP),
            ("website", None, "http://www.example.com"),
            ("city", "370600", "370700"),
            ("note", None, "补录"),
        ]
    ]


def test_another_province_leaves_no_city_of_the_old_one(commitment: Commitment) -> None:
    plan = plan_of([line(NAME, CODE, 省级行政区="江苏", 市="")])

    assert changes(plan) == [[("province", "370000", "320000"), ("city", "370600", None)]]


def test_a_new_name_makes_the_old_one_a_former_name(commitment: Commitment) -> None:
    plan = plan_of([line("烟台霁槿化工有限公司", CODE, 曾用名="烟台澄岫厂")])

    assert changes(plan) == [
        [
            ("name", NAME, "烟台霁槿化工有限公司"),
            ("former_names", None, ("烟台澄岫厂", NAME)),
        ]
    ]


def test_other_brackets_are_a_changed_name_but_no_former_one(known: Organisation) -> None:
    plan = plan_of([line("烟台澄岫（化工）有限公司", CODE)])

    assert changes(plan) == [[("name", NAME, "烟台澄岫（化工）有限公司")]]


@pytest.mark.parametrize(
    ("values", "cell", "reason"),
    [
        ({"单位类型": ""}, "B2", "此格必填。"),
        ({"签署日期": "2026-03-03"}, "P2", "日期晚于今天。"),
        (ENDED | {"结束日期": "2001-01-01"}, "W2", "结束日期早于签署日期 2008-03-10。"),
        (ENDED | {"结束日期": ""}, "W2", "状态为已结束，但缺少结束日期。"),
        (ENDED | {"结束原因": ""}, "X2", "状态为已结束，但缺少结束原因。"),
        (ENDED | {"状态": "暂停", "结束原因": ""}, "W2", "填了结束日期，但状态不是“已结束”。"),
        (ENDED | {"状态": "", "结束日期": ""}, "X2", "填了结束原因，但状态不是“已结束”。"),
        (ENDED | {"结束日期": "2026-03-03"}, "W2", "日期晚于今天。"),
        (ENDED | {"状态": "结束了"}, "V2", "不是规定的选项。"),
    ],
)
def test_a_row_that_contradicts_itself_is_refused_at_the_cell(
    values: dict[str, str], cell: str, reason: str
) -> None:
    plan = plan_of([line(NAME, CODE, **values)])

    assert problems(plan) == [(cell, reason)]


def test_all_faults_of_all_rows_are_told_at_once() -> None:
    plan = plan_of(
        [
            line("", CODE, 单位类型="公司", 签署日期="2019-02-30"),
            line(NAME, credit_code("370000", 2), 市="广州", 行业代码="9998"),
        ]
    )

    assert [cell for cell, _reason in problems(plan)] == ["A2", "B2", "P2", "H3", "J3"]


def test_numbers_and_formulas_that_the_spreadsheet_has_spoilt_are_refused() -> None:
    spoilt = table(
        [line(NAME, "913700001630440000"), line("烟台霁槿化工有限公司", 所有制="")],
        damaged=[(2, 2)],
        errors={(3, 10): "#N/A"},
    )

    plan = make_plan(spoilt, at=NOON)

    assert problems(plan) == [
        ("C2", "表格软件把它存成了数字，末尾几位已丢失。"),
        ("K3", "此格是表格软件的错误值。"),
    ]


def test_a_title_above_the_headings_is_passed_over() -> None:
    sheet = table([line(NAME, CODE)])
    title = [None] * len(HEADINGS)
    moved = type(sheet)(
        "名录",
        Row(1, ["责任关怀名录", *title[1:]]),
        [Row(3, sheet.heading.cells), Row(4, sheet.rows[0].cells)],
        frozenset(),
        {},
    )

    plan = make_plan(moved, at=NOON)

    assert [entry.row.number for entry in plan.entries] == [4]


def test_headings_without_rows_are_refused() -> None:
    with pytest.raises(HeadingsNotUsable) as refused:
        plan_of([])

    assert str(refused.value) == "标题下没有内容：请填好名单后再导入。"


@pytest.mark.parametrize(
    ("values", "expected"),
    [
        ({"状态": "暂停"}, [("state", State.IN_FORCE, State.SUSPENDED)]),
        (
            ENDED,
            [
                ("state", State.IN_FORCE, State.ENDED),
                ("ended_on", None, dt.date(2020, 6, 30)),
                ("end_reason", None, EndReason.DISSOLVED),
            ],
        ),
        ({"签署日期": "2008-03-11"}, [("signed_on", SIGNED, dt.date(2008, 3, 11))]),
    ],
)
def test_an_open_commitment_is_changed_along_its_steps(
    commitment: Commitment, values: dict[str, str], expected: list[object]
) -> None:
    plan = plan_of([line(NAME, CODE, **values)])

    assert (verdicts(plan), changes(plan)) == ([Verdict.CHANGED], [expected])


def test_a_draft_is_signed_but_not_suspended_by_a_list(known: Organisation) -> None:
    CommitmentFactory(organisation=known)

    signed = plan_of([line(NAME, CODE)])
    suspended = plan_of([line(NAME, CODE, 状态="暂停")])

    assert changes(signed) == [
        [
            ("signed_on", None, SIGNED),
            ("occasion", None, "责任关怀促进大会"),
            ("state", State.DRAFT, State.IN_FORCE),
        ]
    ]
    assert problems(suspended) == [("V2", "名录中这份承诺为“草稿”，不能改为“暂停”。")]


@pytest.fixture
def ended(known: Organisation) -> Commitment:
    return record(
        known,
        by=None,
        source="paper",
        state=State.ENDED,
        signed_on=SIGNED,
        ended_on=dt.date(2020, 6, 30),
        end_reason=EndReason.DISSOLVED,
        occasion="责任关怀促进大会",
    )


def test_an_ended_commitment_named_again_is_unchanged(ended: Commitment) -> None:
    plan = plan_of([line(NAME, CODE, **ENDED)])

    assert verdicts(plan) == [Verdict.UNCHANGED]


def test_an_ended_commitment_is_not_opened_again(ended: Commitment) -> None:
    plan = plan_of([line(NAME, CODE, 状态="已承诺")])

    assert problems(plan) == [("V2", "名录中这份承诺为“已结束”，不能改为“已承诺”。")]
    assert plan.entries[0].row.problems[0].value == "已承诺"


def test_a_signing_after_the_end_is_a_new_commitment(ended: Commitment) -> None:
    plan = plan_of([line(NAME, CODE, 签署日期="2021-01-05")])

    assert verdicts(plan) == [Verdict.ACCEPTED]


def test_a_signing_during_an_ended_commitment_is_asked(ended: Commitment) -> None:
    plan = plan_of([line(NAME, CODE, 签署日期="2015-01-05")])

    assert problems(plan) == [("P2", "名录中这份承诺的期间为 2008-03-10 至 2020-06-30。")]


def test_an_older_ended_commitment_stands_beside_the_open_one(known: Organisation) -> None:
    record(known, by=None, source="paper", state=State.IN_FORCE, signed_on=dt.date(2021, 1, 5))

    plan = plan_of([line(NAME, CODE, **ENDED)])

    assert (verdicts(plan), plan.entries[0].commitment) == ([Verdict.ACCEPTED], None)


def test_a_certificate_number_of_another_organisation_is_refused(commitment: Commitment) -> None:
    Commitment.objects.filter(pk=commitment.pk).update(certificate_number="RC-1")

    plan = plan_of([line("烟台霁槿化工有限公司", 证书编号="RC-1"), line(NAME, CODE, 证书编号="")])

    assert problems(plan) == [("T2", f"名录中“{NAME}”已使用这个证书编号。")]


def test_warnings_name_heading_and_rows_but_no_cells() -> None:
    plan = plan_of(
        [
            line(NAME, credit_code("320000", 5), 状态="暂停"),
            line("烟台霁槿化工有限公司", 市="高新区"),
        ]
    )

    assert plan.warnings == [
        "统一社会信用代码：登记机关所在省份与所填省级行政区不同，请留意（第 2 行）。",
        "市：“高新区”不是山东的行政区，已留空（第 3 行）。",
        "状态：名单未写明暂停日期，自导入之日起算（第 2 行）。",
    ]


def test_equal_plans_have_equal_digests_and_others_have_not(commitment: Commitment) -> None:
    first, same = plan_of([line(NAME, CODE)]), plan_of([line(NAME, CODE)])
    other = plan_of([line(NAME, CODE, 职工人数=41)])

    assert first.digest == same.digest
    assert first.digest != other.digest
