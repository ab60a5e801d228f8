"""The refused rows come back in their own workbook; mended there, they are taken."""

import datetime as dt
import io

import openpyxl
import pytest
from openpyxl.styles import Font, PatternFill

from commitments.enums import BatchState
from commitments.models import ImportBatch, Organisation
from commitments.services import importing
from commitments.services.importing import returning
from commitments.tests.workbooks.lists import HEADINGS, as_csv, credit_code, xlsx
from commitments.tests.workbooks.tables import COLUMN, NOON, line
from core.sheets import returning as sheets
from core.sheets.returning import MOST_MARKED, Marks, TooMuchToMark, marked_copy

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("reference")]

GOOD = line("烟台澄岫化工有限公司", credit_code("370000", 1))
BAD = line("烟台霁槿化工有限公司", 单位类型="公司", 签署日期="2999-01-01")
NOTES = "需要改正之处"
KIND, DAY = f"{COLUMN['单位类型']}3", f"{COLUMN['签署日期']}3"


def checked(data, name="名录.xlsx") -> ImportBatch:
    return importing.check(name, data, by=None, at=NOON)


def workbook_of(batch):
    name, data = returning.returned(batch)
    assert name == "名录-退回行.xlsx"
    return openpyxl.load_workbook(io.BytesIO(data))


def notes_of(sheet):
    """Give the column of the notes and its texts by row."""
    column = next(cell.column for cell in sheet[1] if cell.value == NOTES)
    texts = {row: sheet.cell(row, column).value for row in range(2, sheet.max_row + 1)}
    return column, {row: text for row, text in texts.items() if text}


def test_each_refused_cell_says_why_in_the_senders_own_workbook():
    batch = checked(xlsx([GOOD, BAD]))

    sheet = workbook_of(batch)["名录"]

    assert sheet[KIND].fill.fgColor.rgb == "FFFDECEA"
    assert sheet[KIND].comment.text.startswith("不是规定的选项。")
    assert sheet[DAY].comment.text.startswith("这一天还没有到。") or sheet[DAY].comment.text
    column, notes = notes_of(sheet)
    assert column == len(HEADINGS) + 1
    assert list(notes) == [3]
    assert notes[3].startswith(f"{KIND} 单位类型：不是规定的选项。")
    assert [row for row in (2, 3) if sheet.row_dimensions[row].hidden] == [2]


def test_everything_else_stays_as_it_was():
    book = openpyxl.load_workbook(io.BytesIO(xlsx([GOOD, BAD])))
    sheet = book["名录"]
    sheet["A2"].font = Font(bold=True)
    sheet["A2"].fill = PatternFill("solid", fgColor="FF00FF00")
    sheet.column_dimensions["A"].width = 44
    book.create_sheet("说明")["A1"] = "=1+1"
    file = io.BytesIO()
    book.save(file)

    back = workbook_of(checked(file.getvalue()))

    sheet = back["名录"]
    assert (sheet["A2"].font.bold, sheet["A2"].fill.fgColor.rgb) == (True, "FF00FF00")
    assert (sheet.column_dimensions["A"].width, back["说明"]["A1"].value) == (44, "=1+1")
    assert [sheet.cell(3, n + 1).value or "" for n in range(len(HEADINGS))] == [
        BAD[heading] for heading in HEADINGS
    ]


def test_mended_in_the_returned_workbook_the_rows_are_taken():
    batch = checked(xlsx([GOOD, BAD]))
    importing.confirm(batch, by=None, at=NOON, accept_good=True)
    batch.refresh_from_db()
    book = workbook_of(batch)
    sheet = book["名录"]
    sheet[KIND], sheet[DAY] = "企事业单位", dt.date(2021, 5, 6)
    file = io.BytesIO()
    book.save(file)

    again = checked(file.getvalue())

    assert (again.accepted, again.changed, again.unchanged, again.refused) == (1, 0, 1, 0)


