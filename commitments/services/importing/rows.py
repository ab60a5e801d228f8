"""One row of the list: its values, and what is wrong with its cells."""

import datetime as dt
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Final

from django.utils.translation import gettext as _

from commitments.enums import Document
from commitments.services.importing.cells import READERS, clean
from commitments.services.importing.codes import damaged_number
from commitments.services.importing.headings import COLUMNS, Layout
from commitments.services.importing.industries import Industries
from commitments.services.importing.places import PlaceRefused, Places
from commitments.services.importing.problems import CellRefused, Problem, problem_at
from commitments.services.importing.shown import Shown
from commitments.services.importing.warning_list import Warnings
from core.text import comparison_key

Cells = list[str | None]
Reader = Callable[[str], Any]
# What the other columns hold repeats from row to row: it is read, and kept in memory, once.
_ONCE_IN_A_LIST: Final = frozenset(
    {"name", "uscc", "code", "short_name", "english_name", "former_names", "certificate_number"}
    | {"website", "note"}
)
REQUIRED: Final = tuple(column.key for column in COLUMNS.values() if column.is_required)
_NATIONAL_AUTHORITY: Final = "10"


@dataclass(slots=True)
class Row:
    """What one row states. None means: nothing, or nothing that could be read.

    `unread` names the columns whose cells hold something else. `name_key` compares the name;
    `is_named_as_before` is set when the register knows the organisation by a newer name than the
    list does. `target` is the organisation's id, or a negative number for a new one.
    """

    number: int
    name: str | None = None
    kind: str | None = None
    uscc: str | None = None
    code: str | None = None
    short_name: str | None = None
    english_name: str | None = None
    former_names: tuple[str, ...] | None = None
    province: str | None = None
    city: str | None = None
    county: str | None = None
    industry: str | None = None
    ownership: str | None = None
    staff_count: int | None = None
    group_name: str | None = None
    park_name: str | None = None
    website: str | None = None
    signed_on: dt.date | None = None
    document: str | None = None
    occasion: str | None = None
    signer_position: str | None = None
    certificate_number: str | None = None
    recommended_by: str | None = None
    state: str | None = None
    ended_on: dt.date | None = None
    end_reason: str | None = None
    note: str | None = None
    name_key: str = ""
    is_named_as_before: bool = False
    target: int = 0
    unread: tuple[str, ...] = ()
    problems: tuple[Problem, ...] = ()

    @property
    def signed_document(self) -> str:
        """The document: a commitment letter unless the list says otherwise."""
        return self.document or Document.LETTER


