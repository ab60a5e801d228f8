"""What the history triggers kept about a record, as people read it: who, when, why, old and new."""

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Final

import pghistory.core
from django.contrib.auth import get_user_model
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import pgettext_lazy

from core.tenure import span_text

INSERTED: Final = "insert"
DELETED: Final = "delete"
WORDS: Final = {
    INSERTED: pgettext_lazy("history", "Entered:"),
    "update": pgettext_lazy("history", "Changed:"),
    DELETED: pgettext_lazy("history", "Removed:"),
}


@dataclass(frozen=True)
class Part:
    """A table whose rows belong to the record, and the way from its rows to the record."""

    model: type[models.Model]
    path: str  # "organisation", "commitment__organisation"
    name_field: str  # by which a reader knows the row
    hidden: frozenset[str] = frozenset()


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


@dataclass(frozen=True)
class Change:
    """Everything one person did to the record in one go."""

    at: dt.datetime
    who: str
    why: str
    step: str
    rows: list[RowChange]


@dataclass(frozen=True)
class _Step:
    """One event beside the event before it on the same row."""

    part: Part
    event: Any
    before: Any | None


def history_of(
    record: models.Model,
    *,
    hidden: Iterable[str] = (),
    parts: Iterable[Part] = (),
    step_words: Mapping[str, object] | None = None,
) -> list[Change]:
    """Give every change of the record and of its parts, the newest first.

    `hidden` fields are left out; `step_words` say what the sources of `core.history` are called.
    """
    own = Part(type(record), "pgh_obj", "", frozenset(hidden))
    steps = [step for part in (own, *parts) for step in _steps(part, record.pk)]
    labels = _labels(steps, step_words or {})
    changes = (_change(group, labels, own) for group in _newest_first(steps, own))
    return [change for change in changes if change.rows]


@dataclass(frozen=True)
class LastChange:
    """Which change of the record itself was the last one, by whom and when."""

    number: int
    who: str
    at: dt.datetime


def last_change_of(record: models.Model) -> LastChange | None:
    """Give the newest change of the record's own row; None where no history is kept."""
    for event_model in _event_models(type(record)):
        events = event_model.objects.filter(pgh_obj=record.pk).select_related("pgh_context")
        if event := events.order_by("-pgh_id").first():
            said = event.pgh_context.metadata if event.pgh_context else {}
            who = said.get("user_label") or _("the portal itself")
            return LastChange(event.pgh_id, who, event.pgh_created_at)
    return None


def is_tracked(model: type[models.Model]) -> bool:
    """Tell whether triggers keep a history of the table."""
    return bool(_event_models(model))


def _event_models(model: type[models.Model]) -> list[Any]:
    return pghistory.core.event_models(tracks_model=model)


def _steps(part: Part, pk: Any) -> Iterator[_Step]:
    for event_model in _event_models(part.model):
        last: dict[Any, Any] = {}
        events = event_model.objects.filter(**{part.path: pk})
        for event in events.order_by("pgh_id").select_related("pgh_context"):
            yield _Step(part, event, last.get(event.pgh_obj_id))
            last[event.pgh_obj_id] = event


def _newest_first(steps: Iterable[_Step], own: Part) -> list[list[_Step]]:
    """Put together what one person did in one go; of one moment the record's own rows decide."""
    groups: dict[Any, list[_Step]] = defaultdict(list)
    for step in steps:
        groups[step.event.pgh_context_id or (step.event.pgh_created_at,)].append(step)
    return sorted(groups.values(), key=lambda group: _age(group, own), reverse=True)


def _age(group: list[_Step], own: Part) -> tuple[dt.datetime, int]:
    return _moment(group), max((s.event.pgh_id for s in group if s.part is own), default=0)


def _moment(group: list[_Step]) -> dt.datetime:
    moment: dt.datetime = max(step.event.pgh_created_at for step in group)
    return moment


