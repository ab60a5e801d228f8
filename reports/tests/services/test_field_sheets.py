"""Numbers of all from a sheet: each wrong cell is named, and only what was seen is entered."""

import datetime as dt
import io

import openpyxl
import pytest
from django.utils import timezone

from commitments.services import facts
from commitments.tests.factories import IndustryFactory, RegionFactory
from reports.enums import Bound, Scope
from reports.models import FieldCount
from reports.services import field_sheets
from reports.services.field_sheets import SheetNotEntered, SheetNotUsable
from reports.tests.factories import FieldCountFactory

pytestmark = pytest.mark.django_db

TODAY = dt.date(2026, 6, 1)
NOON = dt.datetime(2026, 6, 1, 12, tzinfo=timezone.get_default_timezone())
HEAD = "年份\t省级行政区\t行业代码\t数量\t精确程度\t来源\t来源日期"
GOOD = "2023\t山东\t26\t1,234\t\t山东统计年鉴\t2024-08-01"


@pytest.fixture(autouse=True)
def reference():
    RegionFactory()
    IndustryFactory(code="26", level=2)


def plan(*rows, head=HEAD):
    return field_sheets.plan_of("表", "\n".join([head, *rows]).encode(), today=TODAY)


def enter(found, digest=None):
    return field_sheets.enter(found.text, digest=digest or found.digest, by=None, at=NOON)


def verdicts(found):
    return [line.verdict for line in found.lines]


def test_a_pasted_row_is_entered_as_it_was_seen():
    found = plan(GOOD)
    before = facts.version()

    count = enter(found)

    row = FieldCount.objects.get()
    assert (verdicts(found), count, facts.version()) == (["accepted"], 1, before + 1)
    assert (row.scope, row.year, row.province_id, row.industry_id) == (
        Scope.ENTERPRISES, 2023, "370000", "26",
    )  # fmt: skip
    assert (row.number, row.bound, row.source, row.source_on) == (
        1234, Bound.EXACT, "山东统计年鉴", dt.date(2024, 8, 1),
    )  # fmt: skip


def test_the_same_sheet_again_changes_nothing():
    enter(plan(GOOD))

    found = plan(GOOD)

    assert (verdicts(found), found.is_open) == (["unchanged"], False)


def test_a_known_number_is_changed_field_by_field_and_empty_cells_keep():
    FieldCountFactory(
        year=2023, province_id="370000", industry_id="26", number=1000, bound=Bound.MORE,
        source="山东统计年鉴", source_on=dt.date(2024, 1, 1),
    )  # fmt: skip

    found = plan("2023\t山东\t26\t1234\t\t山东统计年鉴\t")
    exact = plan("2023\t山东\t26\t1000\t准确\t山东统计年鉴\t")
    enter(found)

    assert found.lines[0].changes == [("数量", "1000", "1234")]
    assert [change[0] for change in exact.lines[0].changes] == ["精确程度"]
    row = FieldCount.objects.get()
    assert (row.number, row.bound, row.source_on) == (1234, Bound.MORE, dt.date(2024, 1, 1))


def test_a_workbook_with_a_title_above_is_read_and_cells_bear_its_numbers():
    book = openpyxl.Workbook()
    for row in (["规上企业总数"], [], HEAD.split("\t"), [2023, "山东", None, "很多", None, "年鉴"]):
        book.active.append(row)
    target = io.BytesIO()
    book.save(target)

    found = field_sheets.plan_of("总数.xlsx", target.getvalue(), today=TODAY)
    again = field_sheets.plan_of("表", found.text.encode(), today=TODAY)

    (problem,) = found.lines[0].problems
    assert (problem.cell, problem.heading, problem.value) == ("D4", "数量", "很多")
    assert again.lines[0].problems[0].cell == "D4"


