"""The rows of one table as the child process gathers them, and their way to the parent.

A table travels as one line of JSON and then one text in which NUL parts the cells: joining and
splitting 750,000 cells takes a third of the time that JSON would. No cell may hold a NUL itself.
No Django here.
"""

import json
from collections.abc import Iterator, Sequence

from core.sheets.cells import SCIENTIFIC, address, plain
from core.sheets.faults import FaultInSheet, SheetFault
from core.uploads import limits

BLANK = "\0 \t\r\n\v\f\u00a0\u3000"
OLD_ERRORS = ("#N/A", "#REF!", "#VALUE!", "#NAME?", "#DIV/0!", "#NUM!", "#NULL!")
NEW_ERRORS = ("#SPILL!", "#CALC!", "#FIELD!", "#BLOCKED!", "#CONNECT!", "#GETTING_DATA")
ERROR_TEXTS = frozenset(OLD_ERRORS + NEW_ERRORS)
Place = tuple[int, int]


class Grid:
    """Takes rows of equal width; leaves out blank ones; notes errors and damaged numbers."""

    def __init__(self, name: str, width: int) -> None:
        self.name = name
        self.width = width
        self.rows: list[str] = []
        self.damaged: list[Place] = []
        self.errors: dict[Place, str] = {}

    def add(self, number: int, cells: list[str]) -> None:
        """Take one row; `cells` must be as wide as the grid."""
        joined = "\0".join(cells)
        if joined.count("\0") != self.width - 1 or len(joined) > limits.CELL_LETTERS:
            check_cells(number, cells)
        if "#" in joined or "E+" in joined or "'" in joined:
            self.look_closely(number, cells)
            joined = "\0".join(cells)
        if not joined.strip(BLANK) and not self.has_error(number):
            return
        if len(self.rows) > limits.ROWS:
            raise FaultInSheet(SheetFault.TOO_MANY_ROWS)
        self.rows.append(f"{number}\0{joined}")

    def look_closely(self, number: int, cells: list[str]) -> None:
        """Take out guard apostrophes and error texts and note damaged codes."""
        for column, text in enumerate(cells):
            if text in ERROR_TEXTS:
                self.errors[number, column] = text
                cells[column] = ""
            elif text.startswith("'"):
                cells[column] = plain(text)
            elif "E+" in text and SCIENTIFIC.fullmatch(text):
                self.damaged.append((number, column))

    def has_error(self, number: int) -> bool:
        """Tell if an error stands in a row that is blank otherwise."""
        return any((number, column) in self.errors for column in range(self.width))

    def check(self) -> None:
        """Refuse a table without rows under its heading."""
        if not self.rows:
            raise FaultInSheet(SheetFault.EMPTY_SHEET if self.name else SheetFault.EMPTY)
        if len(self.rows) == 1:
            line = int(self.rows[0].split("\0", 1)[0])
            raise FaultInSheet(SheetFault.NO_ROWS, row=line)

    def pack(self) -> bytes:
        """Write the table for the parent process."""
        head = {
            "name": self.name,
            "width": self.width,
            "damaged": self.damaged,
            "errors": [[*place, text] for place, text in self.errors.items()],
        }
        return json.dumps(head).encode() + b"\n" + "\0".join(self.rows).encode()


def check_cells(number: int, cells: Sequence[str]) -> None:
    """Refuse a row with a NUL or with more text in a cell than a workbook may hold."""
    for column, text in enumerate(cells):
        if "\0" in text:
            raise FaultInSheet(SheetFault.NUL_CELL, cell=address(number, column))
        if len(text) > limits.CELL_LETTERS:
            raise FaultInSheet(SheetFault.LONG_CELL, cell=address(number, column))


def unpack(body: bytes, width: int) -> Iterator[tuple[int, list[str | None]]]:
    """Yield the rows that `Grid.pack` has written, empty cells as None."""
    flat: list[str] = body.decode().split("\0")
    for start in range(0, len(flat), width + 1):
        cells = [text or None for text in flat[start + 1 : start + 1 + width]]
        yield int(flat[start]), cells
