"""Who is to be reminded of what, and when: the ladder before and after a last day.

A rung is reached when its day has come, not only on that day: after days without the portal the
highest rung reached counts, and the lower ones are not made up for.
"""

import datetime as dt
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Final

from django.urls import reverse
from django.utils.translation import ngettext

from accounts.enums import EDITING_ROLES, PostRole
from accounts.models import User
from workgroups.enums import CORRECTING_KINDS, OfficeRole, SubmissionState, YearState
from workgroups.models import Body, Office, Submission, Year
from workgroups.models.submission import title_of
from workgroups.queries.duties import duties_of
from workgroups.queries.workdays import Workdays

WRITERS: Final = (OfficeRole.LEADER, OfficeRole.DEPUTY, OfficeRole.LIAISON)
LEADERS: Final = (OfficeRole.LEADER, OfficeRole.DEPUTY)
PREFIX: Final = "remind:"


@dataclass(frozen=True)
class Rung:
    """So many working days before (below zero) or after the last day, and who is told."""

    days: int
    roles: tuple[OfficeRole, ...]
    posts: frozenset[PostRole] = frozenset()

    @property
    def label(self) -> str:
        """When it is reached, in words."""
        count = abs(self.days)
        words = (
            ngettext("%(count)s working day before", "%(count)s working days before", count)
            if self.days < 0
            else ngettext("%(count)s working day after", "%(count)s working days after", count)
        )
        return words % {"count": count}

    def day(self, due_on: dt.date, days: Workdays) -> dt.date:
        """Give the day on which it is reached."""
        return days.shift(due_on, self.days)


LADDER: Final = (
    Rung(-15, WRITERS),
    Rung(-7, WRITERS),
    Rung(-1, WRITERS),
    Rung(1, LEADERS),
    Rung(5, WRITERS, EDITING_ROLES - {PostRole.HEAD}),
    Rung(10, LEADERS, EDITING_ROLES),
)


@dataclass(frozen=True)
class Owed:
    """A document that a body has yet to hand in, for the first time or again."""

    key: str  # the same as long as it is the same duty
    body: Body
    year: Year
    kind: str
    quarter: int | None
    due_on: dt.date
    document: Submission | None

    @property
    def title(self) -> str:
        """What the document is called, in the language of whoever reads it."""
        return title_of(self.kind, self.quarter)

    @property
    def is_returned(self) -> bool:
        """Tell whether it was returned: its last day is the one it was returned with."""
        return self.document is not None and self.document.state == SubmissionState.RETURNED

    @property
    def href(self) -> str:
        """Where it is written."""
        if self.document is not None:
            return self.document.get_absolute_url()
        return f"{reverse('desk:index')}#{self.body.code}-{self.year}"

    @property
    def prefix(self) -> str:
        """What all keys of its reminders begin with."""
        return f"{PREFIX}{self.key}:"


def key_of(kind: str, year: int, code: str, quarter: int | None) -> str:
    """Give the key of a duty."""
    return f"{kind}-{year}-{quarter or 0}-{code}"


def key_of_document(document: Submission) -> str:
    """Give the key of the duty that the document fulfils; each correction is one of its own."""
    if document.corrects_id is not None:
        return f"{document.kind}-{document.year_id}-{document.pk}-{document.body.code}"
    return key_of(document.kind, document.year_id, document.body.code, document.quarter)


def owed(*, at: dt.datetime) -> list[Owed]:
    """Give everything the groups have yet to hand in, in the open years, by its last day."""
    bodies = list(Body.objects.working_groups())
    years = Year.objects.filter(state=YearState.OPEN).order_by("year")
    found = [one for year in years for one in _of_year(bodies, year, at)]
    return sorted([*found, *_corrections()], key=lambda one: (one.due_on, one.body.position))


def reached(due_on: dt.date, today: dt.date, days: Workdays) -> Rung | None:
    """Give the highest rung whose day has come."""
    return next((rung for rung in reversed(LADDER) if rung.day(due_on, days) <= today), None)


def next_rung(due_on: dt.date, today: dt.date, days: Workdays) -> tuple[Rung, dt.date] | None:
    """Give the next rung with its day."""
    to_come = ((rung, rung.day(due_on, days)) for rung in LADDER)
    return next(((rung, day) for rung, day in to_come if day > today), None)


def people_of(bodies: Iterable[Body], *, on: dt.date) -> dict[int, list[Office]]:
    """Give who writes for each body on the day, by the body's key: one query."""
    held = Office.objects.open_on(on).filter(body__in=list(bodies), role__in=WRITERS)
    found: dict[int, list[Office]] = {}
    for office in held.select_related("person__user").order_by("role", "pk"):
        found.setdefault(office.body_id, []).append(office)
    return found


def staff_of(posts: Iterable[PostRole], *, on: dt.date) -> list[User]:
    """Give whoever holds one of the posts on the day."""
    roles = [str(post) for post in posts]
    held = User.objects.filter(posts__valid__contains=on, posts__role__in=roles)
    return list(held.distinct().order_by("pk"))


def _of_year(bodies: list[Body], year: Year, at: dt.datetime) -> Iterator[Owed]:
    for duties in duties_of(bodies, year, at=at).values():
        for duty in duties:
            if duty.is_open and duty.is_with_authors:
                yield Owed(
                    key_of(duty.kind, year.year, duty.body.code, duty.quarter),
                    duty.body,
                    year,
                    duty.kind,
                    duty.quarter,
                    duty.due_on,
                    duty.document,
                )


def _corrections() -> Iterator[Owed]:
    """Give the corrections that were returned: only then they are owed."""
    returned = Submission.objects.filter(
        kind__in=CORRECTING_KINDS,
        state=SubmissionState.RETURNED,
        year__state=YearState.OPEN,
    )
    for document in returned.select_related("body", "year").defer("draft"):
        yield Owed(
            key_of_document(document),
            document.body,
            document.year,
            document.kind,
            None,
            document.due_on,
            document,
        )
