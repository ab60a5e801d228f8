"""What the editors' templates ask of the parts of a document."""

import datetime as dt
from dataclasses import dataclass

from django import template

from core.editing import Choices, EditPart
from workgroups.enums import Measure
from workgroups.models.contents import Amount, Item
from workgroups.services.editing import day_offered as offered
from workgroups.services.splitting import clauses

register = template.Library()


@dataclass(frozen=True)
class AmountRow:
    """A row of a number and what it counts; `goal` is the number that was planned."""

    place: str
    shape: Amount
    choices: Choices
    faults: list[str]
    goal: str = ""


@register.filter
def clause_count(item: Item) -> int:
    """Count the tasks of the sentence an item was pasted as."""
    return len(clauses(item.source_text))


@register.filter
def day_offered(item: Item, year: int) -> dt.date:
    """Give the last day that one click fills in."""
    return offered(item, year)


@register.simple_tag
def amount_rows(
    amounts: list[EditPart], place: str, targets: list[dict[str, object]] | None = None
) -> list[AmountRow]:
    """Give the rows there are, rows for planned numbers that have none yet, and an empty one."""
    rows = [_row(place, number, part) for number, part in enumerate(amounts, 1)]
    goals = {str(each["measure"]): str(each["value"]) for each in targets or []}
    rows = [_with_goal(row, goals.pop(row.shape.measure, "")) for row in rows]
    for measure, goal in goals.items():
        rows.append(_blank(place, len(rows) + 1, measure, goal))
    return [*rows, _blank(place, len(rows) + 1)]


def _row(place: str, number: int, part: EditPart) -> AmountRow:
    shape = part.shape
    assert isinstance(shape, Amount)  # noqa: S101 -- the caller's fields say so
    return AmountRow(f"{place}/{number}", shape, Measure.choices, list(part.faults))


def _with_goal(row: AmountRow, goal: str) -> AmountRow:
    return AmountRow(row.place, row.shape, row.choices, row.faults, goal)


def _blank(place: str, number: int, measure: str = "", goal: str = "") -> AmountRow:
    return AmountRow(f"{place}/{number}", Amount(measure=measure), Measure.choices, [], goal)
