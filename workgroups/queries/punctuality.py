"""How punctual the documents of a year were, and which documents stand behind each number.

For the secretariat alone: groups are never ranked in public.
"""

import datetime as dt
from dataclasses import dataclass
from typing import Final

from django.db.models import Count
from django.utils import timezone

from core.enums import Outcome
from workgroups.enums import DocumentKind, Punctual
from workgroups.models import Body, Decision, Year
from workgroups.queries.duties import Duty, duties_of
from workgroups.queries.standing import first_hand_ins, is_late

KINDS: Final = (DocumentKind.PLAN, DocumentKind.SHEET, DocumentKind.SUMMARY)


@dataclass(frozen=True)
class DueDocument:
    """A document whose last day has passed, or that was handed in before it.

    `came_on` is the day of its first hand-in, None until then; `returns` tells how often it was
    returned; `measures` are the columns of the table that count it.
    """

    duty: Duty
    last_day: dt.date
    came_on: dt.date | None
    returns: int
    measures: frozenset[Punctual]


@dataclass(frozen=True)
class Line:
    """The counts of one kind of document, measure by measure; due = on time + late + missing."""

    kind: DocumentKind
    counts: dict[Punctual, int]


def due_documents(year: Year, *, at: dt.datetime) -> list[DueDocument]:
    """Give the documents that the nine groups owed by the moment, group by group: four queries."""
    duties = duties_of(Body.objects.working_groups(), year, at=at)
    first, returns = first_hand_ins(year), _returns(year)
    today = timezone.localdate(at)
    every = (_due(duty, first, returns, today) for of_body in duties.values() for duty in of_body)
    return [each for each in every if each]


def lines_of(documents: list[DueDocument]) -> list[Line]:
    """Count the documents, kind by kind."""
    return [
        Line(
            kind,
            {
                measure: sum(
                    each.duty.kind == kind and measure in each.measures for each in documents
                )
                for measure in Punctual
            },
        )
        for kind in KINDS
    ]


def counted_by(
    documents: list[DueDocument], kind: DocumentKind, measure: Punctual
) -> list[DueDocument]:
    """Give the documents behind one number of the table."""
    return [each for each in documents if each.duty.kind == kind and measure in each.measures]


def _returns(year: Year) -> dict[int, int]:
    rows = Decision.objects.filter(version__document__year=year, outcome=Outcome.RETURNED)
    return dict(rows.values_list("version__document").annotate(count=Count("pk")))


def _due(
    duty: Duty, first: dict[int, dt.date], returns: dict[int, int], today: dt.date
) -> DueDocument | None:
    """Give the document with all that counts it; None for one that is neither due nor here."""
    window = duty.year.window(duty.kind, duty.quarter)
    assert window is not None  # noqa: S101 -- what is owed has a window: `Year.window`
    pk = duty.document.pk if duty.document else 0
    came_on, times = first.get(pk), returns.get(pk, 0)
    if came_on is None and window.due_on >= today:
        return None
    measures = {Punctual.DUE, _arrival(duty, first, came_on)}
    if times:
        measures.add(Punctual.RETURNED)
    if duty.is_met:
        measures.add(Punctual.ACCEPTED)
    return DueDocument(duty, window.due_on, came_on, times, frozenset(measures))


def _arrival(duty: Duty, first: dict[int, dt.date], came_on: dt.date | None) -> Punctual:
    if came_on is None:
        return Punctual.MISSING
    return Punctual.LATE if is_late(duty, first) else Punctual.ON_TIME
