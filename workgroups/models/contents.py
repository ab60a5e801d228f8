"""What the documents of a body's year say, as typed shapes over the JSON of drafts and versions.

`services.checking` says what is missing before a document is handed in; after that the values can
be read as days and numbers.
"""

import datetime as dt
import re
import secrets
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Final

from django.utils.translation import gettext_lazy as _

from core.shapes import Shape, flag, hidden, names, part, parts, text
from workgroups.enums import (
    ChangeAction,
    ChangeReason,
    DocumentKind,
    ItemKind,
    Measure,
    ProgressStatus,
    ResultGrade,
)

KEY_LETTERS: Final = 8
# Up to 12 digits: nothing that is counted here is larger, and "1e999" is a slip.
NUMBER: Final = re.compile(r"[0-9]{1,12}(?:[.][0-9]{1,4})?")


def new_key() -> str:
    """Give the key by which an item is known through all versions of its document."""
    return secrets.token_hex(KEY_LETTERS // 2)


@dataclass(frozen=True)
class Answer(Shape):
    """What the authors answer to a remark of the reviewers, until it is handed in with the rest."""

    remark: str = hidden()
    text: str = text(_("answer"), is_long=True)


@dataclass(frozen=True)
class Amount(Shape):
    """A measured target or result: `measure` is one of `enums.Measure`, `value` a number."""

    measure: str = text(_("what is counted"), choices=Measure)
    value: str = text(_("number"))

    @property
    def is_empty(self) -> bool:
        return not self.value.strip()


@dataclass(frozen=True)
class Item(Shape):
    """One item of a plan; `cooperating` are codes of bodies, `carried_from` of an earlier item."""

    key: str = hidden()
    title: str = text(_("title"))
    kind: str = text(_("kind"), choices=ItemKind)
    description: str = text(_("description"), is_long=True)
    expected_result: str = text(_("expected result"), is_long=True)
    targets: tuple[Amount, ...] = parts(_("targets"), Amount)
    quarter: str = text(_("quarter"))
    starts_on: str = text(_("starts on"), is_day=True)
    due_on: str = text(_("due on"), is_day=True)
    owner: str = text(_("in charge"))
    cooperating: tuple[str, ...] = names(_("together with"))
    is_public: bool = flag(_("public"), default=True)
    carried_from: str = hidden(_("carried from"))
    source_text: str = hidden(_("original sentence"))


@dataclass(frozen=True)
class PlanContent(Shape):
    preface: str = text(_("preface"), is_long=True)
    items: tuple[Item, ...] = parts(_("items"), Item, by="key")
    resources: str = text(_("resources needed"), is_long=True)
    help_wanted: str = text(_("help wanted from the secretariat"), is_long=True)
    answers: tuple[Answer, ...] = parts(_("answers"), Answer, by="remark")


@dataclass(frozen=True)
class SheetLine(Shape):
    """What a quarter's sheet says of one item, named by its code; `evidence` are its numbers."""

    item: str = hidden()
    status: str = text(_("status"), choices=ProgressStatus)
    grade: str = text(_("result in the group's own view"), choices=ResultGrade)
    note: str = text(_("what was done"), is_long=True)
    problems: str = text(_("difficulties"), is_long=True)
    next_step: str = text(_("next step"), is_long=True)
    actuals: tuple[Amount, ...] = parts(_("achieved"), Amount)
    needs_help: bool = flag(_("help wanted"))
    is_shared: bool = flag(_("difficulties shown to the other groups"))
    evidence: tuple[str, ...] = names(_("evidence"))


@dataclass(frozen=True)
class SheetContent(Shape):
    lines: tuple[SheetLine, ...] = parts(_("items"), SheetLine, by="item")
    answers: tuple[Answer, ...] = parts(_("answers"), Answer, by="remark")


@dataclass(frozen=True)
class SummaryEntry(Shape):
    """What a summary says of one item, or of work that was not planned (`item` empty)."""

    key: str = hidden()
    item: str = hidden()
    kind: str = text(_("kind"), choices=ItemKind)
    title: str = text(_("title"))
    outcome: str = text(_("what came out"), is_long=True)
    own_grade: str = text(_("own grade"), choices=ResultGrade)
    actuals: tuple[Amount, ...] = parts(_("achieved"), Amount)

    @property
    def grade_words(self) -> str:
        """The own grade, as people say it."""
        return str(dict(ResultGrade.choices).get(self.own_grade, ""))


@dataclass(frozen=True)
class SummaryContent(Shape):
    overview: str = text(_("overview"), is_long=True)
    lines: tuple[SummaryEntry, ...] = parts(_("items"), SummaryEntry, by="key")
    highlights: str = text(_("highlights"), is_long=True)
    shortcomings: str = text(_("shortcomings"), is_long=True)
    suggestions: str = text(_("suggestions"), is_long=True)
    next_year: str = text(_("directions of the next year"), is_long=True)
    answers: tuple[Answer, ...] = parts(_("answers"), Answer, by="remark")


@dataclass(frozen=True)
class ChangeLine(Shape):
    """One change of a plan: `item` is the code of what is changed, empty when one is added."""

    key: str = hidden()
    action: str = text(_("change"), choices=ChangeAction)
    item: str = hidden(_("item"))
    wording: Item = field(default_factory=Item, metadata=part(_("new wording"), Item))


@dataclass(frozen=True)
class ChangeContent(Shape):
    reason_kind: str = text(_("kind of reason"), choices=ChangeReason)
    reason: str = text(_("reason"), is_long=True)
    lines: tuple[ChangeLine, ...] = parts(_("changes"), ChangeLine, by="key")
    answers: tuple[Answer, ...] = parts(_("answers"), Answer, by="remark")


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
    typed = _plain(text).replace(",", "")
    return Decimal(typed) if NUMBER.fullmatch(typed) else None


def quarter_of(text: str) -> int | None:
    """Read a quarter from 1 to 4; None if it is none."""
    typed = _plain(text).lower().removeprefix("q")
    return int(typed) if typed in ("1", "2", "3", "4") else None


def _plain(text: str) -> str:
    """Full-width digits and signs as half-width ones."""
    return unicodedata.normalize("NFKC", text).strip()
