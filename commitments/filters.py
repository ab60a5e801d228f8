"""From an address to a selection: every parameter is read, and what cannot be used is said."""

import datetime as dt
import re
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any, Final

from django.http import Http404, QueryDict
from django.utils.translation import gettext as _

from commitments.enums import (
    Kind,
    Ownership,
    Size,
    Status,
)
from commitments.models import Organisation
from commitments.queries.keeping import reference
from commitments.queries.reference import city_names
from commitments.queries.selection import (
    BY_RELEVANCE,
    NOT_KNOWN,
    ORDERS,
    PARAMETERS,
    Selection,
    Term,
)
from commitments.services import naming
from core.days import asked_day
from core.parts import filter_of
from core.text import tidy

LISTING: Final = "commitments.register"
LONGEST_SEARCH: Final = 100
MOST_TERMS: Final = 8
MOST_VALUES: Final = 100
LONGEST_QUOTED: Final = 40


class TooMuchAsked(ValueError):
    """The address is longer than anybody would write; the text says what is too much."""


@dataclass
class Reading:
    """What was read of an address: the selection, and in sentences what could not be used."""

    selection: Selection
    faults: list[str] = field(default_factory=list)


def read(
    address: QueryDict, *, today: dt.date, version: int, also: tuple[str, ...] = ()
) -> Reading:
    """This will read the register's address; `also` names parameters that somebody else reads.

    Raises TooMuchAsked, and Http404 for a page that cannot be.
    """
    _refuse_too_much(address)
    return _Reader(address, today, version).read(also)


def _refuse_too_much(address: QueryDict) -> None:
    if sum(len(values) for _name, values in address.lists()) > MOST_VALUES:
        raise TooMuchAsked(_("The address asks for too many things at once. Choose fewer filters."))
    if any(len(text) > LONGEST_SEARCH for text in address.getlist("q")):
        raise TooMuchAsked(
            _("The search text is too long: %(most)s characters are enough for any name.")
            % {"most": LONGEST_SEARCH}
        )