def test_another_source_keeps_nothing_of_what_the_old_one_said():
    FieldCountFactory(
        year=2023, province_id="370000", industry_id="26", number=1000, bound=Bound.MORE,
        source="旧年鉴", source_on=dt.date(2020, 1, 1), url="https://old.example.com",
    )  # fmt: skip

    found = plan("2023\t山东\t26\t1234\t\t山东统计年鉴\t")
    enter(found)

    row = FieldCount.objects.get()
    assert [change[0] for change in found.lines[0].changes] == [
        "数量", "精确程度", "来源", "来源日期", "网址",
    ]  # fmt: skip
    assert found.lines[0].changes[3:] == [
        ("来源日期", "2020-01-01", ""),
        ("网址", "https://old.example.com", ""),
    ]
    assert (row.number, row.bound, row.source, row.source_on, row.url) == (
        1234, Bound.EXACT, "山东统计年鉴", None, "",
    )  # fmt: skip


def test_what_the_other_source_says_itself_is_taken():
    FieldCountFactory(year=2023, province_id="370000", industry_id="26", bound=Bound.MORE)

    enter(plan("2023\t山东\t26\t1234\t近\t山东统计年鉴\t2024-08-01"))

    row = FieldCount.objects.get()
    assert (row.bound, row.source_on) == (Bound.NEARLY, dt.date(2024, 8, 1))


def workbook(*rows):
    """An xlsx with the cells; an error value is written as a spreadsheet does."""
    book = openpyxl.Workbook()
    for row in rows:
        book.active.append(row)
    target = io.BytesIO()
    book.save(target)
    return field_sheets.plan_of("总数.xlsx", target.getvalue(), today=TODAY)


def test_an_error_value_stays_refused_when_the_text_is_checked_again():
    found = workbook(HEAD.split("\t"), [2023, "#N/A", 26, 5, None, "年鉴"])

    again = field_sheets.plan_of("表", found.text.encode(), today=TODAY)

    for each in (found, again):
        (problem,) = each.lines[0].problems
        assert (problem.cell, problem.value) == ("B2", "#N/A")
        assert problem.reason == "此格是表格软件的错误值。"


def test_a_row_of_nothing_but_error_values_is_not_passed_over():
    found = workbook(HEAD.split("\t"), ["#REF!"] * 7, [2023, None, None, 5, None, "年鉴"])

    assert (verdicts(found), len(found.lines[0].problems)) == (["refused", "accepted"], 7)


@pytest.mark.parametrize("text", ["#N/A", " #n/a ", "＃ＲＥＦ！", "#DIV/0!", "#NAME?", "#NULL!"])
def test_an_error_value_is_no_source(text):
    (problem,) = plan(f"2023\t\t\t5\t\t{text}\t").lines[0].problems

    assert (problem.cell, problem.reason) == ("F2", "此格是表格软件的错误值。")


@pytest.mark.parametrize("column", range(7))
def test_digits_without_end_are_refused_at_their_cell(column):
    cells = GOOD.split("\t")
    cells[column] = "9" * 5000

    (problem,) = plan("\t".join(cells)).lines[0].problems

    assert problem.cell == f"{'ABCDEFG'[column]}2"
    assert len(problem.value) == 80


def test_zeros_in_front_are_no_size():
    enter(plan(GOOD.replace("1,234", "0" * 5000 + "1234")))

    assert FieldCount.objects.get().number == 1234


def test_a_sheet_whose_text_does_not_fit_the_page_is_refused_at_once():
    rows = [f"2023\t\t\t{number}\t\t{'长' * 300}\t" for number in range(1, 1900)]

    with pytest.raises(SheetNotUsable) as refused:
        plan(*rows)

    assert str(refused.value) == "表格超过 500000 个字：请分成几份。"


