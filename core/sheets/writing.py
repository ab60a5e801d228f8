"""Tables on their way out: CSV and XLSX in which no text can act as a formula.

What is written here and read again by `core.sheets.reading` gives the same text in every cell.
"""

import csv
import datetime as dt
import io
import itertools
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path
from types import MappingProxyType
from typing import BinaryIO, TypeGuard

import xlsxwriter
from django.utils import timezone
from xlsxwriter.format import Format

from core.sheets.cells import (
    EXACT_BELOW,
    MAY_BE_FORMULA,
    Value,
    date_text,
    neutral,
    number_text,
    plain,
)
from core.uploads.encoding import BOM_8
from core.uploads.limits import CELL_LETTERS

__all__ = ["Column", "Value", "csv_chunks", "neutral", "plain", "write_workbook"]

ROWS_PER_CHUNK = 500
# Equal content gives equal bytes, so that a file can be known by its hash.
CREATED = dt.datetime(2000, 1, 1)  # noqa: DTZ001 -- the format has no time zones
# Before March 1900 a workbook's calendar is wrong by a day.
FIRST_SAFE_DATE = dt.date(1900, 3, 1)
WRITTEN_AS_THEY_ARE = frozenset({int, dt.date, type(None)})


@dataclass(frozen=True)
class Column:
    """A column of a workbook; `code` keeps what people type in it from turning into a number."""

    heading: str
    width: float = 16
    code: bool = False


def csv_chunks(headings: Sequence[str], rows: Iterable[Sequence[Value]]) -> Iterator[bytes]:
    """Yield a CSV file piece by piece: UTF-8 with its mark, so that Excel reads it."""
    yield BOM_8
    remaining = itertools.chain([headings], rows)
    while chunk := list(itertools.islice(remaining, ROWS_PER_CHUNK)):
        text = io.StringIO(newline="")
        writer = csv.writer(text, lineterminator="\r\n")
        writer.writerows(map(csv_row, chunk))
        yield text.getvalue().encode()


def csv_row(row: Sequence[Value]) -> list[Value]:
    """Give the values as the csv module is to write them: most are written right as they are."""
    return [
        value
        if (kind := type(value)) in WRITTEN_AS_THEY_ARE
        or (kind is str and value[:1] not in MAY_BE_FORMULA)  # type: ignore[index]
        else csv_text(value)
        for value in row
    ]


def csv_text(value: Value) -> str:
    """Write a value as it stands in a CSV; numbers keep their sign and stay numbers."""
    if isinstance(value, str):
        return str(neutral(value))
    if isinstance(value, bool):
        return str(value).upper()
    if isinstance(value, int):
        return str(value)
    if isinstance(value, float | Decimal):
        return format(value, "f") if isinstance(value, Decimal) else number_text(value)
    if isinstance(value, dt.date):
        return date_text(timezone.make_naive(value) if is_aware(value) else value)
    return "" if value is None else str(neutral(str(value)))


def is_aware(value: dt.date) -> TypeGuard[dt.datetime]:
    """Tell moments that know their time zone; they are shown in the site's."""
    return isinstance(value, dt.datetime) and timezone.is_aware(value)


def write_workbook(
    target: Path | BinaryIO,
    *,
    sheet_name: str,
    columns: Sequence[Column],
    rows: Iterable[Sequence[Value]],
    title: str = "",
    facts: Mapping[str, int | str] = MappingProxyType({}),
) -> int:
    """Write a workbook of one sheet in constant memory and answer how many rows it has.

    The heading stays in sight, codes are text, and nothing tells when or by whom it was made.
    `facts` stand among the properties of the document.
    """
    destination = str(target) if isinstance(target, Path) else target
    number = 0
    with xlsxwriter.Workbook(destination, {"constant_memory": True}) as book:
        book.set_properties({"title": title, "created": CREATED})
        for name, fact in facts.items():
            book.set_custom_property(name, fact)
        sheet = SheetWriter(book, sheet_name, columns)
        for number, row in enumerate(rows, start=1):
            sheet.write(number, row)
    return number


class SheetWriter:
    """Writes one sheet of a workbook row by row, each value in its kind."""

    def __init__(
        self, book: xlsxwriter.Workbook, sheet_name: str, columns: Sequence[Column]
    ) -> None:
        self.sheet = book.add_worksheet(sheet_name)
        self.date_format = book.add_format({"num_format": "yyyy-mm-dd"})
        self.plain_format = book.add_format()
        self.code_format = book.add_format({"num_format": "@"})
        self.formats = [self.code_format if column.code else None for column in columns]
        heading_format = book.add_format({"bold": True})
        for place, column in enumerate(columns):
            self.sheet.set_column(place, place, column.width, self.formats[place])
            self.write_text(0, place, csv_text(str(column.heading)), heading_format)
        self.sheet.freeze_panes(1, 0)

    def write(self, number: int, row: Sequence[Value]) -> None:
        """Write one row, which must be as long as there are columns."""
        for place, (value, form) in enumerate(zip(row, self.formats, strict=True)):
            if value is not None:
                self.write_cell(number, place, value, form)

    def write_cell(self, number: int, place: int, value: Value, form: Format | None) -> None:
        """Write one cell; codes and numbers that would be rounded become text."""
        if form is self.code_format:
            self.write_text(number, place, csv_text(value), form)
        elif isinstance(value, bool):
            self.sheet.write_boolean(number, place, value)
        elif isinstance(value, int | float | Decimal) and -EXACT_BELOW < value < EXACT_BELOW:
            self.sheet.write_number(number, place, value)
        elif type(value) is dt.date and value >= FIRST_SAFE_DATE:
            self.sheet.write_datetime(number, place, value, self.date_format)
        else:
            self.write_text(number, place, csv_text(value), form)

    def write_text(self, number: int, place: int, text: str, form: Format | None) -> None:
        """Write text; XlsxWriter would leave out what is too long without a word."""
        if len(text) > CELL_LETTERS:
            raise ValueError(f"Row {number + 1}: a cell holds at most {CELL_LETTERS} characters.")
        if text.startswith("<r>") and text.endswith("</r>"):
            # XlsxWriter takes such text for its own markup and writes it unescaped: whoever may
            # type a name could write cells. In two pieces, each is escaped.
            pieces = ("<", self.plain_format, text[1:], form or self.plain_format)
            self.sheet.write_rich_string(number, place, *pieces)
        else:
            self.sheet.write_string(number, place, text, form)
