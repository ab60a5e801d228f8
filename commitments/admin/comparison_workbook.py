"""The whole comparison of a list with the register as a workbook: every row and what it means."""

import tempfile
from collections.abc import Iterator, Mapping
from typing import IO, Any

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from commitments.admin.preview import VERDICTS
from commitments.models import ImportBatch
from core.sheets.writing import Column, write_workbook
from core.uploads.limits import CELL_LETTERS

_NOTHING: Mapping[str, str] = {}


def comparison_workbook(batch: ImportBatch) -> IO[bytes]:
    """Write it into a file that disappears when it is closed: one line for each field or fault."""
    columns = [
        Column(_("Row"), 8),
        Column(_("Result of the comparison"), 12),
        Column(_("Organisation"), 40),
        Column(_("Field")),
        Column(_("Old"), 30),
        Column(_("New"), 30),
        Column(_("Cell"), 10),
        Column(_("Column")),
        Column(pgettext("cell", "Value"), 30),
        Column(_("What is wrong"), 50),
        Column(_("What to do"), 50),
    ]
    file = tempfile.TemporaryFile()  # noqa: SIM115 -- the response closes it
    title = _("Comparison with the register")
    write_workbook(file, sheet_name=title, columns=columns, rows=_lines(batch), title=title)
    file.seek(0)
    return file


def _lines(batch: ImportBatch) -> Iterator[list[Any]]:
    labels = {verdict: str(label) for verdict, label in VERDICTS.items()}
    fields = ("number", "verdict", "name", "changes", "problems")
    rows = batch.rows.order_by("number", "pk").values_list(*fields)
    for number, verdict, name, changes, problems in rows.iterator():
        row = [number, labels[verdict], _fitting(name)]
        for change in changes or ([] if problems else [_NOTHING]):
            yield row + _texts(change, "field", "old", "new") + [None] * 5
        for problem in problems:
            told = _texts(problem, "cell", "heading", "value", "reason", "remedy")
            yield row + [None] * 3 + told


def _texts(values: Mapping[str, str], *keys: str) -> list[str | None]:
    return [_fitting(values.get(key)) for key in keys]


def _fitting(text: str | None) -> str | None:
    """What a cell holds of a text, and the mark that keeps it from being a formula."""
    return text[: CELL_LETTERS - 1] if text else None
