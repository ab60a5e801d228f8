"""Sections of labelled fields, and what differs between two versions of a document."""

import difflib
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Final

SAME, NEW, CHANGED, REMOVED = "same", "new", "changed", "removed"
# Words in Latin letters and numbers stay whole; every other character is a piece of its own.
PIECE: Final = re.compile(r"[A-Za-z0-9.%+-]+|\s+|.", re.DOTALL)


@dataclass(frozen=True)
class Piece:
    """A stretch of text that was kept, added or taken out."""

    text: str
    change: str  # SAME, NEW or REMOVED


@dataclass(frozen=True)
class ReadField:
    """One labelled value, and what stood there in the version before."""

    place: str
    label: str
    text: str
    before: str | None = None  # None: nothing to compare with

    @property
    def is_changed(self) -> bool:
        """Say whether it differs from the version before."""
        return self.before is not None and self.before != self.text

    @property
    def pieces(self) -> list[Piece]:
        """The text with what was taken out and what was added."""
        return list(_pieces_of(self.before or "", self.text))


@dataclass(frozen=True)
class ReadSection:
    """One part of the document: its general words, or one item or line."""

    place: str
    heading: str
    fields: tuple[ReadField, ...]
    code: str = ""
    change: str = SAME
    marks: tuple[str, ...] = field(default=())  # "carried over from …", "not public"

    @property
    def shown(self) -> list[ReadField]:
        """The fields that say something; a title that did not change is the heading already."""
        return [
            each
            for each in self.fields
            if (each.text or each.before) and (each.is_changed or not each.place.endswith("/title"))
        ]


def compared(now: ReadSection, then: ReadSection | None) -> ReadSection:
    """Say of every field what stood there in the version before; None: the section is new."""
    if then is None:
        return _with(now, NEW, lambda each: None)
    before = {each.place: each.text for each in then.fields}
    with_before = _with(now, SAME, lambda each: before.get(each.place, ""))
    is_changed = any(each.is_changed for each in with_before.fields)
    return _with(with_before, CHANGED, lambda each: each.before) if is_changed else with_before


def _with(
    section: ReadSection, change: str, before: Callable[[ReadField], str | None]
) -> ReadSection:
    fields = tuple(
        ReadField(each.place, each.label, each.text, before(each)) for each in section.fields
    )
    return ReadSection(section.place, section.heading, fields, section.code, change, section.marks)


def gone(section: ReadSection) -> ReadSection:
    """Show the section as one that the version before had and this one has not."""
    return _with(section, REMOVED, lambda each: None)


def _pieces_of(before: str, now: str) -> Iterator[Piece]:
    old, new = PIECE.findall(before), PIECE.findall(now)
    matcher = difflib.SequenceMatcher(None, old, new, autojunk=False)
    for kind, a, b, c, d in matcher.get_opcodes():
        if kind == "equal":
            yield Piece("".join(new[c:d]), SAME)
            continue
        if a < b:
            yield Piece("".join(old[a:b]), REMOVED)
        if c < d:
            yield Piece("".join(new[c:d]), NEW)