def _change(group: list[_Step], labels: "_Labels", own: Part) -> Change:
    rows = [row for step in group if (row := _row(step, labels, own)) is not None]
    context = group[0].event.pgh_context
    said: Mapping[str, Any] = context.metadata if context else {}
    return Change(
        at=_moment(group),
        who=labels.person(said),
        why=said.get("reason", ""),
        step=labels.step(said),
        rows=rows,
    )


def _row(step: _Step, labels: "_Labels", own: Part) -> RowChange | None:
    fields = [] if step.event.pgh_label == DELETED else list(_fields(step, labels))
    if not fields and step.event.pgh_label == "update":
        return None
    return RowChange(
        kind=str(step.part.model._meta.verbose_name),
        name="" if step.part is own else labels.value(step, step.part.name_field),
        action=str(WORDS[step.event.pgh_label]),
        is_new=step.event.pgh_label == INSERTED,
        fields=fields,
    )


def _fields(step: _Step, labels: "_Labels") -> Iterator[FieldChange]:
    for field in _shown_fields(step.part):
        if step.event.pgh_label == INSERTED and field.name == step.part.name_field:
            continue  # said above the fields
        new = getattr(step.event, field.attname)
        old = getattr(step.before, field.attname) if step.before else None
        if new != old and (step.before or new not in (None, "")):
            yield FieldChange(
                str(field.verbose_name), labels.shown(field, old), labels.shown(field, new)
            )


def _shown_fields(part: Part) -> Iterator[Any]:
    event_model = _event_models(part.model)[0]
    kept = {field.name for field in event_model._meta.concrete_fields}
    parent = part.path.split("__", 1)[0]  # said by the page itself
    hidden = {*part.hidden, parent}
    for field in part.model._meta.concrete_fields:
        if field.name in kept - hidden and not field.primary_key:
            yield field


class _Labels:
    """Names of the records and people that events point at, read once for all of them."""

    def __init__(
        self,
        rows: Mapping[tuple[Any, Any], str],
        people: Mapping[Any, str],
        step_words: Mapping[str, object],
    ) -> None:
        self.rows = rows
        self.people = people
        self.step_words = step_words

    def step(self, said: Mapping[str, Any]) -> str:
        """Read "import 12" as the word for "import", with what follows it."""
        source, _space, rest = said.get("source", "").partition(" ")
        return f"{self.step_words.get(source, source)} {rest}".strip()

    def person(self, said: Mapping[str, Any]) -> str:
        known = said.get("user_label") or self.people.get(said.get("user"))
        return known or _("the portal itself")

    def value(self, step: _Step, name: str) -> str:
        field: Any = step.part.model._meta.get_field(name)
        return self.shown(field, getattr(step.event, field.attname))

    def shown(self, field: Any, value: Any) -> str:
        if value in (None, ""):
            return ""
        if field.is_relation:
            return self.rows.get((field.related_model, value), str(value))
        if field.flatchoices:
            return str(dict(field.flatchoices).get(value, value))
        return _written(value)


def _written(value: Any) -> str:
    if isinstance(value, bool):
        return _("yes") if value else _("no")
    if isinstance(value, dt.datetime):
        return timezone.localtime(value).strftime("%Y-%m-%d %H:%M")
    if hasattr(value, "lower") and hasattr(value, "upper_inc"):
        return span_text(value)
    return str(value)


def _labels(steps: Iterable[_Step], step_words: Mapping[str, object]) -> _Labels:
    wanted: dict[Any, set[Any]] = defaultdict(set)
    people: set[Any] = set()
    for step in steps:
        if step.event.pgh_context:
            people.add(step.event.pgh_context.metadata.get("user"))
        for field in _shown_fields(step.part):
            if field.is_relation:
                wanted[field.related_model].add(getattr(step.event, field.attname))
    rows = {
        (model, pk): str(row)
        for model, keys in wanted.items()
        for pk, row in model.objects.in_bulk(keys - {None}).items()
    }
    users = get_user_model().objects.in_bulk(people - {None})
    return _Labels(rows, {pk: str(user) for pk, user in users.items()}, step_words)
