"""The years of work: their windows, and the last days of the documents that follow them."""

import datetime as dt
from typing import Any

from django.db import transaction

from core.history import because
from workgroups.enums import SubmissionState
from workgroups.models import Submission, Year
from workgroups.models.year import OWED


@transaction.atomic
def keep(year: Year, *, by: Any, at: dt.datetime) -> None:
    """Keep the year as it is written here; where a last day moved, its open documents follow.

    What was returned keeps the day it was returned with.
    """
    before = Year.objects.select_for_update().filter(pk=year.pk).first()
    with because(by=by, source="edit"):
        year.save()
        if before is not None:
            _move_last_days(before, year)


def _move_last_days(before: Year, year: Year) -> None:
    for kind, quarter in OWED:
        old, new = before.window(kind, quarter), year.window(kind, quarter)
        if old and new and old.due_on != new.due_on:
            Submission.objects.filter(
                year=year, kind=kind, quarter=quarter, due_on=old.due_on
            ).exclude(state=SubmissionState.RETURNED).update(due_on=new.due_on)
