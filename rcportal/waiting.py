"""What waits for somebody in all apps together, for the desk and the workplace."""

import datetime as dt
from collections.abc import Callable
from typing import Any, Final

from commitments.queries import representatives, waiting
from core.waiting import Waiting
from reports.queries.report.waiting import reports_waiting_for
from workgroups import queries as workgroups

SOURCES: Final[tuple[Callable[[Any, dt.datetime], list[Waiting]], ...]] = (
    workgroups.waiting_for,
    workgroups.reviews_waiting_for,
    reports_waiting_for,
    waiting.waiting_for,
    representatives.texts_waiting_for,
)


def waits_for(user: Any, at: dt.datetime) -> list[Waiting]:
    """Give what the user can take a step on: what is urgent first, then by the last day."""
    return sorted((each for source in SOURCES for each in source(user, at)), key=_first_first)


def _first_first(each: Waiting) -> tuple[bool, dt.date]:
    return (not each.is_urgent, each.due_on or dt.date.max)
