"""The process that marks a workbook: `python -m core.sheets.marking REQUEST < WORKBOOK > COPY`.

REQUEST is a file of JSON: {"sheet": "名录" or null, "heading": 1, "title": "heading of the notes",
"cells": [[row, column from 0, "what is wrong"]], "rows": {"17": "all that is wrong in the row"}}.
Everything else in the workbook stays as it was. No Django here.
"""

import io
import json
import sys
from pathlib import Path
from typing import Any

import openpyxl
from openpyxl.comments import Comment
from openpyxl.styles import Alignment, Font, PatternFill
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.worksheet import Worksheet

from core.sheets.child import confine

RED = PatternFill("solid", fgColor="FFFDECEA")
WORDS = Font(color="FFB3261E")
WIDTH = 60
COMMENT_SIZE = (320, 120)


def main() -> None:
    """Read the workbook on standard input and write the marked copy to standard output."""
    request = json.loads(Path(sys.argv[1]).read_text(encoding="utf-8"))
    confine()
    workbook = openpyxl.load_workbook(io.BytesIO(sys.stdin.buffer.read()))
    mark(chosen(workbook, request["sheet"]), request)
    workbook.save(sys.stdout.buffer)


def chosen(workbook: Any, name: str | None) -> Worksheet:
    """Give the sheet that was read: that of the name, or the only one that can be seen."""
    sheets: list[Worksheet] = list(workbook.worksheets)
    named = [sheet for sheet in sheets if name and sheet.title.strip() == name]
    visible = [sheet for sheet in sheets if sheet.sheet_state == "visible"]
    return (named or visible or sheets)[0]


def mark(sheet: Worksheet, request: dict[str, Any]) -> None:
    """Colour what is wrong, say it at the cell and once more in the last column."""
    for row, column, words in request["cells"]:
        cell = sheet.cell(row, column + 1)
        cell.fill = RED
        cell.comment = Comment(words, "", height=COMMENT_SIZE[1], width=COMMENT_SIZE[0])
    notes = notes_column(sheet, request["heading"], request["title"])
    for row, words in request["rows"].items():
        cell = sheet.cell(int(row), notes, words)
        cell.font, cell.alignment = WORDS, Alignment(wrap_text=True, vertical="top")
    show_only(sheet, request["heading"], notes, {int(row) for row in request["rows"]})


def notes_column(sheet: Worksheet, heading: int, title: str) -> int:
    """Give the column of the notes, emptied if there was one from the last time."""
    last = sheet.max_column
    found = [n for n in range(1, last + 1) if sheet.cell(heading, n).value == title]
    column = found[0] if found else last + 1
    for row in range(heading + 1, sheet.max_row + 1) if found else ():
        sheet.cell(row, column).value = None
    sheet.cell(heading, column, title).font = Font(bold=True, color="FFB3261E")
    sheet.column_dimensions[get_column_letter(column)].width = WIDTH
    return column


def show_only(sheet: Worksheet, heading: int, notes: int, rows: set[int]) -> None:
    """Set the filter to the rows with a note: one click shows the others again."""
    area = f"A{heading}:{get_column_letter(notes)}{sheet.max_row}"
    sheet.auto_filter.ref = area
    sheet.auto_filter.add_filter_column(notes - 1, [], blank=False)
    for row in range(heading + 1, sheet.max_row + 1):
        sheet.row_dimensions[row].hidden = row not in rows


if __name__ == "__main__":
    main()
