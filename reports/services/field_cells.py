"""The cells of a sheet with numbers of all: from their texts to values, and what is wrong there."""

import datetime as dt
import re
import unicodedata
from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from typing import Any, Final, NamedTuple

from django.db.models import TextChoices
from django.utils.translation import gettext as _

from commitments.services.importing.cells import (
    clean,
    read_day,
    read_website,
    read_whole_number,
    text_up_to,
)
from commitments.services.importing.industries import Industries
from commitments.services.importing.places import Places
from commitments.services.importing.problems import CellRefused
from commitments.services.importing.wording import listed
from core.sheets.grid import ERROR_TEXTS
from core.text import comparison_key
from reports.enums import Bound, Scope

FIRST_YEAR: Final = 1990
MOST: Final = 10_000_000
LONGEST_SOURCE: Final = 300
_DIVISION: Final = 2
_YEAR: Final = re.compile(r"\d{4}")
# What was said of a number by its source, and is said no more when another source is given.
_OF_SOURCE: Final[Mapping[str, Any]] = {"bound": Bound.EXACT, "source_on": None, "url": ""}
# The words of the file, whatever the language of the page.
_WORDS: Final[Mapping[type[TextChoices], Mapping[str, TextChoices]]] = {
    Scope: {
        "规上企业": Scope.ENTERPRISES,
        "规模以上企业": Scope.ENTERPRISES,
        "企业": Scope.ENTERPRISES,
        "化工园区": Scope.PARKS,
        "园区": Scope.PARKS,
    },
    Bound: {
        "准确": Bound.EXACT,
        "超过": Bound.MORE,
        "多": Bound.MORE,
        "近": Bound.NEARLY,
        "约": Bound.NEARLY,
    },
}


class Key(NamedTuple):
    """What a number is of."""

    scope: str
    year: int
    province_id: str | None
    industry_id: str | None


Fault = tuple[str, CellRefused]


@dataclass
class Values:
    """What a row states; `faults` say which cells cannot be taken, and why."""

    key: Key
    stated: dict[str, Any]
    faults: list[Fault]
    name: str = ""
    is_known: bool = True

    def refuse_twice(self, first: int) -> None:
        """Refuse the row because an earlier one speaks of the same."""
        reason = _("Row %(row)s gives a number for the same year, province and industry.")
        why = CellRefused(reason % {"row": first}, _("Keep one of the two rows."))
        self.faults.append(("number", why))

    def leave_source(self, present: str) -> None:
        """Let go what another source has said, where this row does not say it anew."""
        if self.stated.get("source", present) != present:
            self.stated = {**_OF_SOURCE, **self.stated}

    def shown(self, key: str, value: Any) -> str:
        """Give a value as the page shows it."""
        if key == "bound" and value is not None:
            return str(Bound(value).label)
        if isinstance(value, dt.date):
            return value.isoformat()
        return "" if value is None else str(value)


class LineReader:
    """Reads the rows of one sheet, each for itself."""

    def __init__(self, *, today: dt.date) -> None:
        self._today = today
        self._places, self._industries = Places(), Industries()
        self._readers: Mapping[str, Callable[[str], Any]] = {
            "scope": lambda text: _word(Scope, text),
            "year": self._year,
            "province": self._places.province,
            "industry": self._division,
            "number": _number,
            "bound": lambda text: _word(Bound, text),
            "source": text_up_to(LONGEST_SOURCE),
            "source_on": self._day,
            "url": read_website,
        }

    def read(self, cells: Mapping[str, str], spoilt: Collection[str]) -> Values:
        """Give what the row states and every fault of its cells."""
        found: dict[str, Any] = {}
        faults: list[Fault] = []
        for key, raw in cells.items():
            text = clean(raw)
            if not text and key not in spoilt:
                continue
            try:
                if key in spoilt or _is_error(text):
                    raise _error_value()
                found[key] = self._readers[key](text)
            except CellRefused as why:
                faults.append((key, why))
        return self._values(found, faults)

    def _values(self, found: dict[str, Any], faults: list[Fault]) -> Values:
        wrong = {key for key, _why in faults}
        for key in ("year", "number", "source"):
            if key not in found and key not in wrong:
                reason = _("This cell must not be empty.")
                faults.append((key, CellRefused(reason, _("Fill it in, or delete the row."))))
        scope = found.get("scope", Scope.ENTERPRISES)
        about = Key(str(scope), found.get("year", 0), found.get("province"), found.get("industry"))
        if scope == Scope.PARKS and about.industry_id:
            reason = _("Parks are counted by province alone.")
            faults.append(("industry", CellRefused(reason, _("Empty this cell."))))
        parts = ("scope", "year", "province", "industry")
        stated = {each: value for each, value in found.items() if each not in parts}
        is_known = about.year > 0 and wrong.isdisjoint(parts)
        return Values(about, stated, faults, self._name(about, scope), is_known)

    def _name(self, key: Key, scope: Scope) -> str:
        place, industry = (
            self._places.label(key.province_id),
            self._industries.label(key.industry_id),
        )
        return " ".join(filter(None, [str(key.year or ""), str(scope.label), place, industry]))

    def _year(self, text: str) -> int:
        plain = unicodedata.normalize("NFKC", text).removesuffix("年")
        if not _YEAR.fullmatch(plain) or not FIRST_YEAR <= int(plain) <= self._today.year:
            raise CellRefused(
                _("This is not a year from %(first)s to %(last)s.")
                % {"first": FIRST_YEAR, "last": self._today.year},
                _("Write four digits, for example 2023."),
            )
        return int(plain)

    def _division(self, text: str) -> str:
        code = self._industries.read(text)
        if len(code) != _DIVISION or not code.isdecimal():
            raise CellRefused(
                _("Numbers are entered for divisions of two digits."),
                _("Write two digits, for example %(code)s.")
                % {"code": code[:_DIVISION] if code[:_DIVISION].isdecimal() else "26"},
            )
        return code

    def _day(self, text: str) -> dt.date:
        day = read_day(text)
        if day > self._today:
            raise CellRefused(_("This day is still to come."), _("Enter today or an earlier day."))
        return day


def _number(text: str) -> int:
    plain = unicodedata.normalize("NFKC", text).replace(" ", "").removesuffix("家")
    count = read_whole_number(plain)
    if not 0 < count <= MOST:
        raise CellRefused(
            _("A number of all is above zero and below ten million."),
            _("Check it; delete the row where nothing is known."),
        )
    return count


def _word(choices: type[TextChoices], text: str) -> TextChoices:
    words = _WORDS[choices]
    known = {comparison_key(word): member for word, member in words.items()}
    known |= {comparison_key(str(each.label)): each for each in choices}
    known |= {comparison_key(each.value): each for each in choices if each.value}
    member = known.get(comparison_key(text))
    if member is None:
        raise CellRefused(
            _("The word is not known here."),
            _("Write one of: %(words)s.") % {"words": listed(words)},
        )
    return member


def _is_error(text: str) -> bool:
    return unicodedata.normalize("NFKC", text).upper() in ERROR_TEXTS


def _error_value() -> CellRefused:
    return CellRefused(
        _("The cell holds an error of the spreadsheet."),
        _("Enter the value itself instead of the formula."),
    )
