import csv
import datetime as dt
import hashlib
import io
from decimal import Decimal

import openpyxl
import pytest
import xlsxwriter
from hypothesis import given, settings
from hypothesis import strategies as st

from core.sheets.reading import Row, SheetTable, read_table
from core.sheets.writing import Column, csv_chunks, write_workbook
from core.tests.sheets.builders import MIDNIGHT, MOMENT, unpacked
from core.uploads.guard import UploadKind, check_upload

COLUMNS = [Column("名称", 30), Column("代码", 20, code=True), Column("人数"), Column("日期", 12)]
DAY = dt.date(2021, 3, 4)
SIGNS = "=+-@\t\r\n＝＋－＠"
# Taken for markup, this closes its cell and opens another with a formula in it.
INJECTION = "<r><t>x</t></r></is></c><c r='Z9'><f>1+1</f><v>2</v></c><c><is><r><t>y</t></r>"
NASTY = [
    *(f"{sign}1+1" for sign in SIGNS),
    "'=1",
    "'甲",
    " 甲 ",
    '"引"号,逗号;分号',
    "一\r\n二\r三\n四",
    "a_x0041_b",
    "\x01\x1f\x7f",
    INJECTION,
    "𠮷㐀",
    "&amp;<b>",
]


def as_csv(rows: list, headings: list[str] | None = None) -> bytes:
    return b"".join(csv_chunks(headings or [column.heading for column in COLUMNS], rows))


def as_workbook(rows: list, columns: list[Column] = COLUMNS) -> bytes:
    target = io.BytesIO()
    write_workbook(target, sheet_name="名单", columns=columns, rows=rows)
    return target.getvalue()


def read(data: bytes) -> SheetTable:
    return read_table(data, kind=check_upload("x", data), sheet_name="名单")


def test_a_csv_is_utf8_with_mark_and_windows_line_ends():
    data = as_csv([("甲,乙", "0012", -5, DAY), ("=1", None, Decimal("1.50"), None)])

    assert (
        data
        == ('\ufeff名称,代码,人数,日期\r\n"甲,乙",0012,-5,2021-03-04\r\n\'=1,,1.50,\r\n').encode()
    )


def test_a_csv_comes_in_pieces_of_500_rows():
    pieces = list(csv_chunks(["n"], ((number,) for number in range(1200))))

    assert [piece.count(b"\r\n") for piece in pieces] == [0, 500, 500, 201]


def test_numbers_stay_numbers_and_codes_stay_text():
    rows = [("甲", 12, -5, DAY), ("乙", "0012", 0.5, None), ("丙", 9, 91370000163044841, None)]

    sheet = openpyxl.load_workbook(io.BytesIO(as_workbook(rows))).active

    assert [[cell.value for cell in row] for row in sheet.iter_rows()] == [
        ["名称", "代码", "人数", "日期"],
        ["甲", "12", -5, MIDNIGHT],
        ["乙", "0012", 0.5, None],
        ["丙", "9", "91370000163044841", None],
    ]
    assert sheet["B2"].number_format == "@"
    assert sheet["B99"].number_format == "General"
    assert sheet.column_dimensions["B"].width == pytest.approx(20.7, abs=0.1)
    assert sheet.freeze_panes == "A2"


def test_equal_content_gives_equal_bytes():
    rows = [("甲", "1", 2, DAY)]

    first, second = as_workbook(rows), as_workbook(rows)

    assert hashlib.sha256(first).digest() == hashlib.sha256(second).digest()
    assert b"2000-01-01T00:00:00Z" in unpacked(first)["docProps/core.xml"]


def test_no_cell_of_a_workbook_is_a_formula():
    data = as_workbook([(text, text, text, text) for text in NASTY])

    cells = [cell for row in openpyxl.load_workbook(io.BytesIO(data)).active for cell in row]

    assert {cell.data_type for cell in cells} == {"s"}
    assert len(cells) == 4 * (len(NASTY) + 1)


def test_without_our_writer_a_name_could_write_cells():
    target = io.BytesIO()
    with xlsxwriter.Workbook(target, {"constant_memory": True}) as book:
        book.add_worksheet().write_string(0, 0, INJECTION)

    assert openpyxl.load_workbook(target).active["Z9"].data_type == "f"


def formula_like(data: bytes) -> list[str]:
    lines = csv.reader(io.StringIO(data.decode("utf-8-sig"), newline=""))
    return [cell for line in lines for cell in line if cell[:1] in tuple(SIGNS)]


def test_no_cell_of_a_csv_begins_like_a_formula(monkeypatch):
    rows = [(nasty, nasty, nasty, nasty) for nasty in NASTY]

    assert formula_like(as_csv(rows)) == []

    monkeypatch.setattr("core.sheets.writing.neutral", lambda value: value)
    assert len(formula_like(as_csv(rows))) == 4 * len(SIGNS)


def test_text_in_a_workbook_is_guarded_too():
    sheet = openpyxl.load_workbook(io.BytesIO(as_workbook([("=1+1", "-5", -5, "＠名")]))).active

    assert [cell.value for cell in sheet[2]] == ["'=1+1", "'-5", -5, "'＠名"]


@pytest.mark.parametrize("write", [as_csv, as_workbook])
def test_what_is_exported_and_read_again_is_the_same(write):
    rows = [(text, text, number, DAY) for number, text in enumerate(NASTY)]

    table = read(write(rows))

    assert [row.cells for row in table.rows] == [
        [text, text, str(number), "2021-03-04"] for number, text in enumerate(NASTY)
    ]


TEXT = st.text(
    st.characters(exclude_characters="\0\ufffe\uffff", exclude_categories=["Cs"]), max_size=8
)
CELL = (TEXT | st.text(alphabet="'<r>/_x0041" + SIGNS, max_size=6)).filter(
    lambda text: not text.startswith("#")
)


@settings(max_examples=20, deadline=None)
@given(st.lists(st.tuples(CELL, CELL), min_size=1, max_size=50))
@pytest.mark.parametrize("kind", UploadKind)
def test_any_text_survives_export_and_import(kind, rows):
    columns = [Column("名称"), Column("代码", code=True), Column("号")]
    numbered = [(*row, number) for number, row in enumerate(rows)]

    if kind == UploadKind.CSV:
        data = as_csv(numbered, [column.heading for column in columns])
    else:
        data = as_workbook(numbered, columns)
    table = read(data)

    assert [row.cells for row in table.rows] == [
        [first or None, second or None, str(number)] for first, second, number in numbered
    ]


def test_old_dates_moments_and_truths_are_written_so_that_they_come_back():
    values = [dt.date(1899, 12, 31), MOMENT, True, None]

    table = read(as_workbook([values, ["x", "y", MOMENT.replace(tzinfo=dt.UTC), "z"]]))

    assert table.rows == [
        Row(2, ["1899-12-31", "2021-03-04 05:06:07", "TRUE", None]),
        Row(3, ["x", "y", "2021-03-04 13:06:07", "z"]),
    ]


def test_text_too_long_for_a_cell_is_not_cut_silently():
    with pytest.raises(ValueError, match="Row 2: a cell holds at most 32767 characters"):
        as_workbook([("长" * 32_768, None, None, None)])
