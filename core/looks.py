"""“What has changed since I last looked”: one row for a person and a record, written by looking."""

import datetime as dt
from typing import Any

from django.db import models

from core.models import Look


def look(record: models.Model, *, seen: int, by: Any, at: dt.datetime) -> Look | None:
    """Give the user's last look at the history of the record, and note this one."""
    about = {"about_model": record._meta.label_lower, "about_pk": str(record.pk)}
    before = Look.objects.filter(user=by, **about).first()
    Look.objects.bulk_create(
        [Look(user=by, looked_at=at, seen=seen, **about)],
        update_conflicts=True,
        unique_fields=["user", "about_model", "about_pk"],
        update_fields=["looked_at", "seen"],
    )
    return before
