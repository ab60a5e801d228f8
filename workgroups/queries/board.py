"""The board: nine groups beside what they owe in a year, what is at risk, where help is wanted.

The secretariat sees all of it. An officer sees all of the own body, of the others what was accepted
and the difficulties they chose to share. The order is the committee's; nobody is ranked.
"""

import datetime as dt
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.db.models import F, OuterRef, Q, QuerySet, Subquery

from workgroups import rules
from workgroups.enums import (
    ACCEPTED_STATES,
    DutyStatus,
    ItemState,
    ProgressStatus,
    YearState,
)
from workgroups.models import Body, PlanItem, Progress, Year
from workgroups.models.submission import title_of
from workgroups.models.year import OWED
from workgroups.queries.public import accepted_progress
from workgroups.queries.standing import Stand, stands_of
from workgroups.queries.workdays import workdays

TROUBLED = (ProgressStatus.AT_RISK, ProgressStatus.DELAYED)


@dataclass(frozen=True)
class Cell:
    """A document of a group on the board; `href` is "" where the reader may not open it."""

    title: str
    stand: Stand | None  # None: not for this reader
    href: str


@dataclass(frozen=True)
class Row:
    """A group with its documents and the counts of its items."""

    body: Body
    cells: list[Cell]
    done: int
    items: int
    is_own: bool


@dataclass(frozen=True)
class Trouble:
    """An item that is at risk, delayed, or for which help is wanted, as last reported."""

    progress: Progress
    href: str


@dataclass(frozen=True)
class Board:
    """Everything the board shows of a year to one reader."""

    year: Year
    years: list[int]
    titles: list[str]
    rows: list[Row]
    help_wanted: list[Trouble]
    at_risk: list[Trouble]
    sees_all: bool

    @property
    def counts(self) -> list[tuple[DutyStatus, int]]:
        """How many documents stand how, in the order of the statuses."""
        stands = [cell.stand for row in self.rows for cell in row.cells if cell.stand]
        found = Counter(stand.status for stand in stands)
        return [(status, found[status]) for status in DutyStatus if found[status]]


def board_of(year: Year, user: Any, *, at: dt.datetime) -> Board:
    """Give the board of the year for the reader."""
    bodies = list(Body.objects.working_groups())
    own = rules.bodies_of(user)
    sees_all = rules.reads_all_submissions(user)
    stands = stands_of(bodies, year, at=at, days=workdays())
    items = _items(year)
    troubles = [
        Trouble(row, _href(row.version.document, user, own, sees_all=sees_all))
        for row in _last_reported(year, own, sees_all=sees_all)
    ]
    return Board(
        year=year,
        years=list(Year.objects.order_by("-year").values_list("year", flat=True)),
        titles=[title_of(kind, quarter) for kind, quarter in OWED],
        rows=[
            Row(
                body,
                [_cell(stand, user, own, sees_all=sees_all) for stand in stands[body.pk]],
                *_counted(items.get(body.pk, []), sees_all=sees_all or body.pk in own),
                is_own=body.pk in own,
            )
            for body in bodies
        ],
        help_wanted=[each for each in troubles if each.progress.needs_help],
        at_risk=[each for each in troubles if each.progress.status in TROUBLED],
        sees_all=sees_all,
    )


def latest_year() -> Year | None:
    """Give the year the board opens with: the last one that has begun to be worked on."""
    return Year.objects.filter(state=YearState.OPEN).order_by("year").first() or (
        Year.objects.order_by("-year").first()
    )


def _cell(stand: Stand, user: Any, own: Iterable[int], *, sees_all: bool) -> Cell:
    duty = stand.duty
    if not (sees_all or duty.body.pk in own or duty.is_met):
        return Cell(duty.title, None, "")
    return Cell(duty.title, stand, _href(duty.document, user, own, sees_all=sees_all))


def _href(document: Any, user: Any, own: Iterable[int], *, sees_all: bool) -> str:
    """Give the document's page, as far as `Submission.objects.visible_to` has it."""
    if document is None:
        return ""
    is_seen = (
        document.body_id in own
        or (sees_all and document.current_version_id)
        or (rules.bodies_led_or_served_by(user) and document.state in ACCEPTED_STATES)
    )
    return document.get_absolute_url() if is_seen else ""


def _items(year: Year) -> dict[int, list[tuple[str, str | None]]]:
    """Give (state, status last accepted) of every item that was not dropped, by its body."""
    reported = accepted_progress().filter(item=OuterRef("pk"))
    status = reported.order_by("-quarter", "-recorded_at", "-pk").values("status")[:1]
    rows = PlanItem.objects.filter(year=year.year).exclude(state=ItemState.DROPPED)
    found: dict[int, list[tuple[str, str | None]]] = {}
    for body, state, accepted in rows.values_list("body", "state", Subquery(status)):
        found.setdefault(body, []).append((state, accepted))
    return found


def _counted(items: list[tuple[str, str | None]], *, sees_all: bool) -> tuple[int, int]:
    """Give (done, all): by what was handed in, or for others by what was accepted."""
    done = (
        state == ItemState.DONE if sees_all else accepted == ProgressStatus.DONE
        for state, accepted in items
    )
    return sum(done), len(items)


def _last_reported(year: Year, own: Iterable[int], *, sees_all: bool) -> QuerySet[Progress]:
    """Give the last row of each item in trouble; whoever handed it in stands behind it."""
    rows = (
        Progress.objects.standing()
        .filter(item__year=year.year, version__document__current_version=F("version"))
        .order_by("item", "-quarter", "-recorded_at", "-pk")
        .distinct("item")
    )
    seen = Q() if sees_all else Q(item__body__in=own) | Q(is_shared=True)
    return (
        Progress.objects.filter(pk__in=rows.values("pk"))
        .filter(seen)
        .filter(Q(needs_help=True) | Q(status__in=TROUBLED))
        .select_related("item__body", "version__document__body", "version__document__year")
        .defer("version__payload", "version__document__draft")
        .order_by("item__body__position", "item__position")
    )
