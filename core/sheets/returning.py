"""A list on its way back to whoever sent it, with what is wrong beside each cell."""

import io
import json
import subprocess
import sys
import tempfile
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

import xlsxwriter

from core.sheets.cells import Value
from core.sheets.reading import ROOT, WALL_SECONDS, SheetTable, environment, opened
from core.sheets.writing import CREATED, csv_text
from core.uploads.limits import CELL_LETTERS

NOTES_WIDTH: Final = 60
# A copy with a comment at more rows than these takes longer than a person waits.
MOST_MARKED: Final = 5_000


@dataclass(frozen=True)
class Marks:
    """What is wrong: by (row, column from 0), and all of a row in one text."""

    cells: Mapping[tuple[int, int], str]
    rows: Mapping[int, str]
    heading: int = 1
    title: str = ""


class TooMuchToMark(Exception):
    """The workbook is too large, or too strange, for a marked copy of it."""


def marked_copy(data: bytes, marks: Marks, *, sheet_name: str | None) -> bytes:
    """Give the workbook as it was, with the marks in it. Raises TooMuchToMark."""
    if len(marks.rows) > MOST_MARKED:
        raise TooMuchToMark
    request = {
        "sheet": sheet_name,
        "heading": marks.heading,
        "title": marks.title,
        "cells": [[*place, words] for place, words in marks.cells.items()],
        "rows": marks.rows,
    }
    with tempfile.TemporaryDirectory() as folder, opened(data) as stream:
        path = Path(folder) / "request.json"
        path.write_text(json.dumps(request), encoding="utf-8")
        command = [sys.executable, "-m", "core.sheets.marking", str(path)]
        try:
            ended = subprocess.run(  # noqa: S603 -- our own module
                command,
                stdin=stream,
                capture_output=True,
                cwd=ROOT,
                env=environment(),
                timeout=WALL_SECONDS,
                check=True,
            )
        except (subprocess.CalledProcessError, subprocess.TimeoutExpired) as error:
            raise TooMuchToMark from error
    return ended.stdout


def rows_in_a_workbook(table: SheetTable, marks: Marks, *, sheet_name: str) -> bytes:
    """Give a new workbook with the marked rows alone: of a CSV, or of what is too large to copy."""
    file = io.BytesIO()
    with xlsxwriter.Workbook(file, {"in_memory": True}) as book:
        book.set_properties({"created": CREATED})
        _Returned(book, sheet_name).write(table, marks)
    return file.getvalue()


class _Returned:
    """Writes the marked rows, all of them as the text that was read."""

    def __init__(self, book: Any, sheet_name: str) -> None:
        self.sheet = book.add_worksheet(sheet_name)
        self.text = book.add_format({"num_format": "@"})
        self.bold = book.add_format({"bold": True})
        self.wrong = book.add_format({"num_format": "@", "bg_color": "#FDECEA"})
        self.words = book.add_format({"font_color": "#B3261E", "text_wrap": True})

    def write(self, table: SheetTable, marks: Marks) -> None:
        width = len(table.heading.cells)
        self.sheet.set_column(0, width - 1, 16, self.text)
        self.sheet.set_column(width, width, NOTES_WIDTH)
        self.sheet.freeze_panes(1, 0)
        self._line(0, table.heading.cells, {}, marks.title, self.bold)
        wanted = [row for row in table.rows if row.number in marks.rows]
        wrong = _by_row(marks)
        for place, row in enumerate(wanted, start=1):
            self._line(place, row.cells, wrong[row.number], marks.rows[row.number], None)

    def _line(
        self,
        place: int,
        cells: Sequence[str | None],
        wrong: Mapping[int, str],
        note: str,
        form: Any,
    ) -> None:
        for column, value in enumerate(cells):
            look = self.wrong if column in wrong else form or self.text
            if value or column in wrong:
                self.sheet.write_string(place, column, _safe(value), look)
            if column in wrong:
                self.sheet.write_comment(place, column, wrong[column], {"x_scale": 2})
        self.sheet.write_string(place, len(cells), _safe(note), form or self.words)


def _by_row(marks: Marks) -> Mapping[int, Mapping[int, str]]:
    wrong: dict[int, dict[int, str]] = defaultdict(dict)
    for (number, column), words in marks.cells.items():
        wrong[number][column] = words
    return wrong


def _safe(value: Value) -> str:
    return csv_text(value)[:CELL_LETTERS]
