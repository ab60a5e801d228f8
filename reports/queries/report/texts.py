"""Texts of chapters: paragraphs in which figures stand as places to be filled in."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Final

from reports.queries.definitions import TABLES
from reports.queries.figures import Year
from reports.queries.report.blocks import Block, Piece, figure, paragraph, words

_PLACE: Final = re.compile(r"\{(\w+)\}")
_WORDS: Final = ("year", "next_year", "as_at", "rule")
# "{enterprises}" is the total of "signatories.enterprises".
FIGURES: Final[Mapping[str, str]] = {table.key.rpartition(".")[2]: table.key for table in TABLES}
PLACES: Final = frozenset({*_WORDS, *FIGURES})
# A number typed by hand. Years, days, standards, “1+3” and the like are names, not figures.
_TYPED: Final = re.compile(
    r"(?<![\w.+/“-])\d{2,}(?:[.,]\d+)?(?=\s*[余多]?\s*(?:家|个|人|项|%|％|万|亿))"
)


@dataclass(frozen=True)
class Facts:
    """What the places of a text are filled in with."""

    pieces: Mapping[str, Piece] = field(default_factory=dict)

    def fill(self, text: str) -> list[Piece]:
        """Give the text in pieces; a place that cannot be filled in stays as it was typed."""
        found: list[Piece] = []
        end = 0
        for place in _PLACE.finditer(text):
            if place[1] in self.pieces:
                found += [words(text[end : place.start()]), self.pieces[place[1]]]
                end = place.end()
        found.append(words(text[end:]))
        return [piece for piece in found if piece["text"]]

    def paragraphs(self, text: str) -> list[Block]:
        """Give the paragraphs of the text."""
        return [paragraph(self.fill(one)) for one in _paragraphs(text)]


def facts_of(year: Year, as_at: str) -> Facts:
    """Give the facts of a year; `as_at` is its day in words."""
    said = {
        "year": words(str(year.snapshot.year)),
        "next_year": words(str(year.snapshot.year + 1)),
        "as_at": words(as_at),
        "rule": words(year.rule),
    }
    totals = {
        name: figure(year.tables[key].total.value, year.tables[key].total.href)
        for name, key in FIGURES.items()
        if key in year.tables
    }
    return Facts(said | totals)


def unknown_places(text: str, facts: Facts) -> list[str]:
    """Give the places of the text that cannot be filled in."""
    return sorted({place for place in _PLACE.findall(text) if place not in facts.pieces})


def numbers_typed(text: str) -> list[str]:
    """Give the numbers of the text that count something and were typed by hand."""
    return _TYPED.findall(text)


def _paragraphs(text: str) -> Iterator[str]:
    for part in re.split(r"\n\s*\n|\r\n\s*\r\n", text.strip()):
        if part.strip():
            yield " ".join(line.strip() for line in part.splitlines())
