"""The years of work: their windows, and the last days of the documents that follow them."""

import datetime as dt
from typing import Any

from django.db import transaction

from core import outbox
from core.history import because
from workgroups.enums import SubmissionState
from workgroups.models import Body, Submission, Year
from workgroups.models.year import OWED
from workgroups.queries.reminders import PREFIX, key_of


@transaction.atomic
def keep(year: Year, *, by: Any, at: dt.datetime) -> None:
    """Keep the year as it is written here; where a last day moved, its open documents follow.

    What was returned keeps the day it was returned with. Reminders of a day that moved and have
    not left yet are cancelled.
    """
    before = Year.objects.select_for_update().filter(pk=year.pk).first()
    with because(by=by, source="edit"):
        year.save()
        if before is not None:
            _move_last_days(before, year, at)


def _move_last_days(before: Year, year: Year, at: dt.datetime) -> None:
    for kind, quarter in OWED:
        old, new = before.window(kind, quarter), year.window(kind, quarter)
        if old and new and old.due_on != new.due_on:
            Submission.objects.filter(
                year=year, kind=kind, quarter=quarter, due_on=old.due_on
            ).exclude(state=SubmissionState.RETURNED).update(due_on=new.due_on)
            for code in Body.objects.values_list("code", flat=True):
                key = key_of(kind, year.year, code, quarter)
                outbox.cancel(f"{PREFIX}{key}:{old.due_on.isoformat()}:", at=at, reason="moved")