class _Reader:
    """Reads one address parameter by parameter and collects what is wrong with it."""

    def __init__(self, address: QueryDict, today: dt.date, version: int) -> None:
        self._address = address
        self._today = today
        self._version = version
        self._faults: list[str] = []

    def read(self, also: tuple[str, ...]) -> Reading:
        self._name_unknown(also)
        typed, terms = self._search()
        snapshot, counted = self._snapshot()
        group, in_group = self._group()
        park, in_park = self._park()
        cities, names = self._cities()
        industry, prefixes = self._industries()
        selection = Selection(
            q=typed,
            terms=terms,
            kind=self._words("kind", Kind.values),
            province=self._provinces(),
            industry=industry,
            industry_prefixes=prefixes,
            status=self._words("status", Status.values),
            year=self._years(),
            group=group,
            in_group=in_group,
            city=cities,
            city_names=names,
            ownership=self._words("ownership", Ownership.values, NOT_KNOWN),
            size=self._words("size", Size.values, NOT_KNOWN),
            park=park,
            in_park=in_park,
            as_at=self._day(snapshot),
            snapshot=snapshot,
            counted=counted,
            sort=self._sort(bool(terms)),
            page=self._page(),
        )
        return Reading(selection, self._faults)

    def _fault(self, sentence: str, **words: object) -> None:
        self._faults.append(sentence % words)

    def _name_unknown(self, also: tuple[str, ...]) -> None:
        for name in self._address:
            if name not in PARAMETERS and name not in also:
                self._fault(
                    _("The register knows no “%(name)s”; it was left aside."), name=_quoted(name)
                )

    def _one(self, name: str) -> str:
        """The last value wins, as it does everywhere on the web, but not silently."""
        values = [value.strip() for value in self._address.getlist(name) if value.strip()]
        if len(set(values)) > 1:
            self._fault(
                _("“%(name)s” stands in the address several times; “%(value)s” was used."),
                name=name,
                value=_quoted(values[-1]),
            )
        return values[-1] if values else ""

    def _some(self, name: str, is_known: Callable[[str], bool], sentence: str) -> tuple[str, ...]:
        values = [value.strip() for value in self._address.getlist(name) if value.strip()]
        for value in values:
            if not is_known(value):
                self._fault(sentence, value=_quoted(value))
        return tuple(dict.fromkeys(filter(is_known, values)))

    def _words(self, name: str, words: list[str], *also: str) -> tuple[str, ...]:
        sentence = {
            "kind": _("There is no kind “%(value)s”; it was left aside."),
            "status": _("There is no status “%(value)s”; it was left aside."),
            "ownership": _("There is no ownership “%(value)s”; it was left aside."),
            "size": _("There is no size “%(value)s”; it was left aside."),
        }
        return self._some(name, {*words, *also}.__contains__, sentence[name])

    def _cities(self) -> tuple[tuple[str, ...], dict[str, str]]:
        typed = {value.strip() for value in self._address.getlist("city")}
        names = city_names(typed - {"", NOT_KNOWN})
        sentence = _("“%(value)s” is no code of a city (six digits); it was left aside.")
        return self._some("city", {*names, NOT_KNOWN}.__contains__, sentence), names

    def _provinces(self) -> tuple[str, ...]:
        if not any(self._address.getlist("province")):
            return ()
        known = {*reference(self._version).provinces, NOT_KNOWN}
        sentence = _("“%(value)s” is no code of a province (six digits); it was left aside.")
        return self._some("province", known.__contains__, sentence)

    def _industries(self) -> tuple[tuple[str, ...], tuple[str, ...]]:
        if not any(self._address.getlist("industry")):
            return (), ()
        known = reference(self._version)
        chosen = self._some(
            "industry",
            lambda code: code == NOT_KNOWN or code in known.industries,
            _("“%(value)s” is no code of GB/T 4754 that the register uses; it was left aside."),
        )
        return chosen, tuple(known.prefixes(chosen))

    def _years(self) -> tuple[str, ...]:
        sentence = _("“%(value)s” is no year; it was left aside.")
        return self._some("year", lambda year: bool(YEAR.fullmatch(year)), sentence)

    def _search(self) -> tuple[str, tuple[Term, ...]]:
        typed = tidy(self._one("q"))
        terms = [_term(word) for word in typed.split()[:MOST_TERMS]]
        terms = [term for term in terms if term.key]
        if typed and not terms:
            self._fault(
                _("“%(value)s” has neither letters nor digits to search for."),
                value=_quoted(typed),
            )
        if len(typed.split()) > MOST_TERMS:
            self._fault(
                _("Only the first %(most)s words of the search text were used."), most=MOST_TERMS
            )
        return typed, tuple(terms)

    def _day(self, snapshot: int | None) -> dt.date | None:
        day, fault = asked_day(self._one("as_at"), last=self._today)
        if fault:
            self._faults.append(fault)
        if day is None:
            return None
        if snapshot is not None:
            self._fault(
                _("A snapshot has its own day: as_at=%(day)s was left aside."),
                day=day.isoformat(),
            )
            return None
        return day

    def _snapshot(self) -> tuple[int | None, Any]:
        text = self._one("snapshot")
        members = filter_of(LISTING, "snapshot")
        if not text:
            return None, None
        counted = members(text) if members else None
        if counted is None:
            self._fault(
                _("There is no snapshot with the number “%(value)s”; the list is of today."),
                value=_quoted(text),
            )
            return None, None
        return int(text), counted

    def _group(self) -> tuple[str, Any]:
        code = self._one("group")
        members = filter_of(LISTING, "group")
        if not code:
            return "", None
        in_group = members(code) if members else None
        if in_group is None:
            self._fault(
                _("There is no working group “%(value)s”; it was left aside."), value=_quoted(code)
            )
            return "", None
        return code, in_group

    def _park(self) -> tuple[str, Organisation | None]:
        code = self._one("park")
        if code in ("", NOT_KNOWN):
            return code, None
        parks = Organisation.everyone.filter(kind=Kind.PARK).select_related("same_as")
        park = parks.filter(code=code).first()
        park = park and (park.same_as or park)
        if park is None:
            self._fault(
                _("There is no park with the code “%(value)s”; it was left aside."),
                value=_quoted(code),
            )
        return (park.code if park else ""), park

    def _sort(self, has_terms: bool) -> str:
        order = self._one("sort")
        if order and order not in ORDERS:
            self._fault(
                _("There is no order “%(value)s”; the list is in its usual order."),
                value=_quoted(order),
            )
            return ""
        if order == BY_RELEVANCE and not has_terms:
            self._fault(_("Without a search text there is no relevance: the order is by name."))
            return ""
        return order

    def _page(self) -> int:
        text = self._one("page") or "1"
        if not PAGE.fullmatch(text):
            raise Http404(_("There is no page “%(page)s”.") % {"page": _quoted(text)})
        return int(text)


YEAR: Final = re.compile(r"[12]\d{3}", re.ASCII)
PAGE: Final = re.compile(r"[1-9]\d{0,5}", re.ASCII)


def _term(word: str) -> Term:
    # Past the cache of `keys_of`: it is for the names of the register, not for what people type.
    keys = naming.keys_of.__wrapped__(word)
    return Term(word, keys.key, keys.syllables)


def _quoted(text: str) -> str:
    return text if len(text) <= LONGEST_QUOTED else f"{text[:LONGEST_QUOTED]}…"
