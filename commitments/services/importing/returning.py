"""The refused rows of a list, back in the workbook they came in, each with its reason."""

import re
from typing import Final

from django.utils.translation import gettext as _

from commitments.models import ImportBatch
from commitments.services.importing.batches import SHEET
from commitments.services.importing.plan import Verdict
from core.sheets.reading import read_table
from core.sheets.returning import Marks, TooMuchToMark, marked_copy, rows_in_a_workbook
from core.uploads.guard import check_upload

_CELL: Final = re.compile(r"([A-Z]+)(\d+)")


def has_refused_rows(batch: ImportBatch) -> bool:
    """Tell whether the list is still there and some of its rows are refused."""
    return batch.refused > 0 and bool(batch.content)


def returned(batch: ImportBatch) -> tuple[str, bytes]:
    """Give name and content of a workbook in which the refused rows say what is wrong with them.

    A workbook comes back as it was sent, with the cells coloured, a comment at each and a last
    column that sums up; the filter shows the refused rows alone. Of a CSV, and of what is too large
    for a copy, the refused rows come in a new workbook. Both may be mended and uploaded again.
    """
    data, marks = bytes(batch.content or b""), _marks(batch)
    stem = batch.file_name.rpartition(".")[0]
    name = _("%(file)s - refused rows.xlsx") % {"file": stem}
    kind = check_upload(batch.file_name, data)
    if kind == "xlsx":
        try:
            return name, marked_copy(data, marks, sheet_name=SHEET)
        except TooMuchToMark:
            pass
    table = read_table(data, kind=kind, sheet_name=SHEET)
    return name, rows_in_a_workbook(table, marks, sheet_name=SHEET)


def _marks(batch: ImportBatch) -> Marks:
    cells: dict[tuple[int, int], str] = {}
    rows: dict[int, str] = {}
    refused = batch.rows.filter(verdict=Verdict.REFUSED).order_by("number")
    for number, problems in refused.values_list("number", "problems").iterator():
        rows[number] = "\n".join(
            f"{problem['cell']} {problem['heading']}：{_said(problem)}" for problem in problems
        )
        for problem in problems:
            place = _place(problem["cell"])
            cells[place] = "\n".join(filter(None, [cells.get(place), _said(problem)]))
    return Marks(cells, rows, batch.report["heading_row"], _("What has to be mended"))


def _said(problem: dict[str, str]) -> str:
    return f"{problem['reason']}{problem['remedy']}"


def _place(cell: str) -> tuple[int, int]:
    """Read "C17" as row 17, column 2."""
    found = _CELL.fullmatch(cell)
    assert found is not None  # noqa: S101 -- written by core.sheets.cells.address
    column = 0
    for letter in found[1]:
        column = column * 26 + ord(letter) - ord("A") + 1
    return int(found[2]), column - 1
