"""What the history triggers kept about a record, as people read it: who, when, why, old and new."""

import datetime as dt
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Final

from django.db import models
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from core.change_labels import Labels, labels_of
from core.change_steps import (
    DELETED,
    INSERTED,
    Part,
    Step,
    can_be_taken_back,
    changed_fields,
    event_models,
    is_tracked,
    shown_fields,
    steps_of,
)

__all__ = [
    "Change",
    "LastChange",
    "Part",
    "RowChange",
    "history_of",
    "is_tracked",
    "last_change_of",
    "values_before",
]

WORDS: Final = {
    INSERTED: pgettext_lazy("history", "Entered:"),
    "update": pgettext_lazy("history", "Changed:"),
    DELETED: pgettext_lazy("history", "Removed:"),
}


# What tables have in common; their own steps are said by `step_words`.
STEP_WORDS: Final = {
    "edit": gettext_lazy("Edit"),
    "open": pgettext_lazy("history", "begun"),
    "sweep": pgettext_lazy("history", "nightly clearing"),
}


@dataclass(frozen=True)
class FieldChange:
    label: str
    old: str
    new: str


@dataclass(frozen=True)
class RowChange:
    """What happened to one row: of the record itself or of one of its parts."""

    kind: str
    name: str
    action: str
    is_new: bool
    fields: list[FieldChange]
    # Of a change of the record itself that no later edit stands in the way of taking back.
    number: int | None = None


@dataclass(frozen=True)
class Change:
    """Everything one person did to the record in one go."""

    at: dt.datetime
    who: str
    why: str
    step: str
    rows: list[RowChange]


def history_of(
    record: models.Model,
    *,
    hidden: Iterable[str] = (),
    parts: Iterable[Part] = (),
    step_words: Mapping[str, object] | None = None,
    names_of: Callable[[set[Any]], Mapping[Any, str]] | None = None,
) -> list[Change]:
    """Give every change of the record and of its parts, the newest first.

    `hidden` fields are left out; `step_words` say what the sources of `core.history` are called;
    `names_of` names accounts otherwise than the history does.
    """
    own = Part(type(record), "pgh_obj", "", frozenset(hidden))
    steps = [step for part in (own, *parts) for step in steps_of(part, record.pk)]
    labels = labels_of(steps, {**STEP_WORDS, **(step_words or {})}, names_of)
    changes = (_change(group, labels, own, record) for group in _newest_first(steps, own))
    return [change for change in changes if change.rows]


def values_before(
    record: models.Model, number: int, *, hidden: Iterable[str] = ()
) -> dict[str, Any]:
    """Give what the fields said before the change of this number, by their names.

    Empty if there is no such change of the record, or if a later edit stands in the way.
    """
    own = Part(type(record), "pgh_obj", "", frozenset(hidden))
    for step in steps_of(own, record.pk):
        if step.event.pgh_id == number and can_be_taken_back(step, record):
            return {
                field.name: getattr(step.before, field.attname) for field in changed_fields(step)
            }
    return {}


@dataclass(frozen=True)
class LastChange:
    """Which change of the record itself was the last one, by whom and when."""

    number: int
    who: str
    at: dt.datetime


def last_change_of(record: models.Model) -> LastChange | None:
    """Give the newest change of the record's own row; None where no history is kept."""
    for event_model in event_models(type(record)):
        events = event_model.objects.filter(pgh_obj=record.pk).select_related("pgh_context")
        if event := events.order_by("-pgh_id").first():
            said = event.pgh_context.metadata if event.pgh_context else {}
            who = said.get("user_label") or _("the portal itself")
            return LastChange(event.pgh_id, who, event.pgh_created_at)
    return None


def _newest_first(steps: Iterable[Step], own: Part) -> list[list[Step]]:
    """Put together what one person did in one go; of one moment the record's own rows decide."""
    groups: dict[Any, list[Step]] = defaultdict(list)
    for step in steps:
        groups[step.event.pgh_context_id or (step.event.pgh_created_at,)].append(step)
    return sorted(groups.values(), key=lambda group: _age(group, own), reverse=True)


def _age(group: list[Step], own: Part) -> tuple[dt.datetime, int]:
    return _moment(group), max((s.event.pgh_id for s in group if s.part is own), default=0)


def _moment(group: list[Step]) -> dt.datetime:
    moment: dt.datetime = max(step.event.pgh_created_at for step in group)
    return moment


def _change(group: list[Step], labels: Labels, own: Part, record: models.Model) -> Change:
    rows = [row for step in group if (row := _row(step, labels, own, record)) is not None]
    context = group[0].event.pgh_context
    said: Mapping[str, Any] = context.metadata if context else {}
    return Change(
        at=_moment(group),
        who=labels.person(said),
        why=said.get("reason", ""),
        step=labels.step(said),
        rows=rows,
    )


def _row(step: Step, labels: Labels, own: Part, record: models.Model) -> RowChange | None:
    fields = [] if step.event.pgh_label == DELETED else list(_fields(step, labels))
    if not fields and step.event.pgh_label == "update":
        return None
    is_in_the_way = step.part is not own or not can_be_taken_back(step, record)
    return RowChange(
        kind=str(step.part.model._meta.verbose_name),
        name="" if step.part is own else labels.value(step, step.part.name_field),
        action=str(WORDS[step.event.pgh_label]),
        is_new=step.event.pgh_label == INSERTED,
        fields=fields,
        number=None if is_in_the_way else step.event.pgh_id,
    )


def _fields(step: Step, labels: Labels) -> Iterator[FieldChange]:
    for field in shown_fields(step.part):
        if step.event.pgh_label == INSERTED and field.name == step.part.name_field:
            continue  # said above the fields
        new = getattr(step.event, field.attname)
        old = getattr(step.before, field.attname) if step.before else None
        if new != old and (step.before or new not in (None, "")):
            yield FieldChange(
                str(field.verbose_name), labels.shown(field, old), labels.shown(field, new)
            )
