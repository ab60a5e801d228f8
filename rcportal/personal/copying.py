"""Everything that the portal keeps of a person, for the person to read."""

import datetime as dt
from collections.abc import Iterator
from typing import Any, Final

from django.db import models

from accounts.models import User
from rcportal.personal.fields import TEXTS, all_of, columns, history_of, kept_of, tables
from rcportal.personal.person import Somebody, find
from rcportal.personal.places import Words, places

NOT_COPIED: Final = frozenset({"secret", "file"})


def copy(email: str, *, at: dt.datetime) -> dict[str, Any]:
    """Give what is kept: the own rows with their history, what was done, where texts name it.

    Of rows that are about others only what says who did what and when, and no texts of theirs.
    """
    somebody = find(email)
    return {
        "address": email,
        "made_at": at,
        "names": sorted(somebody.names),
        "telephones": sorted(somebody.phones),
        "records": {each._meta.label: _rows(somebody, each) for each in _with_rows(somebody)},
        "done": {each._meta.label: _done(somebody, each) for each in _acted_in(somebody)},
        "named_in": [f"{each.column} {each.pk}" for each in _named_in(somebody)],
    }


def _with_rows(somebody: Somebody) -> Iterator[type[models.Model]]:
    for model in tables():
        for each in (model, *history_of(model)):
            if somebody.rows_of(each).exists():
                yield each


def _rows(somebody: Somebody, model: type[models.Model]) -> dict[str, Any]:
    line = kept_of(model)
    hidden = {name for name, kind in line.classes.items() if kind in NOT_COPIED}
    rows = somebody.rows_of(model).order_by("pk").values(*_names(model, hidden))
    return {"why": line.why, "kept": line.kept, "rows": list(rows)}


def _names(model: type[models.Model], hidden: set[str]) -> list[str]:
    return [each.attname for each in model._meta.concrete_fields if each.name not in hidden]


def _acted_in(somebody: Somebody) -> Iterator[type[models.Model]]:
    for model in tables():
        if somebody.user and _not_own(somebody, model).filter(_by(somebody, model)).exists():
            yield model


def _done(somebody: Somebody, model: type[models.Model]) -> list[dict[str, Any]]:
    """Give number, days and states of rows of others in which the account acted."""
    said = {name for name, kind in kept_of(model).classes.items() if kind != "none"}
    mine = {each.name for each in _accounts(model)}
    rows = _not_own(somebody, model).filter(_by(somebody, model)).order_by("pk")
    return list(rows.values(*_names(model, said - mine)))


def _not_own(somebody: Somebody, model: type[models.Model]) -> Any:
    return all_of(model).exclude(pk__in=somebody.rows_of(model).values("pk"))


def _by(somebody: Somebody, model: type[models.Model]) -> models.Q:
    acted = models.Q(pk__in=[])
    for each in _accounts(model):
        acted |= models.Q(**{each.name: somebody.user})
    return acted


def _accounts(model: type[models.Model]) -> list[Any]:
    return [each for each in model._meta.concrete_fields if each.related_model is User]


def _named_in(somebody: Somebody) -> Iterator[Any]:
    """Name the texts that name the person; what stands there beside is others'."""
    certain = somebody.mails | somebody.phones | somebody.names - somebody.plain_names()
    return places(Words(frozenset(certain)), columns(*TEXTS))
