"""How a history names what its events point at: rows, people, choices, days."""

import datetime as dt
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping
from typing import Any

from django.contrib.auth import get_user_model
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext as _

from core.change_steps import Step, event_models, shown_fields
from core.tenure import span_text


class Labels:
    """Names of the records and people that events point at, read once for all of them."""

    def __init__(
        self,
        rows: Mapping[tuple[Any, Any], str],
        people: Mapping[Any, str],
        step_words: Mapping[str, object],
        *,
        prefers_people: bool = False,
    ) -> None:
        self.rows = rows
        self.people = people
        self.step_words = step_words
        self.prefers_people = prefers_people

    def step(self, said: Mapping[str, Any]) -> str:
        """Read "import 12" as the word for "import", with what follows it; "tell apart" as one."""
        if whole := self.step_words.get(said.get("source", "")):
            return str(whole)
        source, _space, rest = said.get("source", "").partition(" ")
        return f"{self.step_words.get(source, source)} {rest}".strip()

    def person(self, said: Mapping[str, Any]) -> str:
        kept, named = said.get("user_label"), self.people.get(said.get("user"))
        return (named or kept if self.prefers_people else kept or named) or _("the portal itself")

    def value(self, step: Step, name: str) -> str:
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


def value_of(record: models.Model, name: str) -> str:
    """Say what stands in a field of a record, as its history would; nothing where it is empty."""
    field: Any = record._meta.get_field(name)
    if field.is_relation:
        return str(getattr(record, name) or "")
    return Labels({}, {}, {}).shown(field, getattr(record, name))


def _written(value: Any) -> str:
    if isinstance(value, bool):
        return _("yes") if value else _("no")
    if isinstance(value, dt.datetime):
        return timezone.localtime(value).strftime("%Y-%m-%d %H:%M")
    if hasattr(value, "lower") and hasattr(value, "upper_inc"):
        return span_text(value)
    return str(value)


def labels_of(
    steps: Iterable[Step],
    step_words: Mapping[str, object],
    names_of: Callable[[set[Any]], Mapping[Any, str]] | None = None,
) -> Labels:
    """Read the names of everything that the steps point at; `names_of` names accounts."""
    wanted: dict[Any, set[Any]] = defaultdict(set)
    people: set[Any] = set()
    for step in steps:
        if step.event.pgh_context:
            people.add(step.event.pgh_context.metadata.get("user"))
        for field in shown_fields(step.part):
            if field.is_relation:
                wanted[field.related_model].add(getattr(step.event, field.attname))
    rows = {
        (model, pk): label
        for model, keys in wanted.items()
        for pk, label in _names_of(model, keys - {None}).items()
    }
    named = (names_of or _addresses_of)(people - {None})
    return Labels(rows, named, step_words, prefers_people=names_of is not None)


def _addresses_of(keys: set[Any]) -> Mapping[Any, str]:
    users = get_user_model().objects.in_bulk(keys)
    return {pk: str(user) for pk, user in users.items()}


def _names_of(model: Any, keys: set[Any]) -> dict[Any, str]:
    """Name the rows; of those that are not there any more, by the last that was kept of them."""
    names = {pk: str(row) for pk, row in model._meta.base_manager.in_bulk(keys).items()}
    gone = keys - set(names)
    for event_model in event_models(model) if gone else ():
        events = event_model.objects.filter(pgh_obj__in=gone).order_by("pgh_obj", "-pgh_id")
        for event in events.distinct("pgh_obj"):
            kept = {
                field.attname: getattr(event, field.attname)
                for field in model._meta.concrete_fields
                if hasattr(event, field.attname)
            }
            names[event.pgh_obj_id] = str(model(**kept))
    return names
