"""The table of what is kept of persons, and the columns of the database that it is about."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any, Final

import yaml
from django.apps import apps
from django.db import models

FILE: Final = Path(__file__).parent / "fields.yaml"
SAID: Final = ("why", "kept", "of", "rows")
TEXTS: Final = ("text", "answers")  # in which somebody may be named
WORDS: Final = (models.CharField, models.TextField, models.JSONField)


@dataclass(frozen=True)
class Kept:
    """What one table keeps: the class of each field, and whose its rows are."""

    why: str
    kept: str
    of: tuple[str, ...]
    rows: str
    classes: Mapping[str, str]


@dataclass(frozen=True)
class Column:
    """One column, of a table or of its history."""

    model: type[models.Model]
    field: Any
    kind: str

    def __str__(self) -> str:
        return f"{self.model._meta.label}.{self.field.name}"

    @property
    def is_json(self) -> bool:
        return isinstance(self.field, models.JSONField)


@cache
def read() -> tuple[Mapping[str, Any], Mapping[str, Kept]]:
    """Give the classes, and the tables by their label."""
    said = yaml.safe_load(FILE.read_text(encoding="utf-8"))
    return said["classes"], {label: _kept(words) for label, words in said["models"].items()}


def _kept(words: Mapping[str, Any]) -> Kept:
    by_class = {kind: names for kind, names in words.items() if kind not in SAID}
    return Kept(
        why=words.get("why", ""),
        kept=words.get("kept", ""),
        of=tuple(words.get("of", ())),
        rows=words.get("rows", ""),
        classes={name: kind for kind, names in by_class.items() for name in names},
    )


def tables() -> list[type[models.Model]]:
    """Give every table with a line of its own: all but history tables, which follow theirs."""
    return sorted(
        (each for each in _stored() if not hasattr(each, "pgh_tracked_model")),
        key=lambda each: each._meta.label,
    )


def history_of(model: type[models.Model]) -> list[type[models.Model]]:
    """Give the tables that keep the history of the model."""
    return [each for each in _stored() if getattr(each, "pgh_tracked_model", None) is model]


def all_of(model: type[models.Model]) -> models.QuerySet[Any]:
    """Give all rows of a table, whatever its managers leave out."""
    return models.QuerySet(model)


def kept_of(model: type[models.Model]) -> Kept:
    """Give the line of a table, or of the one whose history it keeps."""
    return read()[1][getattr(model, "pgh_tracked_model", model)._meta.label]


def columns(*kinds: str) -> Iterator[Column]:
    """Give every column of words, of tables and of their histories; of these classes if named."""
    for model in tables():
        for each in (model, *history_of(model)):
            yield from columns_of(each, *kinds)


def columns_of(model: type[models.Model], *kinds: str) -> Iterator[Column]:
    """Give the columns of words of one table; of these classes if some are named."""
    classes = kept_of(model).classes
    for field in model._meta.concrete_fields:
        kind = classes.get(field.name, "none")  # what history adds says when and what, not who
        if isinstance(field, WORDS) and (not kinds or kind in kinds):
            yield Column(model, field, kind)


def _stored() -> Iterator[type[models.Model]]:
    for model in apps.get_models(include_auto_created=True):
        if model._meta.managed and not model._meta.proxy:
            yield model