@pytest.mark.parametrize(
    ("row", "cell", "reason"),
    [
        ("1989\t\t\t5\t\t年鉴\t", "A2", "年份应在 1990 至 2026 之间。"),
        ("2027\t\t\t5\t\t年鉴\t", "A2", "年份应在 1990 至 2026 之间。"),
        ("\t\t\t5\t\t年鉴\t", "A2", "此格必填。"),
        ("2023\t火星\t\t5\t\t年鉴\t", "B2", "没有这个省级行政区。"),
        ("2023\t\t2614\t5\t\t年鉴\t", "C2", None),
        ("2023\t\t化工\t5\t\t年鉴\t", "C2", None),
        ("2023\t\t\t0\t\t年鉴\t", "D2", "总数应大于零、小于一千万。"),
        ("2023\t\t\t-5\t\t年鉴\t", "D2", None),
        ("2023\t\t\t2.6万\t\t年鉴\t", "D2", None),
        ("2023\t\t\t\t\t年鉴\t", "D2", "此格必填。"),
        ("2023\t\t\t5\t也许\t年鉴\t", "E2", "不是规定的选项。"),
        ("2023\t\t\t5\t\t\t", "F2", "此格必填。"),
        ("2023\t\t\t5\t\t年鉴\t2999-01-01", "G2", None),
        ("2023\t\t\t5\t\t年鉴\t昨天", "G2", None),
    ],
)
def test_what_is_wrong_is_said_at_its_cell_and_nothing_is_written(row, cell, reason):
    found = plan(row)

    (problem,) = found.lines[0].problems
    assert problem.cell == cell
    assert reason in (None, problem.reason)
    with pytest.raises(SheetNotEntered):
        enter(found)
    assert not FieldCount.objects.exists()


def test_one_refused_row_holds_the_good_ones_back():
    found = plan(GOOD, "2023\t\t\t很多\t\t年鉴\t")

    assert (verdicts(found), found.is_open) == (["accepted", "refused"], False)
    with pytest.raises(SheetNotEntered):
        enter(found)
    assert not FieldCount.objects.exists()


def test_two_rows_about_the_same_are_refused_at_the_second():
    found = plan(GOOD, GOOD.replace("1,234", "99"))

    assert verdicts(found) == ["accepted", "refused"]
    assert found.lines[1].problems[0].reason == "第 2 行已有同一年份、同一省份和行业的数字。"


def test_parks_are_counted_by_province_alone():
    head = "范围\t年份\t行业\t数量\t来源"

    found = plan("化工园区\t2023\t\t70\t年鉴", "园区\t2022\t26\t60\t年鉴", head=head)

    assert verdicts(found) == ["accepted", "refused"]
    assert found.lines[1].problems[0].cell == "C3"


@pytest.mark.parametrize(
    ("head", "rows"),
    [
        ("年份\t数量", ["2023\t5"]),
        ("年份\t年度\t数量\t来源", ["2023\t2023\t5\t年鉴"]),
        (HEAD, []),
        ("甲\t乙", ["丙\t丁"]),
    ],
)
def test_a_sheet_that_cannot_be_read_is_refused_in_one_sentence(head, rows):
    with pytest.raises(SheetNotUsable) as refused:
        plan(*rows, head=head)

    assert str(refused.value).endswith("。")


def test_what_changed_since_it_was_seen_is_not_entered():
    found = plan(GOOD)
    FieldCountFactory(year=2023, province_id="370000", industry_id="26", number=7)

    with pytest.raises(SheetNotEntered):
        enter(found)

    assert FieldCount.objects.get().number == 7


def test_another_old_number_than_the_one_seen_is_not_written_over():
    row = FieldCountFactory(year=2023, province_id="370000", industry_id="26", number=7)
    found = plan(GOOD)
    FieldCount.objects.filter(pk=row.pk).update(number=8)

    with pytest.raises(SheetNotEntered):
        enter(found)


def test_a_text_that_was_edited_after_it_was_seen_is_not_entered():
    digest = plan(GOOD).digest

    with pytest.raises(SheetNotEntered):
        enter(plan(GOOD.replace("1,234", "4,321")), digest=digest)
