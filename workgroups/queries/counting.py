"""What the groups planned and reported for a year, line by line: for statistics."""

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass

from workgroups.enums import DocumentKind, ItemState
from workgroups.models import Body, PlanItem, Proof, SummaryLine
from workgroups.queries.public import PublicItem, accepted_progress, public_year


@dataclass(frozen=True)
class Work:
    """One line of a published plan or summary.

    `grade` is the secretariat's where there is one, else the group's own; `status`, `is_carried`
    and `has_evidence` are those of plan items; `is_planned` tells of lines of a summary, and is not
    known where no plan of the year is public.
    """

    said_in: DocumentKind
    body: Body
    position: int
    title: str
    kind: str
    grade: str
    status: str = ""
    is_carried: bool = False
    is_planned: bool | None = True
    has_evidence: bool = False


def work_of(year: int, *, on: dt.date) -> Iterator[Work]:
    """Yield the lines of all plans and summaries of the nine groups that are public on the day."""
    proven = _proven_items(year)
    for body in Body.objects.working_groups():
        found = public_year(body, year, on=on)
        for place, item in enumerate(found.items, start=1):
            yield _planned(body, place, item, has_evidence=item.item.pk in proven)
        for place, line in enumerate(found.lines, start=1):
            yield _reported(body, place, line, has_plan=found.plan is not None)


def _planned(body: Body, place: int, shown: PublicItem, *, has_evidence: bool) -> Work:
    item = shown.item
    return Work(
        said_in=DocumentKind.PLAN,
        body=body,
        position=place,
        title=item.title,
        kind=item.kind,
        grade=_grade(shown.line) if shown.line else "",
        status=shown.status,
        is_carried=item.state == ItemState.CARRIED,
        has_evidence=has_evidence,
    )


def _reported(body: Body, place: int, line: SummaryLine, *, has_plan: bool) -> Work:
    return Work(
        said_in=DocumentKind.SUMMARY,
        body=body,
        position=place,
        title=line.title,
        kind=line.kind,
        grade=_grade(line),
        is_planned=line.item_id is not None if has_plan else None,
    )


def _grade(line: SummaryLine) -> str:
    return line.secretariat_grade or line.own_grade


def _proven_items(year: int) -> set[int]:
    """Give the items behind whose accepted progress evidence stands: one query."""
    accepted = accepted_progress().filter(item__in=PlanItem.objects.filter(year=year))
    return set(Proof.objects.filter(progress__in=accepted).values_list("progress__item", flat=True))
