"""The events that history triggers kept of a record and its parts, each beside the one before."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, Final

import pghistory.core
from django.db import models

INSERTED: Final = "insert"
DELETED: Final = "delete"


@dataclass(frozen=True)
class Part:
    """A table whose rows belong to the record, and the way from its rows to the record."""

    model: type[models.Model]
    path: str  # "organisation", "commitment__organisation"
    name_field: str  # by which a reader knows the row
    hidden: frozenset[str] = frozenset()


@dataclass(frozen=True)
class Step:
    """One event beside the event before it on the same row."""

    part: Part
    event: Any
    before: Any | None


def is_tracked(model: type[models.Model]) -> bool:
    """Tell whether triggers keep a history of the table."""
    return bool(event_models(model))


def event_models(model: type[models.Model]) -> list[Any]:
    return pghistory.core.event_models(tracks_model=model)


def steps_of(part: Part, pk: Any) -> Iterator[Step]:
    for event_model in event_models(part.model):
        last: dict[Any, Any] = {}
        events = event_model.objects.filter(**{part.path: pk})
        for event in events.order_by("pgh_id").select_related("pgh_context"):
            yield Step(part, event, last.get(event.pgh_obj_id))
            last[event.pgh_obj_id] = event


def can_be_taken_back(step: Step, record: models.Model) -> bool:
    """Tell whether every field that the change touched still says what the change made it say.

    What follows from other records, or from steps, is no field of a form: it is taken back there.
    """
    if step.before is None or step.event.pgh_label == DELETED:
        return False
    return all(
        field.editable and getattr(record, field.attname) == getattr(step.event, field.attname)
        for field in changed_fields(step)
    )


def changed_fields(step: Step) -> list[Any]:
    return [
        field
        for field in shown_fields(step.part)
        if getattr(step.event, field.attname) != getattr(step.before, field.attname)
    ]


def shown_fields(part: Part) -> Iterator[Any]:
    event_model = event_models(part.model)[0]
    kept = {field.name for field in event_model._meta.concrete_fields}
    parent = part.path.split("__", 1)[0]  # said by the page itself
    hidden = {*part.hidden, parent}
    for field in part.model._meta.concrete_fields:
        if field.name in kept - hidden and not field.primary_key:
            yield field
