"""What the public may know of a year: what was accepted and published, nothing before its day."""

import datetime as dt

import pytest

from core.tenure import span
from workgroups.models import PlanItem, Submission
from workgroups.queries.public import public_year, standings, years_of
from workgroups.queries.roster import roster
from workgroups.queries.version import public_version
from workgroups.services import documents
from workgroups.tests import years
from workgroups.tests.factories import (
    BodyFactory,
    OfficeFactory,
    PersonFactory,
    SeatFactory,
    YearFactory,
    item,
    plan_content,
    staff,
)

pytestmark = pytest.mark.django_db

TODAY = dt.date(2022, 12, 31)
TWO = plan_content(item("aaaa0001"), item("aaaa0002", title="季度会议", due_on="2022-06-30"))


@pytest.fixture
def body():
    return BodyFactory()


@pytest.fixture
def plan(body):
    return years.published("plan", body, on="03-10", content=TWO)


def statuses(body):
    return [one.status for one in public_year(body, 2022, on=TODAY).items]


# --- When something is public ---


@pytest.mark.parametrize("make", [years.opened, years.handed_in, years.accepted])
def test_what_is_not_published_is_not_public(body, make):
    make("plan", body, on="03-10")

    assert years_of(body, on=TODAY) == []


@pytest.mark.parametrize(
    ("day", "shown"), [(dt.date(2022, 3, 9), []), (dt.date(2022, 3, 10), [2022])]
)
def test_nothing_is_public_before_its_own_day(body, plan, day, shown):
    assert years_of(body, on=day) == shown


def test_nothing_is_public_before_the_day_of_its_year(body):
    YearFactory(public_from=dt.date(2022, 4, 1))
    years.published("plan", body, on="03-10")

    seen = [years_of(body, on=dt.date(2022, *day)) for day in ((3, 31), (4, 1))]

    assert seen == [[], [2022]]


def test_a_withdrawn_plan_is_a_stub_with_its_reason(body, plan):
    documents.withdraw(plan, by=staff("head"), at=years.moment("05-01"), reason="条目有误")

    shown = public_year(body, 2022, on=TODAY)

    assert (shown.plan.withdrawn_reason, shown.items, shown.preface) == ("条目有误", [], "")


def test_what_was_withdrawn_before_its_day_leaves_no_stub(body):
    plan = years.accepted("plan", body, on="03-10")
    documents.publish(plan, by=staff(), at=years.moment("03-10"), on=dt.date(2022, 5, 1))
    documents.withdraw(plan, by=staff("head"), at=years.moment("04-01"), reason="条目有误")

    assert years_of(body, on=TODAY) == []


# --- Items and their progress ---


def test_an_item_that_is_not_public_is_not_shown(body):
    content = plan_content(item("aaaa0001"), item("aaaa0002", is_public=False))
    years.published("plan", body, on="03-10", content=content)

    assert [one.item.key for one in public_year(body, 2022, on=TODAY).items] == ["aaaa0001"]


def test_progress_counts_once_the_secretariat_has_accepted_it(body, plan):
    sheet = years.handed_in("sheet", body, on="04-10", quarter=1)
    before = statuses(body)

    documents.claim(sheet, by=staff(), at=years.moment("04-11"))
    documents.accept(sheet, by=staff("head"), at=years.moment("04-11"))

    assert (before, statuses(body)) == (["not_started"] * 2, ["on_track"] * 2)


def test_quarter_by_quarter_the_last_one_is_the_status(body, plan):
    years.accepted("sheet", body, on="04-10", quarter=1)
    content = years.sheet_content(body, status="at_risk", note="人员不足", problems="缺人")
    years.accepted("sheet", body, on="07-10", quarter=2, content=content)

    one = public_year(body, 2022, on=TODAY).items[0]

    assert (one.status, one.quarters) == ("at_risk", ((1, "正常推进"), (2, "有风险")))


def test_an_item_done_in_a_sheet_that_is_not_accepted_is_not_done_yet(body, plan):
    first = PlanItem.objects.get(key="aaaa0001")
    proof = str(years.evidence_of(first).pk)
    content = years.sheet_content(body, status="on_track", note="按计划")
    content["lines"][0] |= {"status": "done", "grade": "full", "evidence": [proof]}
    sheet = years.handed_in("sheet", body, on="07-10", quarter=2, content=content)
    before = public_year(body, 2022, on=TODAY)

    documents.claim(sheet, by=staff(), at=years.moment("07-11"))
    documents.accept(sheet, by=staff("head"), at=years.moment("07-11"))

    after = public_year(body, 2022, on=TODAY)
    assert [(each.done, each.counted) for each in (before, after)] == [(0, 2), (1, 2)]
    assert after.by_status == [("正常推进", 1), ("已完成", 1)]


def test_a_postponed_item_says_why_and_what_was_planned_first(body, plan):
    code = PlanItem.objects.get(key="aaaa0002").code
    content = years.change_content(code, key="aaaa0002", title="季度会议", due_on="2022-11-30")
    years.accepted("change", body, on="05-10", content=content, corrects=plan)

    changed = {one.item.code: one.adjustments for one in public_year(body, 2022, on=TODAY).items}

    (adjustment,) = changed.pop(code)
    assert (adjustment.label, adjustment.why, adjustment.on) == (
        "延期",
        "疫情影响",
        dt.date(2022, 5, 10),
    )
    assert (adjustment.due_before, adjustment.reason) == (
        dt.date(2022, 6, 30),
        "部分活动受疫情影响。",
    )
    assert list(changed.values()) == [()]