class RowReader:
    """Reads the rows of one list, each for itself."""

    def __init__(
        self,
        layout: Layout,
        *,
        today: dt.date,
        warnings: Warnings,
        damaged: Iterable[tuple[int, int]] = (),
        errors: Mapping[tuple[int, int], str] | None = None,
    ) -> None:
        self.layout = layout
        self.places = Places()
        self.industries = Industries()
        self.shown = Shown(self.places, self.industries)
        self._today = today
        self._warnings = warnings
        self._spoilt = _spoilt_cells(damaged, errors or {})
        readers: dict[str, Reader] = {
            **READERS,
            "province": self.places.province,
            "city": str,
            "county": str,
            "industry": self.industries.read,
        }
        self._columns: list[tuple[str, int, Reader, dict[str, tuple[str, Any]] | None]] = [
            (key, place, readers[key], None if key in _ONCE_IN_A_LIST else {})
            for key, place in layout.places.items()
        ]

    def read_all(self, rows: Iterable[tuple[int, Cells]]) -> Iterator[Row]:
        """Give the rows of the list, each with its problems."""
        for number, cells in rows:
            yield self.read(number, cells)

    def read(self, number: int, cells: Cells) -> Row:
        """Give what the row states and every problem of its cells."""
        row = Row(number)
        texts = self._spoilt_texts(row, cells) if number in self._spoilt else {}
        for key, place, reader, known in self._columns:
            raw = cells[place]
            if raw is None or key in texts:
                continue
            if known is not None and raw in known:
                texts[key], value = known[raw]
                setattr(row, key, value)
            elif text := clean(raw):
                texts[key] = text
                self._read_cell(row, key, text, reader)
                if known is not None and key not in row.unread:
                    known[raw] = text, getattr(row, key)
        self._check_required(row, texts)
        self._locate(row, texts)
        self._check_days(row, texts)
        row.name_key = comparison_key(row.name or "")
        if len(row.problems) > 1:
            row.problems = tuple(sorted(row.problems, key=_by_column))
        return row

    def _read_cell(self, row: Row, key: str, text: str, reader: Reader) -> None:
        try:
            setattr(row, key, reader(text))
        except CellRefused as why:
            row.unread += (key,)
            self._refuse(row, key, text, why)

    def refuse(self, row: Row, key: str, reason: str, remedy: str, value: object = "") -> None:
        """Note a problem of the row that shows only beside other rows or the register."""
        shown = value or self.shown(key, getattr(row, key))
        self._refuse(row, key, shown, CellRefused(reason, remedy))

    def _refuse(self, row: Row, key: str, value: object, why: CellRefused) -> None:
        row.problems += (problem_at(self.layout, key, row.number, value, why),)

    def _spoilt_texts(self, row: Row, cells: Cells) -> dict[str, str]:
        """Refuse the cells that the spreadsheet has spoilt: they hold something, but no text."""
        spoilt = self._spoilt[row.number]
        texts = {}
        for key, place, _reader, _known in self._columns:
            if place in spoilt:
                text, refusal = spoilt[place]
                self._refuse(row, key, cells[place] or text, refusal())
                texts[key] = ""
                row.unread += (key,)
        return texts

    def _check_required(self, row: Row, texts: Mapping[str, str]) -> None:
        if self.layout.is_partial:
            self._check_identified(row, texts)
            return
        for key in REQUIRED:
            if key not in texts:
                reason = _("This cell must not be empty.")
                remedy = _("Fill it in, or delete the row.")
                self._refuse(row, key, "", CellRefused(reason, remedy))

    def _check_identified(self, row: Row, texts: Mapping[str, str]) -> None:
        if texts.keys().isdisjoint(self.layout.identifying):
            reason = _("The row does not say which organisation it is about.")
            remedy = _("Fill this cell in, or delete the row.")
            self._refuse(row, self.layout.identifying[-1], "", CellRefused(reason, remedy))

    def locate_in(self, row: Row, province: str | None) -> None:
        """Find city and county of a row that names no province in the one of the register."""
        texts = {"city": row.city or "", "county": row.county or ""}
        if row.province is not None or not any(texts.values()):
            return
        if province is None:
            key = "city" if row.city else "county"
            reason = _("The register has no province of this organisation.")
            remedy = _("Add the column “%(column)s” and fill it in.")
            words = {"column": COLUMNS["province"].label}
            self._refuse(row, key, texts[key], CellRefused(reason, remedy % words))
            row.city = row.county = None
            return
        row.province = province
        self._locate(row, texts)

    def _locate(self, row: Row, texts: Mapping[str, str]) -> None:
        if row.province is None and self.layout.is_partial and "province" not in row.unread:
            return  # as typed, until it is known where the organisation stands: `locate_in`
        row.city = row.county = None
        if row.province is None:
            return
        try:
            place = self.places.locate(row.province, texts.get("city", ""), texts.get("county", ""))
        except PlaceRefused as why:
            self._refuse(row, why.key, texts.get(why.key, ""), why)
            return
        row.city, row.county = place.city, place.county
        for key, text in place.unknown:
            self._warnings.unknown_place(key, text, self.places.label(row.province), row.number)
        if row.uscc and row.uscc[2:4] not in (row.province[:2], _NATIONAL_AUTHORITY):
            self._warnings.foreign_code(row.number)

    def _check_days(self, row: Row, texts: Mapping[str, str]) -> None:
        for key in ("signed_on", "ended_on"):
            day = getattr(row, key)
            if day is not None and day > self._today:
                reason = _("This day is still to come.")
                remedy = _("Enter today or an earlier day.")
                self._refuse(row, key, texts[key], CellRefused(reason, remedy))
                setattr(row, key, None)
                row.unread += (key,)
        if row.signed_on and row.ended_on and row.ended_on < row.signed_on:
            self._refuse(row, "ended_on", texts["ended_on"], ends_too_early(row.signed_on))


def _by_column(problem: Problem) -> tuple[int, str]:
    return len(problem.cell), problem.cell


def ends_too_early(signed_on: dt.date) -> CellRefused:
    """Give the refusal of an end before the signing."""
    return CellRefused(
        _("The end is earlier than the signing on %(day)s.") % {"day": signed_on.isoformat()},
        _("Correct one of the two days."),
    )


Spoilt = tuple[str, Callable[[], CellRefused]]


def _spoilt_cells(
    damaged: Iterable[tuple[int, int]], errors: Mapping[tuple[int, int], str]
) -> dict[int, dict[int, Spoilt]]:
    """Give the cells, by row and place, that the spreadsheet itself has spoilt."""
    spoilt: dict[int, dict[int, Spoilt]] = {}
    for number, place in damaged:
        spoilt.setdefault(number, {})[place] = ("", damaged_number)
    for (number, place), text in errors.items():
        spoilt.setdefault(number, {})[place] = (text, _error_value)
    return spoilt


def _error_value() -> CellRefused:
    return CellRefused(
        _("The cell holds an error of the spreadsheet."),
        _("Enter the value itself instead of the formula."),
    )
