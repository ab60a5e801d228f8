"""How punctual the documents of a year were: for statistics and the annual report."""

import datetime as dt
from collections import Counter
from dataclasses import dataclass

from django.db.models import Count
from django.utils import timezone

from core.enums import Outcome
from workgroups.enums import DocumentKind
from workgroups.models import Body, Decision, Year
from workgroups.queries.duties import Duty, duties_of
from workgroups.queries.standing import first_hand_ins, is_late


@dataclass(frozen=True)
class Punctuality:
    """What became of the documents of one kind that were due by a day.

    `owed` = `on_time` + `late` + `missing`; `returned` counts documents that were returned at least
    once, `returns` how often; `accepted` may be less than what was handed in.
    """

    kind: str
    owed: int
    on_time: int
    late: int
    missing: int
    returned: int
    returns: int
    accepted: int


def punctuality_of(year: int, *, at: dt.datetime) -> list[Punctuality]:
    """Give the punctuality of the nine groups in the year, kind by kind: four queries.

    Counted are documents whose last day had passed at the moment, or that were handed in before.
    Empty for a year that is no year of work.
    """
    found = Year.objects.filter(year=year).first()
    if found is None:
        return []
    duties = duties_of(Body.objects.working_groups(), found, at=at)
    first = first_hand_ins(found)
    returns = dict(
        Decision.objects.filter(version__document__year=found, outcome=Outcome.RETURNED)
        .values_list("version__document")
        .annotate(count=Count("pk"))
    )
    every = [duty for of_body in duties.values() for duty in of_body]
    return [
        _counted(kind, [duty for duty in every if duty.kind == kind], first, returns, at)
        for kind in (DocumentKind.PLAN, DocumentKind.SHEET, DocumentKind.SUMMARY)
    ]


def _counted(
    kind: DocumentKind,
    duties: list[Duty],
    first: dict[int, dt.date],
    returns: dict[int, int],
    at: dt.datetime,
) -> Punctuality:
    today = timezone.localdate(at)
    seen: Counter[str] = Counter()
    for duty in duties:
        pk = duty.document.pk if duty.document else 0
        window = duty.year.window(duty.kind, duty.quarter)
        if pk in first:
            seen["late" if is_late(duty, first) else "on_time"] += 1
        elif window and window.due_on < today:
            seen["missing"] += 1
        seen["returned"] += pk in returns
        seen["returns"] += returns.get(pk, 0)
        seen["accepted"] += duty.is_met
    counts = {
        name: seen[name]
        for name in Punctuality.__dataclass_fields__
        if name not in ("kind", "owed")
    }
    owed = seen["on_time"] + seen["late"] + seen["missing"]
    return Punctuality(kind=kind, owed=owed, **counts)
