"""A group's year, from the first draft of its plan to the plan of the next year.

The demonstration's running year is open from its first day to its last, so all of it can be done
today. With MEETING_REPORT the real plan of a group is lived through too.
"""

import datetime as dt
import os

import pytest
from playwright.sync_api import expect

from rcportal.tests.journeys import year
from rcportal.tests.journeys.looking import faults_of

YEAR = dt.date.today().year  # noqa: DTZ011 -- the portal opens the year it is started in
REPORT = os.environ.get("MEETING_REPORT", "")
REAL = ("pp", 1, "污染防治工作组", "2.社区认知")
REMARK = "请写明宣贯场次和覆盖企业数，便于年底对照。"
ANSWER = "已补充：全年宣贯4场，覆盖60家企业。"
MENDED = "全年宣贯4场，覆盖60家企业，形成课件一套"


class People:
    """Whoever acts in a group's year, each in a browser of their own, and what was looked at."""

    def __init__(self, visit, group):
        self.group = group
        self.lead, self.staff, self.head = (
            visit(who) for who in (f"lead-{group}", "staff", "head")
        )
        self.public = visit()
        self.faults = []

    def look(self, page, _name):
        for width in (1366, 360):
            page.set_viewport_size({"width": width, "height": 900})
            self.faults += faults_of(page)
        page.set_viewport_size({"width": 1366, "height": 900})

    def endorse(self, pk):
        """Review, endorse and publish a plan or a summary."""
        year.step(self.staff, pk, "claim")
        year.step(self.staff, pk, "recommend", comment="内容完整。")
        year.step(self.head, pk, "accept", comment="同意。")
        year.step(self.staff, pk, "publish")
        self.look(self.staff, "published")

    @property
    def wrong(self):
        pages = (self.lead, self.staff, self.head, self.public)
        return self.faults + [fault for page in pages for fault in page.faults]


def texts():
    invented = [pytest.param("ds", year.TEXT, 3, id="invented")]
    if not REPORT:
        return invented
    real = year.text_of(REPORT, *REAL[1:])
    return [*invented, pytest.param(REAL[0], real, 4, id="real")]


@pytest.mark.parametrize(("group", "text", "count"), texts())
def test_a_group_lives_through_its_year(visit, group, text, count):
    people = People(visit, group)

    plan = a_plan_is_written(people, text, count)
    it_comes_back_with_a_remark(people, plan)
    it_is_answered_and_handed_in_again(people, plan)
    people.endorse(plan)
    the_public_reads_it(people, count)
    four_quarters_are_told(people)
    the_year_is_summed_up(people, count)
    the_next_plan_takes_up_what_is_left(people)

    assert people.wrong == []


def a_plan_is_written(people, text, count):
    page = people.lead
    page.goto("/desk/")
    people.look(page, "desk")
    year.begin(page, people.group, YEAR, "plan", people.look)
    year.paste(page, text)
    people.look(page, "pasted")
    expect(page.locator("details.item")).to_have_count(count)
    year.complete_items(page)
    return year.hand_in(page, people.look)


def it_comes_back_with_a_remark(people, plan):
    page = people.staff
    for address in ("/desk/", "/desk/queue/"):
        page.goto(address)
        people.look(page, address)
    year.step(page, plan, "claim")
    year.remark(page, plan, REMARK)
    people.look(page, "remarked")
    year.step(page, plan, "send_back", comment="请按批注补充第一条的预期成果。")


def it_is_answered_and_handed_in_again(people, plan):
    page = people.lead
    page.goto("/desk/")
    expect(page.locator(".waiting-urgent").first).to_contain_text("有 1 处需要修改")
    year.answer(page, plan, ANSWER)
    people.look(page, "answering")
    page.locator("textarea[name$='/expected_result']").first.fill(MENDED)
    year.hand_in(page)

    page = people.staff
    page.goto(f"/desk/documents/{plan}/")
    people.look(page, "difference")
    expect(page.locator(".review-text ins", has_text="宣贯4场")).to_be_visible()
    expect(page.locator(".remark-answer")).to_contain_text(ANSWER)
    year.close_remark(page, plan)


def the_public_reads_it(people, count):
    page = people.public
    page.goto(f"/workgroups/{people.group}/{YEAR}/")
    people.look(page, "public plan")
    expect(page.locator(".plan-item")).to_have_count(count)
    expect(page.locator(".plan-item").first).to_contain_text(MENDED)


def four_quarters_are_told(people):
    for quarter in (1, 2, 3, 4):
        year.begin(people.lead, people.group, YEAR, f"q{quarter}")
        year.tell_progress(people.lead, quarter)
        people.look(people.lead, "sheet")
        sheet = year.hand_in(people.lead)
        year.step(people.staff, sheet, "claim")
        year.step(people.staff, sheet, "accept")
    people.staff.goto(f"/desk/board/{YEAR}/")
    people.look(people.staff, "board")


def the_year_is_summed_up(people, count):
    page = people.lead
    year.begin(page, people.group, YEAR, "summary", people.look)
    year.open_items(page)
    graded = page.locator("select[name$='/own_grade']").evaluate_all("all => all.map(a => a.value)")
    assert graded == [*["full"] * (count - 1), ""]
    expect(page.locator("textarea[name$='/outcome']").first).to_have_value("第4季度：按计划推进。")
    year.complete_summary(page)
    people.endorse(year.hand_in(page, people.look))
    for address in (f"/workgroups/{people.group}/{YEAR}/", f"/workgroups/{people.group}/"):
        people.public.goto(address)
        people.look(people.public, address)


def the_next_plan_takes_up_what_is_left(people):
    page = people.lead
    year.begin(page, people.group, YEAR + 1, "plan", people.look)
    people.look(page, "next plan")
    expect(page.locator("details.item")).to_have_count(1)
    expect(page.locator("details.item .tag-info")).to_contain_text("结转自")
