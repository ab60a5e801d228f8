"""Who is reminded next, by what, and what was written already: the secretariat's page."""

import datetime as dt
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass

from django.db.models import Count
from django.utils import timezone

from core.enums import MailState
from core.models import OutboxMail
from workgroups.models import Office
from workgroups.queries.reminders import (
    PREFIX,
    Owed,
    Rung,
    next_rung,
    owed,
    people_of,
    reached,
)
from workgroups.queries.workdays import workdays


@dataclass(frozen=True)
class Reminder:
    """What is owed, the rung it stands on with its mails, and the rung to come."""

    owed: Owed
    rung: Rung | None
    mails: list[tuple[str, int]]  # state in words, how many
    next: Rung | None
    next_on: dt.date | None
    people: list[Office]
    is_late: bool

    @property
    def without_account(self) -> list[Office]:
        """Who cannot be reminded."""
        return [office for office in self.people if office.person.user_id is None]


def reminders(*, at: dt.datetime) -> list[Reminder]:
    """Give everything owed, the earliest last day first."""
    today, days = timezone.localdate(at), workdays()
    every = owed(at=at)
    writers = people_of({one.body for one in every}, on=today)
    written = _written()
    found = []
    for one in every:
        rung, upcoming = reached(one.due_on, today, days), next_rung(one.due_on, today, days)
        key = f"{one.prefix}{one.due_on.isoformat()}:{rung.days:+d}" if rung else ""
        found.append(
            Reminder(
                owed=one,
                rung=rung,
                mails=_in_words(written.get(key, {})),
                next=upcoming[0] if upcoming else None,
                next_on=upcoming[1] if upcoming else None,
                people=writers.get(one.body.pk, []),
                is_late=one.due_on < today,
            )
        )
    return found


def _written() -> dict[str, Counter[str]]:
    """Count the mails of each rung by their state."""
    rows = OutboxMail.objects.written_under(PREFIX).filter(is_overtaken=False)
    found: dict[str, Counter[str]] = {}
    for key, state, count in rows.values_list("dedupe", "state").annotate(count=Count("pk")):
        found.setdefault(key.rpartition(":")[0], Counter())[state] += count
    return found


def _in_words(states: Mapping[str, int]) -> list[tuple[str, int]]:
    return [(str(MailState(state).label), count) for state, count in sorted(states.items())]
