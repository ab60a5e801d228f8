"""“What has changed since I last looked”: one row for a person and a record, written by looking."""

import datetime as dt
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django.db import models
from django.db.models import Case, Exists, OuterRef, Q, QuerySet, When
from django.db.models.functions import Cast

from core.change_steps import Part, event_models
from core.models import Look


@dataclass(frozen=True)
class Table:
    """A table whose histories may be looked at: the parts of its records, and those shown."""

    parts: Iterable[Part]
    rows: QuerySet[Any]


Tables = Mapping[type[models.Model], Table]


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


def overtaken_looks(user: Any, tables: Tables) -> QuerySet[Look]:
    """Give the user's looks at records that somebody else has changed since, the latest first.

    One query for the tables looked at; the looks are one more. Asked by the time of the change,
    so that one whose transaction was under way at the look is marked in the history alone.
    """
    looks = Look.objects.filter(user=user)
    known = set(looks.order_by().values_list("about_model", flat=True).distinct())
    changed = Q(pk__in=[])
    for number, (model, table) in enumerate(tables.items()):
        if model._meta.label_lower in known:
            # A case, for the number of a record of another table may not be one of this table.
            here = Q(about_model=model._meta.label_lower)
            key = Cast("about_pk", model._meta.pk.clone())
            name = f"record_{number}"
            looks = looks.annotate(**{name: Case(When(here, then=key))})
            changed |= here & _is_changed(model, table, by_others_than=user, record=OuterRef(name))
    return looks.filter(changed).order_by("-looked_at", "pk")


def _is_changed(
    model: type[models.Model], table: Table, *, by_others_than: Any, record: OuterRef
) -> Q:
    found = Q(pk__in=[])
    for part in (Part(model, "pgh_obj", ""), *table.parts):
        for event_model in event_models(part.model):
            later = event_model.objects.filter(
                **{part.path: record}, pgh_created_at__gt=OuterRef("looked_at")
            )
            own = Q(pgh_context__metadata__contains={"user": by_others_than.pk})
            found |= Q(Exists(later.filter(~own)))
    return found & Q(Exists(table.rows.filter(pk=record)))
