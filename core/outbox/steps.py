"""What people and events do with mails that have not left."""

import datetime as dt
from typing import Any, Final

from django.db import transaction

from core.enums import MAIL_STEPS, MailState
from core.history import because
from core.jobs import enqueue
from core.models import Notice, OutboxMail
from core.models.outbox import OutboxMailQuerySet
from core.steps import sources_of

SWEEP_TASK: Final = "core.tasks.send_what_waits"


def release(mails: OutboxMailQuerySet, *, by: Any, at: dt.datetime) -> int:
    """Let held mails go, and tell how many. Others among them stay as they are."""
    return _queue(mails, "release", by=by, at=at)


def try_again(mails: OutboxMailQuerySet, *, by: Any, at: dt.datetime) -> int:
    """Queue mails that failed or wait for their next attempt, and tell how many."""
    return _queue(mails, "try_again", by=by, at=at, attempts=0)


@transaction.atomic
def cancel_mails(mails: OutboxMailQuerySet, *, by: Any, at: dt.datetime, reason: str = "") -> int:
    """Cancel mails that have not left, with their notices, and tell how many.

    Whoever asks for the same mail again does not get it: somebody has decided.
    """
    ids = _locked(mails, "cancel")
    with because(by=by, reason=reason, source="cancel"):
        OutboxMail.objects.filter(pk__in=ids).update(
            state=MailState.CANCELLED, state_changed_at=at, next_try_at=None
        )
    Notice.objects.filter(mail__in=ids, withdrawn_at=None).update(withdrawn_at=at)
    return len(ids)


@transaction.atomic
def cancel(prefix: str, *, at: dt.datetime, reason: str = "") -> int:
    """Cancel what was written under keys with this prefix and is overtaken by events.

    Mails that have not left will not, lines are not collected, notices are not shown any more.
    Under the same keys it may be written anew. Gives how many mails were stopped.
    """
    if not prefix:
        raise ValueError("An empty prefix would cancel every mail.")
    ids = _locked(OutboxMail.objects.written_under(prefix), "cancel")
    with because(by=None, reason=reason, source="cancel"):
        OutboxMail.objects.filter(pk__in=ids).update(
            state=MailState.CANCELLED, state_changed_at=at, next_try_at=None, is_overtaken=True
        )
    told = Notice.objects.exclude(dedupe="").filter(dedupe__startswith=prefix, withdrawn_at=None)
    told.update(withdrawn_at=at)
    return len(ids)


@transaction.atomic
def _queue(
    mails: OutboxMailQuerySet, step: str, *, by: Any, at: dt.datetime, **values: object
) -> int:
    """Put the mails into the queue with one message to the workers, however many there are."""
    ids = _locked(mails, step)
    with because(by=by, source=step):
        OutboxMail.objects.filter(pk__in=ids).update(
            state=MailState.QUEUED, state_changed_at=at, next_try_at=at, **values
        )
    if ids:
        enqueue(SWEEP_TASK)
    return len(ids)


def _locked(mails: OutboxMailQuerySet, step: str) -> list[int]:
    """Hold those from which the step may be taken, so that nobody sends them meanwhile."""
    open_ones = mails.filter(state__in=sources_of(MAIL_STEPS, step)).order_by("pk")
    return list(open_ones.select_for_update(of=("self",)).values_list("pk", flat=True))
