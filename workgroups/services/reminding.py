"""Reminders of what is to be handed in: each rung once, whatever happens to portal or dates.

Safe to run at any time and any number of times: under the key of (duty, last day, rung, person) the
outbox writes one mail. What events have overtaken and has not left yet is cancelled first.
"""

import datetime as dt
from collections import Counter
from collections.abc import Iterable
from typing import Any, Final

from django.db.models import Q
from django.urls import reverse
from django.utils import timezone

from core import jobs, outbox
from core.enums import MailState
from core.models import JobRun, Notice, OutboxMail
from workgroups.enums import Mail
from workgroups.models import Office, Submission
from workgroups.queries.reminders import (
    PREFIX,
    Owed,
    Rung,
    key_of_document,
    owed,
    people_of,
    reached,
    staff_of,
)
from workgroups.queries.workdays import Workdays, workdays

KIND: Final = "reminders"
TASK: Final = "workgroups.tasks.remind"
UNSENT: Final = (MailState.HELD, MailState.QUEUED, MailState.RETRY)


def request_daily(*, at: dt.datetime) -> JobRun | None:
    """Queue the reminders of the day, once a day, however often it is asked for."""
    today = timezone.localdate(at).isoformat()
    run, is_new = jobs.start(kind=KIND, key="daily", task=TASK, by=None, at=at, period=today)
    return run if is_new else None


def run_daily(run_id: int, *, at: dt.datetime) -> None:
    """Write the reminders of a queued run; does nothing if they are written already."""
    with jobs.working(run_id) as run:
        if run is not None:
            with jobs.swap(run):
                remind(at=at)


def page_of(run: JobRun) -> str:
    """Give the page that shows who was reminded."""
    return reverse("desk:reminders")


def remind(*, at: dt.datetime) -> int:
    """Write every reminder whose rung is reached and that was not written yet; give how many.

    What goes to more than one group at once is mass mail: it waits until the secretariat lets it
    go. Returned work and single stragglers are reminded at once.
    """
    today, days = timezone.localdate(at), workdays()
    due = [(one, reached(one.due_on, today, days)) for one in owed(at=at)]
    _cancel_overtaken(due, at=at)
    now = [(one, rung) for one, rung in due if rung is not None]
    writers = people_of({one.body for one, _rung in now}, on=today)
    groups = Counter(_batch(one, rung) for one, rung in now)
    written = 0
    for one, rung in now:
        is_mass = groups[_batch(one, rung)] > 1
        people = _readers(writers.get(one.body.pk, []), rung)
        written += _write(one, rung, people, days, at=at, held=is_mass)
        written += _tell_staff(one, rung, today, at=at)
    return written


def overtake(document: Submission, *, at: dt.datetime) -> None:
    """Cancel what would still be said of a document that was handed in."""
    outbox.cancel(f"{PREFIX}{key_of_document(document)}:", at=at, reason="handed in")


def _batch(one: Owed, rung: Rung) -> tuple[object, ...]:
    """Give what goes out together: the same document, day and rung, in whatever group."""
    return one.kind, one.quarter, one.year.year, one.due_on, rung.days, one.is_returned


def _readers(offices: Iterable[Office], rung: Rung) -> list[Any]:
    """Give the accounts of whoever is told; a person without an account reads no mail."""
    people = {
        office.person.user_id: office.person.user
        for office in offices
        if office.role in rung.roles and office.person.user_id
    }
    return [people[pk] for pk in sorted(people)]


def _write(
    one: Owed, rung: Rung, people: Iterable[Any], days: Workdays, *, at: dt.datetime, held: bool
) -> int:
    left = days.until(timezone.localdate(at), one.due_on)
    rows = [
        outbox.add(
            Mail.REMINDER,
            to=person,
            at=at,
            about=one.document,
            href=one.href,
            context={"owed": one, "left": left, "late": -left},
            dedupe=_key(one, rung, person),
            held=held,
        )
        for person in people
    ]
    return sum(row is not None for row in rows)


def _tell_staff(one: Owed, rung: Rung, today: dt.date, *, at: dt.datetime) -> int:
    """Tell the secretariat in the mail of the morning what is long overdue."""
    rows = [
        outbox.add(
            Mail.OVERDUE,
            to=person,
            at=at,
            about=one.document,
            href=one.href if one.document else "",
            context={"owed": one},
            dedupe=_key(one, rung, person),
            digest=True,
        )
        for person in (staff_of(rung.posts, on=today) if rung.posts else ())
    ]
    return sum(row is not None for row in rows)


def _key(one: Owed, rung: Rung, person: Any) -> str:
    return f"{one.prefix}{one.due_on.isoformat()}:{rung.days:+d}:{person.pk}"


def _cancel_overtaken(due: list[tuple[Owed, Rung | None]], *, at: dt.datetime) -> None:
    """Cancel what waits for a duty that is met, for a day that moved, or on a lower rung."""
    valid = {f"{one.prefix}{one.due_on.isoformat()}:{rung.days:+d}:" for one, rung in due if rung}
    waiting = {_rung_of(key) for key in _waiting_keys()}
    for prefix in sorted(waiting - valid):
        outbox.cancel(prefix, at=at, reason="overtaken")


def _waiting_keys() -> list[str]:
    """Give the keys of reminders that have not left: mails, and lines no mail carries yet."""
    mails = OutboxMail.objects.written_under(PREFIX).filter(state__in=UNSENT)
    lines = Notice.objects.to_be_collected().filter(Q(dedupe__startswith=PREFIX))
    return [*mails.values_list("dedupe", flat=True), *lines.values_list("dedupe", flat=True)]


def _rung_of(key: str) -> str:
    """Give a key without its person."""
    return key.rpartition(":")[0] + ":"
