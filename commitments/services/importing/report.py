"""What is kept of a plan: the report of `ImportBatch.report`, and one `ImportRow` for each row."""

import json
from collections.abc import Iterator
from typing import Any, Final

from commitments.models import ImportBatch, ImportRow
from commitments.services import lots
from commitments.services.importing import staging
from commitments.services.importing.headings import COLUMNS
from commitments.services.importing.meanings import MeaningsUnclear
from commitments.services.importing.plan import Entry, Plan, Verdict

_COLUMNS: Final = ("batch_id", "number", "name", "verdict", "changes", "problems")


def report_of(plan: Plan) -> dict[str, Any]:
    """Give the report as JSON, in the language that is active now.

    {"heading_row": 1,
     "columns": [{"place": 0, "letter": "A", "heading": "企业名称", "samples": ["…"],
                  "key": "name", "is_guess": False}],
     "warnings": ["…"],                       # whole sentences that name headings and rows
     "doubles": [{"row": 17, "sentence": "…", "records": "12-15"}],  # what may be one organisation
     "ignored": ["…"],                        # headings of columns the portal does not know
     "touched": ["…"],                        # of a partial list: the headings it may change
     "omitted": [{"row": 17, "name": "…"}]}   # rows that a person left out when confirming
    """
    return {
        "heading_row": plan.layout.row,
        "columns": [column.as_json() for column in plan.columns],
        "warnings": plan.warnings,
        "doubles": plan.doubles.as_json(),
        "ignored": list(plan.layout.ignored),
        "touched": plan.touched,
        "omitted": [
            {"row": entry.row.number, "name": entry.row.name or ""} for entry in plan.left_out
        ],
    }


def report_of_unclear(fault: MeaningsUnclear) -> dict[str, Any]:
    """Give what a person is asked where the columns are not clear: `columns` as in `report_of`."""
    return {
        "sentence": str(fault),
        "heading_row": fault.row,
        "columns": [column.as_json() for column in fault.columns],
    }


def note(batch: ImportBatch, plan: Plan) -> None:
    """Note digest, report and counts of the plan on the batch; the caller saves."""
    batch.plan_digest, batch.report = plan.digest, report_of(plan)
    for verdict in Verdict:
        setattr(batch, verdict.value, plan.counts[verdict])


def keep_rows(batch: ImportBatch, plan: Plan | None) -> None:
    """Keep what the plan says of each row, in the active language, instead of what was kept before.

    `changes` of an accepted row are those of an organisation that the register knew before. Of no
    plan there are no rows.
    """
    ImportRow.objects.filter(batch=batch).delete()
    if plan is not None:
        staging.insert(ImportRow, _COLUMNS, _rows(batch, plan))


def forget_left_out(batch: ImportBatch, plan: Plan) -> None:
    """Forget what was said of the rows that a person left out; the report names them."""
    numbers = [entry.row.number for entry in plan.left_out]
    ImportRow.objects.filter(batch=batch, number__in=lots.among_ids(numbers)).delete()


def _rows(batch: ImportBatch, plan: Plan) -> Iterator[tuple[Any, ...]]:
    for entry in plan.entries:
        row = entry.row
        changes = _json(_changes(entry, plan))
        problems = _json([problem.as_json() for problem in row.problems])
        yield batch.pk, row.number, row.name or "", entry.verdict.value, changes, problems


def _changes(entry: Entry, plan: Plan) -> list[dict[str, str]]:
    return [
        {"field": COLUMNS[key].label, "old": plan.shown(key, old), "new": plan.shown(key, new)}
        for key, old, new in entry.changes
    ]


def _json(value: list[dict[str, str]]) -> str:
    return json.dumps(value, ensure_ascii=False)