def test_what_is_wrong_still_is_marked_anew_in_the_same_column():
    sheet = workbook_of(checked(xlsx([GOOD, BAD])))
    sheet["名录"][DAY] = dt.date(2021, 5, 6)
    file = io.BytesIO()
    sheet.save(file)

    back = workbook_of(checked(file.getvalue()))["名录"]

    column, notes = notes_of(back)
    assert column == len(HEADINGS) + 1
    assert list(notes) == [3]
    assert DAY not in notes[3]


def test_of_a_csv_the_refused_rows_come_in_a_workbook():
    batch = checked(as_csv([GOOD, BAD]), "名录.csv")

    sheet = workbook_of(batch)["名录"]

    assert sheet.max_row == 2
    assert [cell.value for cell in sheet[1]][: len(HEADINGS)] == HEADINGS
    assert sheet[f"{COLUMN['单位类型']}2"].comment.text.startswith("不是规定的选项。")
    assert sheet["A2"].value == BAD["单位名称"]
    file = io.BytesIO()
    sheet[f"{COLUMN['单位类型']}2"] = "企业"
    sheet[f"{COLUMN['签署日期']}2"] = "2021-05-06"
    sheet.parent.save(file)
    assert checked(file.getvalue()).accepted == 1


def test_a_workbook_too_large_to_copy_comes_as_its_refused_rows(monkeypatch):
    def too_much(*_arguments, **_words):
        raise TooMuchToMark

    batch = checked(xlsx([GOOD, BAD]))
    monkeypatch.setattr(returning, "marked_copy", too_much)

    assert workbook_of(batch)["名录"].max_row == 2


def test_of_more_refused_rows_than_are_marked_each_comes_with_its_reason():
    lines = [BAD | {"单位名称": f"烟台{n}厂"} for n in range(MOST_MARKED + 1)]
    batch = checked(as_csv([GOOD, *lines]), "名录.csv")

    sheet = workbook_of(batch)["名录"]

    assert sheet.max_row == MOST_MARKED + 2
    assert sheet[f"{COLUMN['单位类型']}{MOST_MARKED + 2}"].comment.text.startswith(
        "不是规定的选项。"
    )


def test_a_workbook_with_too_many_refused_rows_to_copy_comes_as_those_rows(monkeypatch):
    monkeypatch.setattr(sheets, "MOST_MARKED", 1)
    batch = checked(xlsx([GOOD, BAD, BAD | {"单位名称": "烟台乙厂"}]))

    sheet = workbook_of(batch)["名录"]

    assert [sheet.cell(row, 1).value for row in (2, 3)] == [BAD["单位名称"], "烟台乙厂"]


@pytest.mark.parametrize("text", ["=1+1", "+1", "@SUM(A1)", "-2+3", "\t=1"])
def test_nothing_that_comes_back_acts_as_a_formula(text):
    batch = checked(as_csv([BAD | {"单位类型": text, "备注": text}]), "名录.csv")

    sheet = workbook_of(batch)["名录"]

    kinds = {cell.data_type for row in sheet.iter_rows() for cell in row if cell.value}
    assert kinds == {"s"}


def test_what_cannot_be_marked_is_told():
    with pytest.raises(TooMuchToMark):
        marked_copy(b"no workbook", Marks({}, {}), sheet_name=None)


def test_the_file_is_kept_while_rows_are_left_out_and_for_a_month():
    batch = importing.confirm(checked(xlsx([GOOD, BAD])), by=None, at=NOON, accept_good=True)
    whole = importing.confirm(
        checked(xlsx([line("丁化工")])), by=None, at=NOON + dt.timedelta(days=1)
    )
    assert [returning.has_refused_rows(each) for each in (batch, whole)] == [True, False]

    forgotten = [importing.forget_lists(at=NOON + dt.timedelta(days=days)) for days in (29, 31, 32)]

    batch.refresh_from_db()
    assert forgotten == [0, 1, 0]
    assert (returning.has_refused_rows(batch), batch.state) == (False, BatchState.IMPORTED)
    assert Organisation.objects.count() == 2
