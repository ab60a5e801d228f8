"""The report of a plan, as `ImportBatch.report` keeps it and the admin shows it."""

from collections import Counter
from typing import Any, Final

from commitments.services.importing.headings import COLUMNS
from commitments.services.importing.meanings import MeaningsUnclear
from commitments.services.importing.plan import Entry, Plan, Verdict

MOST_OF_A_VERDICT: Final = 500
MOST_REFUSED: Final = 2_000


def report_of(plan: Plan) -> dict[str, Any]:
    """Give the report as JSON, in the language that is active now.

    {"rows": [{"row": 17,                     # number of the row in the sheet, of the line in a CSV
               "name": "…",                   # as the row has it, "" where it has none
               "verdict": "accepted",         # or "changed", "unchanged", "refused"
               "changes": [{"field": "市", "old": "", "new": "烟台"}],
               "problems": [{"cell": "C17", "heading": "…", "value": "…",
                             "reason": "…", "remedy": "…"}]}],
     "heading_row": 1,
     "columns": [{"place": 0, "letter": "A", "heading": "企业名称", "samples": ["…"],
                  "key": "name", "is_guess": False}],
     "warnings": ["…"],                       # whole sentences that name headings and rows
     "doubles": [{"row": 17, "sentence": "…", "records": "12-15"}],  # what may be one organisation
     "ignored": ["…"],                        # headings of columns the portal does not know
     "touched": ["…"],                        # of a partial list: the headings it may change
     "omitted": [{"row": 17, "name": "…"}],   # rows that a person left out when confirming
     "left_out": {"unchanged": 25500}}        # verdict: how many rows are not in "rows"

    `rows` are in the order of the sheet: at most 2,000 refused and 500 of each other verdict.
    `changes` of an accepted row are those of an organisation that the register knew before.
    """
    room = Counter(dict.fromkeys(Verdict, MOST_OF_A_VERDICT))
    room[Verdict.REFUSED] = MOST_REFUSED
    rows = []
    for entry in plan.entries:
        room[entry.verdict] -= 1
        if room[entry.verdict] >= 0:
            rows.append(_row(entry, plan))
    return {
        "rows": rows,
        "heading_row": plan.layout.row,
        "columns": [column.as_json() for column in plan.columns],
        "warnings": plan.warnings,
        "doubles": plan.doubles.as_json(),
        "ignored": list(plan.layout.ignored),
        "touched": plan.touched,
        "omitted": [
            {"row": entry.row.number, "name": entry.row.name or ""} for entry in plan.left_out
        ],
        "left_out": {verdict.value: -left for verdict, left in room.items() if left < 0},
    }


def report_of_unclear(fault: MeaningsUnclear) -> dict[str, Any]:
    """Give what a person is asked where the columns are not clear: `columns` as in `report_of`."""
    return {
        "sentence": str(fault),
        "heading_row": fault.row,
        "columns": [column.as_json() for column in fault.columns],
    }


def _row(entry: Entry, plan: Plan) -> dict[str, Any]:
    return {
        "row": entry.row.number,
        "name": entry.row.name or "",
        "verdict": entry.verdict.value,
        "changes": [
            {
                "field": COLUMNS[key].label,
                "old": plan.shown(key, old),
                "new": plan.shown(key, new),
            }
            for key, old, new in entry.changes
        ],
        "problems": [problem.as_json() for problem in entry.row.problems],
    }
