"""What the columns of a file mean: read from their headings, guessed, or chosen by a person.

A guess is only ever offered: nothing is compared with the register before somebody confirms it.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from difflib import SequenceMatcher
from itertools import islice
from typing import Any, Final

from django.utils.translation import gettext as _

from commitments.enums import Kind, State
from commitments.services.importing.headings import (
    COLUMNS,
    ROWS_ABOVE_HEADINGS,
    HeadingsNotUsable,
    Layout,
    is_heading_row,
    key_of_heading,
    missing_of,
)
from commitments.services.importing.wording import listed
from commitments.services.importing.words import words_of
from core.sheets.cells import address
from core.sheets.reading import Row, SheetTable
from core.text import comparison_key, tidy

LEFT_ASIDE: Final = ""
SAMPLES: Final = 3
LONGEST_SAMPLE: Final = 24
# Alike enough to be offered: 企业全称 and 单位名称 are not, 企业名称 and 名称 are.
LIKELY: Final = 0.55
_DAY: Final = re.compile(r"(19|20)\d\d[-/.年]\d{1,2}([-/.月]\d{1,2}日?)?")
_CODE: Final = re.compile(r"[0-9A-HJ-NP-Y]{2}\d{6}[0-9A-Z]{10}", re.IGNORECASE)
_ADDRESS: Final = re.compile(r"(https?://|www\.)\S+", re.IGNORECASE)
_FIRM: Final = re.compile(r"(公司|厂|集团|大学|学院|协会|园区|开发区)")


@dataclass(frozen=True)
class Choice:
    """Which row holds the headings, and what a person says that columns mean: place -> key."""

    row: int
    meanings: Mapping[int, str] = field(default_factory=dict)

    def as_json(self) -> dict[str, Any]:
        """Give the choice as a batch keeps it."""
        return {
            "row": self.row,
            "meanings": {str(place): key for place, key in self.meanings.items()},
        }

    @classmethod
    def of(cls, kept: Mapping[str, Any]) -> "Choice | None":
        """Read a choice that a batch has kept; None where nobody has chosen."""
        if not kept:
            return None
        meanings = {int(place): str(key) for place, key in kept["meanings"].items()}
        return cls(int(kept["row"]), meanings)


@dataclass(frozen=True)
class ColumnSeen:
    """A column of the file as a person is asked about it; `key` is what it is taken for."""

    place: int
    letter: str
    heading: str
    samples: tuple[str, ...]
    key: str
    is_guess: bool

    def as_json(self) -> dict[str, Any]:
        """Give it as a report keeps it."""
        return self.__dict__ | {"samples": list(self.samples)}


class MeaningsUnclear(HeadingsNotUsable):
    """Too little is known of what the columns mean; `columns` are those to be asked about."""

    def __init__(self, sentence: str, row: int, columns: list[ColumnSeen]) -> None:
        super().__init__(sentence)
        self.row = row
        self.columns = columns


def find_headings(table: SheetTable, choice: Choice | None = None) -> Row:
    """Give the heading row and take from the table what stands above: some lists have a title.

    Without a row that names known columns it is the first of those with the most texts.
    """
    top = [table.heading, *table.rows[:ROWS_ABOVE_HEADINGS]]
    place = next((n for n, row in enumerate(top) if _is_it(row, choice)), None)
    if place is None:
        place = max(range(len(top)), key=lambda n: (_texts(top[n]), -n))
    del table.rows[:place]
    return top[place]


def _is_it(row: Row, choice: Choice | None) -> bool:
    return row.number == choice.row if choice else is_heading_row(row.cells)


def _texts(row: Row) -> int:
    """Count the different cells that could be headings: long texts and numbers are none."""
    cells = {tidy(cell) for cell in row.cells if cell}
    return sum(not text.isdecimal() and len(text) <= LONGEST_SAMPLE for text in cells if text)


def columns_seen(
    heading: Row, rows: Sequence[Row], choice: Choice | None = None
) -> list[ColumnSeen]:
    """Give the columns that have a heading or content, each with what it is taken for."""
    samples = [_samples(rows, place) for place in range(len(heading.cells))]
    texts = [tidy(cell or "") for cell in heading.cells]
    chosen = choice.meanings if choice else {}
    keys = {place: _known(place, text, chosen) for place, text in enumerate(texts)}
    free = {
        place: (texts[place], samples[place])
        for place, key in keys.items()
        if key is None and (texts[place] or samples[place])
    }
    guesses = _guesses(free, taken=set(keys.values()))
    return [
        ColumnSeen(
            place=place,
            letter=address(1, place)[:-1],
            heading=texts[place],
            samples=tuple(samples[place]),
            key=key if key is not None else guesses.get(place, LEFT_ASIDE),
            is_guess=key is None and place in guesses,
        )
        for place, key in keys.items()
        if texts[place] or samples[place]
    ]


def would_choosing_help(columns: Sequence[ColumnSeen]) -> bool:
    """Tell whether there are enough columns, and one that could mean what is missing."""
    keys = [key_of_heading(column.heading) for column in columns]
    is_like_a_list = len(keys) > 1 and any(column.key for column in columns)
    is_long = len(keys) >= len(missing_of(()))
    return (is_like_a_list or is_long) and (None in keys or len(set(keys)) < len(keys))


def ask_about_guesses(layout: Layout, columns: list[ColumnSeen]) -> None:
    """Let a person say what columns mean before a list counts as partial. Raises MeaningsUnclear.

    Without a guess there is nothing to ask: what no heading names is left aside.
    """
    if layout.is_partial and any(column.is_guess for column in columns):
        missing = listed(column.label for column in missing_of(layout.places))
        sentence = _(
            "These columns of a whole list are missing: %(columns)s. Say what the columns mean; "
            "without them the list only changes organisations that the register knows."
        )
        raise MeaningsUnclear(sentence % {"columns": missing}, layout.row, columns)


def _known(place: int, text: str, chosen: Mapping[int, str]) -> str | None:
    if place in chosen:
        return chosen[place]
    return key_of_heading(text)


def _samples(rows: Sequence[Row], place: int) -> list[str]:
    cells = (tidy(row.cells[place] or "") for row in rows)
    return [text[:LONGEST_SAMPLE] for text in islice(filter(None, cells), SAMPLES)]


def _guesses(
    columns: Mapping[int, tuple[str, Sequence[str]]], *, taken: set[str | None]
) -> dict[int, str]:
    """Give each column and each meaning at most one partner, the likeliest first."""
    scored = sorted(
        (
            (_likeness(key, heading, samples), place, key)
            for place, (heading, samples) in columns.items()
            for key in COLUMNS
            if key not in taken
        ),
        key=lambda found: (-found[0], found[1]),
    )
    guesses: dict[int, str] = {}
    for score, place, key in scored:
        if score >= LIKELY and place not in guesses and key not in guesses.values():
            guesses[place] = key
    return guesses


def _likeness(key: str, heading: str, samples: Sequence[str]) -> float:
    """Tell how likely a column means this: by its heading, and by what its cells look like."""
    typed = comparison_key(heading)
    spelled = [comparison_key(spelling) for spelling in COLUMNS[key].spellings]
    by_heading = max((_alike(typed, spelling) for spelling in spelled), default=0.0)
    return by_heading + (
        LIKELY if samples and all(_looks_like(key, text) for text in samples) else 0
    )


def _alike(typed: str, spelling: str) -> float:
    if len(spelling) > 1 and typed and (spelling in typed or typed in spelling):
        return 0.4 + 0.5 * min(len(typed), len(spelling)) / max(len(typed), len(spelling))
    return SequenceMatcher(None, typed, spelling).ratio()


def _looks_like(key: str, text: str) -> bool:
    match key:
        case "uscc":
            return bool(_CODE.fullmatch(text.replace(" ", "")))
        case "signed_on":
            return bool(_DAY.match(text))
        case "name":
            return bool(_FIRM.search(text))
        case "kind" | "state":
            return comparison_key(text) in words_of({"kind": Kind, "state": State}[key])
        case "website":
            return bool(_ADDRESS.fullmatch(text))
    return False
