"""What a body owes in a year and what of it waits for whom."""

import datetime as dt

import pytest

from core import review
from core.enums import Severity
from workgroups.enums import DocumentKind, OfficeRole
from workgroups.models import Submission
from workgroups.queries import duties_of, task_lists_for, waiting_for
from workgroups.services import documents
from workgroups.tests.days import BEIJING, IN_MARCH
from workgroups.tests.factories import (
    BodyFactory,
    YearFactory,
    officer,
    plan_content,
    staff,
)

pytestmark = pytest.mark.django_db

LAST_MINUTE = dt.datetime(2022, 3, 31, 23, 59, tzinfo=BEIJING)
TOO_LATE = dt.datetime(2022, 4, 1, 0, 0, tzinfo=BEIJING)


def plan_of(body, year, at):
    return duties_of([body], year, at=at)[body.pk][0]


def test_a_year_is_a_plan_four_quarters_and_a_summary(body, year):
    duties = duties_of([body], year, at=IN_MARCH)[body.pk]

    assert [(duty.kind, duty.quarter, duty.opens_on, duty.due_on) for duty in duties] == [
        ("plan", None, dt.date(2022, 1, 1), dt.date(2022, 3, 31)),
        ("sheet", 1, dt.date(2022, 1, 1), dt.date(2022, 4, 15)),
        ("sheet", 2, dt.date(2022, 4, 1), dt.date(2022, 7, 15)),
        ("sheet", 3, dt.date(2022, 7, 1), dt.date(2022, 10, 15)),
        ("sheet", 4, dt.date(2022, 10, 1), dt.date(2023, 1, 15)),
        ("summary", None, dt.date(2022, 12, 1), dt.date(2023, 3, 31)),
    ]


@pytest.mark.parametrize(
    ("at", "is_late", "time_left"),
    [
        (IN_MARCH, False, "还有 21 天"),
        (LAST_MINUTE, False, "今天截止"),
        (TOO_LATE, True, "逾期 1 天"),
    ],
)
def test_the_last_day_ends_at_midnight_in_beijing(body, year, at, is_late, time_left):
    duty = plan_of(body, year, at)

    assert (duty.is_late, duty.time_left, duty.status) == (is_late, time_left, "未开始")


def test_what_cannot_be_begun_yet_says_from_when(body, year):
    summary = duties_of([body], year, at=IN_MARCH)[body.pk][-1]

    assert (summary.status, summary.is_open, summary.time_left) == (
        "2022-12-01 起填报",
        False,
        "",
    )


def test_states_in_words(body, year, plan, leader):
    reviewer = staff()
    assert plan_of(body, year, IN_MARCH).status == "填报中"

    documents.submit(plan, plan_content(), seen=0, by=leader, at=IN_MARCH)
    assert plan_of(body, year, TOO_LATE).status == "已提交"
    assert not plan_of(body, year, TOO_LATE).is_late

    documents.claim(plan, by=reviewer, at=IN_MARCH)
    for text in ("请写明完成时间", "请补充目标"):
        review.remark(
            plan.current_version, by=reviewer, at=IN_MARCH, text=text, severity=Severity.MUST
        )
    documents.send_back(
        plan,
        by=reviewer,
        at=IN_MARCH,
        comment="请按批注补充后再次提交。",
        due_again=dt.date(2022, 3, 20),
    )
    duty = plan_of(body, year, IN_MARCH)
    assert (duty.status, duty.tone, duty.due_on) == (
        "有 2 处需要修改",
        "warn",
        dt.date(2022, 3, 20),
    )


def test_a_document_that_was_given_up_is_owed_again(body, year, plan):
    documents.void(plan, by=staff(), at=IN_MARCH, reason="重复")

    assert plan_of(body, year, IN_MARCH).document is None


@pytest.mark.parametrize("role", [OfficeRole.LEADER, OfficeRole.DEPUTY, OfficeRole.LIAISON])
def test_who_writes_is_told_what_waits(body, year, role):
    user = officer(body, role)

    waiting = waiting_for(user, IN_MARCH)

    assert [each.title for each in waiting] == ["年度计划 · 污染防治工作组 2022"]


def test_a_representative_reads_and_has_nothing_to_do(body, year):
    user = officer(body, OfficeRole.REPRESENTATIVE)

    assert waiting_for(user, IN_MARCH) == []
    assert [each.body for each in task_lists_for(user, IN_MARCH)] == [body]


def test_nobody_is_told_of_another_body(body, year, plan):
    stranger = officer(BodyFactory(code="caer", name="社区认知和应急响应工作组"))

    assert {each.body.code for each in task_lists_for(stranger, IN_MARCH)} == {"caer"}
    assert task_lists_for(staff(), IN_MARCH) == []


def test_a_year_that_is_closed_asks_for_nothing(body, leader):
    YearFactory(state="closed")

    assert task_lists_for(leader, IN_MARCH) == []


def test_changes_stand_below(body, year, plan, leader):
    reviewer = staff("head")
    documents.submit(plan, plan_content(), seen=0, by=leader, at=IN_MARCH)
    documents.claim(plan, by=reviewer, at=IN_MARCH)
    documents.accept(plan, by=reviewer, at=IN_MARCH)
    change = documents.open_document(
        DocumentKind.CHANGE, body, year, by=leader, at=IN_MARCH, corrects=plan
    )

    (tasks,) = task_lists_for(leader, IN_MARCH)

    assert (tasks.corrections, tasks.duties[0].is_met) == ([change], True)


@pytest.mark.parametrize("bodies", [1, 3])
def test_duties_are_one_query(bodies, year, django_assert_num_queries):
    groups = [BodyFactory(code=f"g{number}", name=f"第{number}组") for number in range(bodies)]
    for body in groups:
        Submission.objects.create(
            kind="plan", body=body, year=year, due_on=year.plan_due_on, opened_at=IN_MARCH
        )

    with django_assert_num_queries(1):
        duties = duties_of(groups, year, at=IN_MARCH)
        titles = [(duty.title, duty.status) for each in duties.values() for duty in each]

    assert len(titles) == 6 * bodies
