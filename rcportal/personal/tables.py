"""What erasing does with each class of fields: one table of verbs over the tables of the portal."""

from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any, Final, Self

from django.db import models
from django.db.models import Func, Q, TextField, Value
from django.db.models.functions import Cast

from accounts.models.user import NEUTRAL
from core.models.review import Version
from rcportal.personal.fields import Column, all_of, columns_of, history_of, kept_of, tables
from rcportal.personal.person import Somebody, private_questions
from rcportal.personal.places import Place, Words, places


@dataclass
class Report:
    """What was erased, by column; what stays as published; what somebody has to look at."""

    erased: Counter[str] = field(default_factory=Counter)
    published: list[str] = field(default_factory=list)
    to_look_at: list[str] = field(default_factory=list)


@dataclass
class Erasure:
    """One person on the way out, with the rows that were the person's when it began."""

    somebody: Somebody
    address: str
    rows: Mapping[type[models.Model], list[Any]]
    contacts: Mapping[str, list[Any]]
    plain_names: frozenset[str]
    questions: frozenset[str]
    report: Report = field(default_factory=Report)

    @classmethod
    def of(cls, somebody: Somebody, address: str, *, every_name: bool) -> Self:
        """Note whose is what before the addresses by which that is known go."""
        all_of_them = [each for model in tables() for each in (model, *history_of(model))]
        return cls(
            somebody,
            address,
            {each: _pks(somebody.rows_of(each)) for each in all_of_them},
            {
                str(column): _pks(somebody.said_of(column))
                for each in all_of_them
                for column in columns_of(each, "answers")
            },
            frozenset() if every_name else frozenset(somebody.plain_names()),
            frozenset(private_questions()),
        )

    @cached_property
    def numbers(self) -> Words:
        """Addresses and telephones: nobody else's, wherever they stand."""
        return Words(frozenset(self.somebody.mails | self.somebody.phones))

    @cached_property
    def certain(self) -> Words:
        """What names the person in any text."""
        return Words(self.numbers.words | self.somebody.names - self.plain_names)

    @cached_property
    def doubtful(self) -> Words:
        """Names that name the person in the own rows only: elsewhere somebody has to look."""
        return Words(self.plain_names)

    @cached_property
    def all_words(self) -> Words:
        """What names the person in the own rows."""
        return Words(self.certain.words | self.plain_names)


def empty_the_tables(erasure: Erasure) -> None:
    """Do with every field of every table, and of its history, what its class says."""
    for model in tables():
        for each in (model, *history_of(model)):
            own = all_of(each).filter(pk__in=erasure.rows[each])
            _ROWS[kept_of(each).rows](erasure, each, own)
            for column in columns_of(each, *_FIELDS):
                _FIELDS[column.kind](erasure, column, own)


# --- Rows ---


def _remove(erasure: Erasure, model: type[models.Model], own: Any) -> None:
    count, _of_each = own.delete()
    if count:
        erasure.report.erased[model._meta.label] += count


def _empty(erasure: Erasure, model: type[models.Model], own: Any) -> None:
    for column in columns_of(model, "text"):
        _set(erasure, column, own, _nothing(column))


def _leave(erasure: Erasure, model: type[models.Model], own: Any) -> None:
    """Let the rows stay: the classes of the fields say the rest."""


# --- Fields ---


def _replace_address(erasure: Erasure, column: Column, _own: Any) -> None:
    name, whose = column.field.name, Q(pk__in=[])
    for mail in erasure.somebody.mails:
        whose |= Q(**{f"{name}__iexact": mail})
    _set(erasure, column, all_of(column.model).filter(whose), erasure.address)


def _replace_name(erasure: Erasure, column: Column, own: Any) -> None:
    _set(erasure, column, own, _nothing(column))


def _replace_words(erasure: Erasure, column: Column, own: Any) -> None:
    _rewrite(erasure, erasure.certain, places(erasure.certain, [column]))
    _rewrite(erasure, erasure.doubtful, places(erasure.doubtful, [column], own))


def _replace_answers(erasure: Erasure, column: Column, own: Any) -> None:
    name = column.field.name
    rows = all_of(column.model).filter(pk__in=erasure.contacts[str(column)])
    for pk, content in rows.values_list("pk", name):
        answers = content.get("answers", {})
        gone = {code: NEUTRAL for code in erasure.questions if answers.get(code)}
        _write(erasure, Place(column, pk, content), content | {"answers": answers | gone})
    _replace_words(erasure, column, own)


def _replace_secret(erasure: Erasure, column: Column, own: Any) -> None:
    _set(erasure, column, own, "")


_ROWS: Final[Mapping[str, Callable[[Erasure, type[models.Model], Any], None]]] = {
    "": _leave,
    "go": _remove,
    "emptied": _empty,
}
_FIELDS: Final[Mapping[str, Callable[[Erasure, Column, Any], None]]] = {
    "mail": _replace_address,
    "name": _replace_name,
    "text": _replace_words,
    "answers": _replace_answers,
    "secret": _replace_secret,
}


# --- Writing ---


def _nothing(column: Column) -> Any:
    if column.is_json:
        return {}
    return "" if column.field.blank else NEUTRAL


def _set(erasure: Erasure, column: Column, rows: Any, value: Any) -> None:
    name = column.field.name
    count = rows.exclude(**{name: value}).update(**{name: value})
    if count:
        erasure.report.erased[str(column)] += count


def _rewrite(erasure: Erasure, words: Words, found: Iterable[Place]) -> None:
    for place in found:
        _write(erasure, place, words.replaced(place.value, NEUTRAL))


def _write(erasure: Erasure, place: Place, value: Any) -> None:
    column = place.column
    longest = getattr(column.field, "max_length", None)
    if isinstance(value, str) and longest:
        value = value[:longest]
    row = all_of(column.model).filter(pk=place.pk)
    row.update(**{column.field.name: value})
    if issubclass(column.model, Version):
        row.update(sha256=_CHECKSUM)  # of the content as it stands now, as the trigger writes it
    erasure.report.erased[str(column)] += 1


_BYTES: Final = Func(Cast("payload", TextField()), Value("UTF8"), function="convert_to")
_CHECKSUM: Final = Func(Func(_BYTES, function="sha256"), Value("hex"), function="encode")


def _pks(rows: Any) -> list[Any]:
    return list(rows.values_list("pk", flat=True))
