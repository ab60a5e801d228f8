"""Every reason for which a document cannot be handed in yet, once, in its own words."""

import datetime as dt

import pytest
from django.utils.timezone import get_default_timezone

from workgroups.models import PlanItem, Submission
from workgroups.models.contents import (
    Amount,
    ChangeContent,
    ChangeLine,
    PlanContent,
    SheetContent,
    SheetLine,
    SummaryContent,
    SummaryEntry,
)
from workgroups.services import documents
from workgroups.services.checking import LONGEST_TEXT, MOST_ITEMS, faults_of
from workgroups.tests.factories import (
    BodyFactory,
    SubmissionFactory,
    YearFactory,
    item,
    officer,
    plan_content,
    staff,
)

pytestmark = pytest.mark.django_db

AT = dt.datetime(2022, 3, 10, 9, tzinfo=get_default_timezone())


def said(document, content):
    return [(fault.place, fault.sentence) for fault in faults_of(document, content)]


def of_plan(*items, **general):
    return said(Submission(kind="plan", year_id=2022), PlanContent(items=items, **general))


def test_a_whole_plan_has_no_faults():
    assert of_plan(item()) == []


@pytest.mark.parametrize(
    ("fields", "place", "sentence"),
    [
        ({"title": " "}, "title", "第 1 项“ ”：请填写标题。"),
        ({"title": "长" * 201}, "title", "标题最多 200 个字，其余内容请写入说明。"),
        ({"kind": "wish"}, "kind", "请选择工作类别。"),
        ({"expected_result": ""}, "expected_result", "请用文字或数字写明预期成果。"),
        ({"due_on": ""}, "due_on", "请填写完成日期，例如 2022-12-31。"),
        ({"due_on": "2022-02-30"}, "due_on", "请填写完成日期，例如 2022-12-31。"),
        (
            {"due_on": "2023-01-01"},
            "due_on",
            "完成日期应在 2022 年内；跨年工作请结转到下一年计划。",
        ),
        ({"starts_on": "2022-12-31x"}, "starts_on", "开始日期应为早于完成日期的有效日期。"),
        ({"due_on": "2022-03-01", "starts_on": "2022-04-01"}, "starts_on", "开始日期应为"),
        ({"quarter": "5"}, "quarter", "季度请填 1 至 4。"),
        ({"targets": (Amount("people", "很多"),)}, "targets/1", "“很多”不是大于等于零的数"),
        ({"targets": (Amount("", "6"),)}, "targets/1", "请选择 6 的计量单位"),
        ({"description": "长" * (LONGEST_TEXT + 1)}, "description", "有一处文字共 20001 字"),
    ],
)
def test_what_is_wrong_with_an_item(fields, place, sentence):
    ((found, words),) = of_plan(item(**fields))

    assert found == f"items/aaaa0001/{place}"
    assert sentence in words


@pytest.mark.parametrize("day", ["2022/6/30", "2022.6.30", "２０２２-0６-30", " 2022-06-30 "])
def test_days_are_read_as_people_type_them(day):
    assert of_plan(item(due_on=day)) == []


@pytest.mark.parametrize("number", ["1,200", "１２００", "0", "12.5"])
def test_numbers_are_read_as_people_type_them(number):
    assert of_plan(item(targets=(Amount("people", number),))) == []


@pytest.mark.parametrize("number", ["-1", "1e999", "NaN", "Infinity", "3.5万"])
def test_what_is_no_number_is_named(number):
    ((place, _words),) = of_plan(item(targets=(Amount("people", number),)))

    assert place == "items/aaaa0001/targets/1"


def test_a_plan_needs_items_and_not_too_many():
    assert of_plan() == [("items", "计划没有事项，请至少添加一项。")]
    many = [item(f"{number:08d}") for number in range(MOST_ITEMS + 1)]
    assert of_plan(*many) == [("items", f"计划事项超过 {MOST_ITEMS} 项，请适当合并。")]


@pytest.fixture
def accepted():
    body = BodyFactory()
    plan = documents.open_document("plan", body, YearFactory(), by=None, at=AT)
    documents.submit(plan, plan_content(), seen=0, by=officer(body), at=AT)
    documents.claim(plan, by=staff(), at=AT)
    documents.accept(plan, by=staff("head"), at=AT)
    return plan


@pytest.mark.parametrize(
    ("fields", "place", "sentence"),
    [
        ({"status": ""}, "status", "请选择进展情况。"),
        ({"note": ""}, "note", "请写明做了哪些工作。"),
        ({"grade": "full"}, "grade", "该事项尚在进行，完成效果请留空。"),
        ({"status": "dropped"}, "grade", "请选择完成效果。"),
        ({"status": "done", "grade": "full"}, "evidence", "已完成的事项须有佐证材料"),
        ({"evidence": ("999",)}, "evidence", "所选佐证材料属于其他事项"),
        ({"actuals": (Amount("people", "x"),)}, "actuals/1", "不是大于等于零的数"),
    ],
)
def test_what_is_wrong_with_a_line_of_a_sheet(accepted, fields, place, sentence):
    sheet = SubmissionFactory(kind="sheet", quarter=1, body=accepted.body, year=accepted.year)
    line = {"item": PlanItem.objects.get().code, "status": "on_track", "note": "已开展"}

    ((found, words),) = said(sheet, SheetContent(lines=(SheetLine(**(line | fields)),)))

    assert found == f"lines/{line['item']}/{place}"
    assert sentence in words


def test_a_sheet_names_items_of_its_plan_only(accepted):
    sheet = SubmissionFactory(kind="sheet", quarter=1, body=accepted.body, year=accepted.year)

    ((place, words),) = said(sheet, SheetContent(lines=(SheetLine(item="2022-PP-99"),)))

    assert place == "lines/2022-PP-99"
    assert words == "“2022-PP-99”不是本年度计划的事项，请删除该行。"


@pytest.mark.parametrize(
    ("fields", "place"),
    [
        ({"title": ""}, "title"),
        ({"outcome": ""}, "outcome"),
        ({"kind": ""}, "kind"),
        ({"item": "2022-PP-01", "own_grade": ""}, "own_grade"),
    ],
)
def test_what_is_wrong_with_a_line_of_a_summary(fields, place):
    known = {"key": "k", "title": "宣贯", "kind": "promotion", "outcome": "完成"}
    content = SummaryContent(overview="概述", lines=(SummaryEntry(**(known | fields)),))

    ((found, _words),) = said(SubmissionFactory(kind="summary"), content)

    assert found == f"lines/k/{place}"


def test_a_summary_needs_an_overview():
    found = said(SubmissionFactory(kind="summary"), SummaryContent())

    assert found == [("overview", "请在概述中说明全年工作。")]


def test_what_is_wrong_with_a_change(accepted):
    change = SubmissionFactory(
        kind="change", body=accepted.body, year=accepted.year, corrects=accepted
    )
    wrong = ChangeContent(lines=(ChangeLine(action="drop", item="2022-PP-77"),))

    places = [place for place, _words in said(change, wrong)]
    empty = [place for place, _words in said(change, ChangeContent())]

    assert places == ["reason_kind", "reason", "lines/1/item"]
    assert empty == ["reason_kind", "reason", "lines"]
