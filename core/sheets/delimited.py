"""Reading a CSV file, in the child process. No Django here."""

import csv
import io
from collections.abc import Iterator
from pathlib import Path

from core.sheets.faults import FaultInSheet, SheetFault
from core.sheets.grid import Grid
from core.uploads import limits
from core.uploads.encoding import Undecodable, encoding_of

DELIMITERS = ",;\t"


def read_csv(path: str) -> Grid:
    """Read the file; a row's number is the line on which it begins."""
    data = Path(path).read_bytes()
    try:
        text = data.decode(encoding_of(data))
    except Undecodable as error:
        raise FaultInSheet(SheetFault.UNDECODABLE, row=error.line) from error
    rows = list(records(text))
    width = max((len(cells) for _, cells in rows), default=0)
    if width > limits.FAR_COLUMN:
        raise FaultInSheet(SheetFault.TOO_MANY_COLUMNS)
    grid = Grid("", width)
    for number, cells in rows:
        grid.add(number, cells + [""] * (width - len(cells)))
    grid.check()
    return grid


def records(text: str) -> Iterator[tuple[int, list[str]]]:
    """Yield each row with its first line; an unpaired quotation mark is a fault.

    Read leniently, such a mark would swallow all rows after it into one cell.
    """
    csv.field_size_limit(limits.FILE_BYTES)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter_of(text), strict=True)
    start = 1
    try:
        for cells in reader:
            if cells:
                yield start, cells
            start = reader.line_num + 1
    except csv.Error as error:
        raise FaultInSheet(SheetFault.QUOTES, row=start) from error


def delimiter_of(text: str) -> str:
    """Take the delimiter that parts the heading most often; a comma if none does."""
    heading = next((line for line in io.StringIO(text) if line.strip()), "")
    return max(DELIMITERS, key=heading.count)
