"""Lists as the reader gives them, without a file: for tests of what comes after the reading."""

import datetime as dt
from collections.abc import Mapping, Sequence
from zoneinfo import ZoneInfo

from commitments.services.importing.plan import Plan, Verdict, make_plan
from commitments.tests.workbooks.lists import HEADINGS, Line, line_of
from core.sheets.cells import address
from core.sheets.reading import Row, SheetTable

NOON = dt.datetime(2026, 3, 2, 12, tzinfo=ZoneInfo("Asia/Shanghai"))
TODAY = NOON.date()
COLUMN = {heading: address(1, place)[:-1] for place, heading in enumerate(HEADINGS)}


def line(name: str, code: str = "", **values: object) -> Line:
    """Give a good line about an organisation in 山东; `values` by heading."""
    return line_of(0, name, code, "山东", "烟台") | {"证书编号": ""} | values


def table(
    lines: Sequence[Line],
    headings: Sequence[str] = HEADINGS,
    *,
    damaged: Sequence[tuple[int, int]] = (),
    errors: Mapping[tuple[int, int], str] | None = None,
) -> SheetTable:
    """Give the lines as a sheet with its headings in row 1."""
    rows = [
        Row(number, [str(each.get(heading, "")) or None for heading in headings])
        for number, each in enumerate(lines, start=2)
    ]
    return SheetTable("名录", Row(1, list(headings)), rows, frozenset(damaged), dict(errors or {}))


def plan_of(lines: Sequence[Line], *, at: dt.datetime = NOON) -> Plan:
    """Give the plan for the lines."""
    return make_plan(table(lines), at=at)


def verdicts(plan: Plan) -> list[Verdict]:
    """Give the verdicts in the order of the rows."""
    return [entry.verdict for entry in plan.entries]


def problems(plan: Plan) -> list[tuple[str, str]]:
    """Give cell and reason of every problem."""
    return [
        (problem.cell, problem.reason) for entry in plan.entries for problem in entry.row.problems
    ]


def changes(plan: Plan) -> list[list[tuple[str, object, object]]]:
    """Give the changes of every row."""
    return [list(entry.changes) for entry in plan.entries]
