"""What the documents of a body's year say, as typed shapes over the JSON of drafts and versions.

A draft may be unfinished and wrong, and nothing typed is lost: so every value is the text as it was
typed. `services.checking` says what is missing before a document is handed in; after that the
values can be read as days and numbers. `SCHEMA` counts changes of these shapes.
"""

import dataclasses
import datetime as dt
import secrets
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal, InvalidOperation
from typing import Any, Final, Self

from workgroups.enums import DocumentKind

SCHEMA: Final = 1
KEY_LETTERS: Final = 8


def new_key() -> str:
    """Give the key by which an item is known through all versions of its document."""
    return secrets.token_hex(KEY_LETTERS // 2)


class Shape:
    """Reads itself from JSON that may lack or hold anything, and writes itself back."""

    @classmethod
    def read(cls, data: object) -> Self:
        known = data if isinstance(data, Mapping) else {}
        return cls(**{each.name: _read(each, known.get(each.name)) for each in _fields(cls)})

    def write(self) -> dict[str, Any]:
        written: dict[str, Any] = _written(self)
        return written


@dataclass(frozen=True)
class Amount(Shape):
    """A measured target or result: `measure` is one of `enums.Measure`, `value` a number."""

    measure: str = ""
    value: str = ""

    @property
    def is_empty(self) -> bool:
        return not self.value.strip()


@dataclass(frozen=True)
class Item(Shape):
    """One item of a plan."""

    key: str = ""
    title: str = ""
    kind: str = ""
    description: str = ""
    expected_result: str = ""
    targets: tuple[Amount, ...] = field(default=(), metadata={"of": Amount})
    quarter: str = ""
    starts_on: str = ""
    due_on: str = ""
    owner: str = ""
    cooperating: tuple[str, ...] = ()  # codes of bodies
    is_public: bool = True
    carried_from: str = ""  # code of an earlier item
    source_text: str = ""  # the sentence it was pasted as


@dataclass(frozen=True)
class PlanContent(Shape):
    preface: str = ""
    resources: str = ""
    help_wanted: str = ""
    items: tuple[Item, ...] = field(default=(), metadata={"of": Item})


@dataclass(frozen=True)
class SheetLine(Shape):
    """What a quarter's sheet says of one item; `item` is the item's code."""

    item: str = ""
    status: str = ""
    grade: str = ""
    note: str = ""
    problems: str = ""
    next_step: str = ""
    actuals: tuple[Amount, ...] = field(default=(), metadata={"of": Amount})
    needs_help: bool = False
    is_shared: bool = False
    evidence: tuple[str, ...] = ()  # numbers of evidence of this item


@dataclass(frozen=True)
class SheetContent(Shape):
    lines: tuple[SheetLine, ...] = field(default=(), metadata={"of": SheetLine})


@dataclass(frozen=True)
class SummaryEntry(Shape):
    """What a summary says of one item, or of work that was not planned (`item` empty)."""

    key: str = ""
    item: str = ""
    kind: str = ""
    title: str = ""
    outcome: str = ""
    own_grade: str = ""
    actuals: tuple[Amount, ...] = field(default=(), metadata={"of": Amount})


@dataclass(frozen=True)
class SummaryContent(Shape):
    overview: str = ""
    highlights: str = ""
    shortcomings: str = ""
    suggestions: str = ""
    next_year: str = ""
    lines: tuple[SummaryEntry, ...] = field(default=(), metadata={"of": SummaryEntry})


@dataclass(frozen=True)
class ChangeLine(Shape):
    """One change of a plan: `item` is the code of what is changed, empty when one is added."""

    action: str = ""
    item: str = ""
    wording: Item = field(default_factory=Item, metadata={"is": Item})


@dataclass(frozen=True)
class ChangeContent(Shape):
    reason_kind: str = ""
    reason: str = ""
    lines: tuple[ChangeLine, ...] = field(default=(), metadata={"of": ChangeLine})


Content = PlanContent | SheetContent | SummaryContent | ChangeContent
CONTENTS: Final[Mapping[str, type[Content]]] = {
    DocumentKind.PLAN: PlanContent,
    DocumentKind.SHEET: SheetContent,
    DocumentKind.SUMMARY: SummaryContent,
    DocumentKind.CHANGE: ChangeContent,
    DocumentKind.CORRECTION: SummaryContent,
}


def read_content(kind: str, data: object) -> Content:
    """Read a draft or a version's payload as the content of its kind of document."""
    return CONTENTS[kind].read(data)


def day_of(text: str) -> dt.date | None:
    """Read a day typed as YYYY-MM-DD (2022/3/1 and full-width digits too); None if it is none."""
    parts = _plain(text).replace("/", "-").replace(".", "-").split("-")
    try:
        year, month, day = map(int, parts)
        return dt.date(year, month, day)
    except ValueError:
        return None


def number_of(text: str) -> Decimal | None:
    """Read a number of zero or more, with or without thousands separators; None if it is none."""
    try:
        number = Decimal(_plain(text).replace(",", ""))
    except InvalidOperation:
        return None
    return number if number.is_finite() and number >= 0 else None


def quarter_of(text: str) -> int | None:
    """Read a quarter from 1 to 4; None if it is none."""
    typed = _plain(text).lower().removeprefix("q")
    return int(typed) if typed in ("1", "2", "3", "4") else None


def _plain(text: str) -> str:
    """Full-width digits and signs as half-width ones."""
    return unicodedata.normalize("NFKC", text).strip()


def _written(value: Any) -> Any:
    if isinstance(value, Shape):
        return {each.name: _written(getattr(value, each.name)) for each in _fields(value)}
    return [_written(one) for one in value] if isinstance(value, tuple) else value


def _fields(shape: Any) -> tuple[dataclasses.Field[Any], ...]:
    return dataclasses.fields(shape)


def _read(each: dataclasses.Field[Any], value: object) -> Any:
    if "is" in each.metadata:
        return each.metadata["is"].read(value)
    if "of" in each.metadata:
        return tuple(each.metadata["of"].read(one) for one in _listed(value))
    if each.type is bool:
        return each.default if value is None else value is True
    if each.type is str:
        return value if isinstance(value, str) else "" if value is None else str(value)
    return tuple(one for one in _listed(value) if isinstance(one, str))


def _listed(value: object) -> list[Any]:
    return list(value) if isinstance(value, (list, tuple)) else []
