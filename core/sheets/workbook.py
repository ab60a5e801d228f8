"""Reading one sheet of an Excel workbook, in the child process. No Django here."""

import datetime as dt
from collections.abc import Sequence
from typing import Any

from python_calamine import (
    CalamineSheet,
    CalamineWorkbook,
    SheetMetadata,
    SheetTypeEnum,
    SheetVisibleEnum,
)

from core.sheets.cells import EXACT_BELOW, date_text, is_damaged, number_text
from core.sheets.errors import error_cells
from core.sheets.faults import FaultInSheet, SheetFault
from core.sheets.grid import Grid
from core.uploads import limits


def read_workbook(path: str, sheet_name: str | None) -> Grid:
    """Read the sheet of that name, or else the only one that can be seen."""
    with CalamineWorkbook.from_path(path) as workbook:
        index = chosen_sheet(workbook.sheets_metadata, sheet_name)
        sheet = workbook.get_sheet_by_index(index)
    return read_sheet(sheet, error_cells(path, sheet.name))


def chosen_sheet(sheets: Sequence[SheetMetadata], wanted: str | None) -> int:
    """Answer the place of the sheet to read, or refuse and list the names."""
    tables = [i for i, sheet in enumerate(sheets) if sheet.typ == SheetTypeEnum.WorkSheet]
    visible = [i for i in tables if sheets[i].visible == SheetVisibleEnum.Visible]
    named = [i for i in tables if wanted and sheets[i].name.strip() == wanted]
    if named:
        if named[0] not in visible:
            raise FaultInSheet(SheetFault.HIDDEN_SHEET, sheet=sheets[named[0]].name)
        return named[0]
    if len(visible) == 1:
        return visible[0]
    if not visible:
        raise FaultInSheet(SheetFault.NO_SHEET)
    names = [sheets[i].name for i in visible]
    if wanted:
        raise FaultInSheet(SheetFault.OTHER_SHEETS, sheets=names, wanted=wanted)
    raise FaultInSheet(SheetFault.SEVERAL_SHEETS, sheets=names)


def read_sheet(sheet: CalamineSheet, errors: dict[tuple[int, int], str]) -> Grid:
    """Turn the sheet's values into text, each at its true address."""
    if sheet.start is None or sheet.end is None:
        raise FaultInSheet(SheetFault.EMPTY_SHEET)
    last_row, last_column = sheet.end
    if last_row >= limits.FAR_ROW:
        raise FaultInSheet(SheetFault.TOO_MANY_ROWS)
    if last_column >= limits.FAR_COLUMN:
        raise FaultInSheet(SheetFault.TOO_MANY_COLUMNS)
    grid = Grid(sheet.name, last_column + 1)
    grid.errors.update(place for place in errors.items() if place[0][1] < grid.width)
    # The rows begin with the sheet's first, but each row with the first column in use.
    margin = [""] * sheet.start[1]
    for number, values in enumerate(sheet.iter_rows(), start=1):
        cells: list[Any] = [*margin, *values]
        for column, value in enumerate(cells):
            if type(value) is not str:
                cells[column] = text_of(value, grid, number, column)
        grid.add(number, cells)
    grid.check()
    return grid


def text_of(value: object, grid: Grid, number: int, column: int) -> str:
    """Write one value as text and note a number that has lost digits."""
    if type(value) is float and value.is_integer() and abs(value) < EXACT_BELOW:
        return str(int(value))
    if isinstance(value, bool):
        return str(value).upper()
    if isinstance(value, int | float):
        if is_damaged(value):
            grid.damaged.append((number, column))
        return number_text(value)
    if isinstance(value, dt.date | dt.time | dt.timedelta):
        return date_text(value)
    return str(value)
