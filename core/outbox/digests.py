"""One mail a morning: what was collected for a person since the morning before."""

import datetime as dt
from typing import Any, Final

from django.db import transaction
from django.utils import timezone

from core.models import Notice, OutboxMail
from core.outbox.addresses import link
from core.outbox.writing import write_mail

HOUR: Final = 9


def write_digests(*, at: dt.datetime) -> int:
    """Write to each person one mail of each kind with all lines collected until nine o'clock.

    May run at any time and any number of times: a person, kind and day has one mail, and lines
    that waited for days stand in the next one. Gives how many mails were written.
    """
    morning = last_morning(at)
    waiting = Notice.objects.to_be_collected().filter(created_at__lt=morning)
    readers = waiting.order_by("kind", "recipient", "address").distinct(
        "kind", "recipient", "address"
    )
    return sum(_write(one, morning, at=at) for one in readers.select_related("recipient"))


def last_morning(at: dt.datetime) -> dt.datetime:
    """Give the last nine o'clock, here, at or before the moment."""
    here = timezone.localtime(at)
    nine = here.replace(hour=HOUR, minute=0, second=0, microsecond=0)
    return nine if nine <= here else nine - dt.timedelta(days=1)


@transaction.atomic
def _write(one: Notice, morning: dt.datetime, *, at: dt.datetime) -> bool:
    reader = {"kind": one.kind, "recipient": one.recipient, "address": one.address}
    waiting = Notice.objects.to_be_collected().filter(created_at__lt=morning, **reader)
    lines = list(waiting.select_for_update(of=("self",)).order_by("created_at", "pk"))
    if not lines:
        return False  # somebody else was quicker
    said: dict[str, Any] = reader | {
        "href": lines[0].href if len(lines) == 1 else "",
        "about_model": "",
        "about_pk": "",
        "created_at": at,
    }
    context = {"lines": [{"text": each.text, "link": link(each.href)} for each in lines]}
    day = timezone.localdate(morning).isoformat()
    key = f"digest:{one.kind}:{day}:{one.recipient_id or ''}:{one.address}"
    mail = write_mail(said, context, dedupe=key, with_notice=False)
    if mail is None:
        return False  # today's mail has left: these go tomorrow
    Notice.objects.filter(pk__in=[each.pk for each in lines]).update(mail=mail)
    return isinstance(mail, OutboxMail)