def test_a_dropped_item_stays_listed_and_counts_no_more(body, plan):
    code = PlanItem.objects.get(key="aaaa0002").code
    content = years.change_content(code, action="drop")
    years.accepted("change", body, on="05-10", content=content, corrects=plan)

    shown = public_year(body, 2022, on=TODAY)

    assert [one.status for one in shown.items] == ["not_started", "dropped"]
    assert shown.counted == 1


def test_an_added_item_says_that_it_was_added(body, plan):
    content = years.change_content("", action="add", key="aaaa0009", title="新增宣讲")
    years.accepted("change", body, on="05-10", content=content, corrects=plan)

    added = public_year(body, 2022, on=TODAY).items[-1]

    assert (added.item.title, [each.label for each in added.adjustments]) == ("新增宣讲", ["新增"])


# --- The summary ---


def test_grades_stand_at_their_items_once_the_summary_is_public(body, plan):
    years.published("summary", body, on="12-10", grades={"bbbb0000": ("substantial", "内部意见")})

    first = public_year(body, 2022, on=TODAY).items[0]

    assert (first.line.own_grade, first.line.secretariat_grade) == ("full", "substantial")


def test_a_correction_takes_the_place_of_what_it_corrects(body, plan):
    summary = years.published("summary", body, on="12-10")
    content = years.summary_content(body, overview="更正后的概述。")
    corrected = years.published("correction", body, on="12-20", content=content, corrects=summary)

    shown = public_year(body, 2022, on=TODAY)

    assert shown.summary_texts.overview == "更正后的概述。"
    assert shown.corrected_by == corrected


def test_work_that_was_not_planned_stands_by_itself(body, plan):
    content = years.summary_content(body)
    extra = {"key": "cccc0000", "kind": "event", "title": "抗疫支援", "outcome": "捐赠物资"}
    content["lines"].append(extra | {"item": "", "own_grade": "full", "actuals": []})
    years.published("summary", body, on="12-10", content=content)

    assert [line.title for line in public_year(body, 2022, on=TODAY).unplanned] == ["抗疫支援"]


def test_with_its_plan_withdrawn_a_summary_names_no_item_that_was_never_public(body):
    content = plan_content(item("aaaa0001"), item("aaaa0002", title="内部", is_public=False))
    plan = years.published("plan", body, on="03-10", content=content)
    years.published("summary", body, on="12-10")
    documents.withdraw(plan, by=staff("head"), at=years.moment("12-20"), reason="条目有误")

    shown = public_year(body, 2022, on=TODAY)

    assert [line.item.is_public for line in shown.unplanned] == [True]


# --- How far the groups are, and who leads them ---


def test_how_far_each_group_is_with_its_last_public_plan(body, plan):
    other = BodyFactory(code="ds")
    years.published("plan", other, on="03-10")
    for one in PlanItem.objects.filter(body=body):
        years.evidence_of(one)
    content = years.sheet_content(body, status="done", grade="full", note="完成")
    for line in content["lines"]:
        line["evidence"] = [str(PlanItem.objects.get(code=line["item"]).evidence.get().pk)]
    years.accepted("sheet", body, on="04-10", quarter=1, content=content)

    found = standings(on=TODAY)

    assert [(found[one.pk].done, found[one.pk].counted) for one in (body, other)] == [
        (2, 2),
        (0, 1),
    ]


def test_the_roster_names_leads_deputies_and_public_years(body, plan):
    lead, deputy = SeatFactory(body=body), SeatFactory(body=body, role="deputy")
    SeatFactory(body=body, role="member")
    SeatFactory(body=body, role="member", valid=span(TODAY + dt.timedelta(days=1)))

    (line,) = roster(on=TODAY)

    assert (line.lead, line.deputies, line.members) == (lead, [deputy], 3)
    assert line.years == {2022: ["plan"]}


@pytest.mark.parametrize("bodies", ["pp", "pp ds ps"])
def test_the_roster_costs_three_queries(bodies, django_assert_num_queries):
    for code in bodies.split():
        SeatFactory(body=BodyFactory(code=code))
        years.published("plan", BodyFactory(code=code), on="03-10")

    with django_assert_num_queries(3):
        [str(line.lead.organisation) for line in roster(on=TODAY)]


# --- The version of the pages ---


def introduce(body):
    body.introduction = "污染防治。"
    body.save()


def name_somebody(body):
    OfficeFactory(seat=SeatFactory(body=body), person=PersonFactory(is_public=True))


def publish(body):
    years.published("plan", body, on="03-10")


@pytest.mark.parametrize("change", [introduce, name_somebody, publish])
def test_every_change_of_what_is_shown_makes_another_version(body, change):
    before = public_version()

    change(body)

    assert public_version() != before


def test_a_draft_that_is_saved_makes_no_new_version(body):
    plan = years.opened("plan", body, on="03-01")
    before = public_version()

    documents.save_draft(plan, TWO, seen=0, by=None, at=years.moment("03-02"))

    assert (public_version(), Submission.objects.get().draft) == (before, TWO)


def test_the_version_costs_two_queries(django_assert_num_queries):
    with django_assert_num_queries(2):
        public_version()
