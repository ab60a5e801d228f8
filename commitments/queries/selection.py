"""What an address asks of the register, read and checked (`filters.py` makes it)."""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Final

from django.db.models import QuerySet
from django.utils.http import urlencode

from commitments.enums import LISTED_STATUSES, Status
from commitments.models import Organisation

# Those with counts beside the list, in the order of the page.
FACETS: Final = ("kind", "province", "industry", "status", "year")
# Those without counts beside the list: a figure's list is narrowed by them.
PLAIN: Final = ("city", "ownership", "size")
# What the register is asked as at: not a narrowing, but another source of the same columns.
SOURCES: Final = ("as_at", "snapshot")
PARAMETERS: Final = ("q", *FACETS, *PLAIN, "group", "park", *SOURCES, "sort", "page")
NOT_KNOWN: Final = "none"

BY_NAME: Final = "name"
BY_RELEVANCE: Final = "relevance"
NEWEST: Final = "-signed_on"
OLDEST: Final = "signed_on"
ORDERS: Final = (BY_NAME, NEWEST, OLDEST, BY_RELEVANCE)


@dataclass(frozen=True)
class Term:
    """One word of the search text, in the forms in which it is looked up."""

    typed: str
    key: str
    syllables: str


@dataclass(frozen=True, kw_only=True)
class Selection:
    """Everything the address says about which organisations are meant, and in which order."""

    q: str = ""
    terms: tuple[Term, ...] = ()
    kind: tuple[str, ...] = ()
    province: tuple[str, ...] = ()
    industry: tuple[str, ...] = ()
    status: tuple[str, ...] = ()
    year: tuple[str, ...] = ()
    city: tuple[str, ...] = ()
    ownership: tuple[str, ...] = ()
    size: tuple[str, ...] = ()
    group: str = ""
    park: str = ""
    as_at: dt.date | None = None
    snapshot: int | None = None
    sort: str = ""
    page: int = 1
    # What city, industry, group, park and snapshot were found to be.
    city_names: Mapping[str, str] = field(default_factory=dict, compare=False, repr=False)
    industry_prefixes: tuple[str, ...] = field(default=(), compare=False, repr=False)
    in_group: QuerySet[Organisation] | None = field(default=None, compare=False, repr=False)
    in_park: Organisation | None = field(default=None, compare=False, repr=False)
    counted: QuerySet | None = field(default=None, compare=False, repr=False)

    def chosen(self, facet: str) -> tuple[str, ...]:
        """Give the values chosen of a facet, or of what narrows without counts."""
        values: tuple[str, ...] = getattr(self, facet)
        return values

    @property
    def order(self) -> str:
        """The order of the list: as asked, else by relevance of a search, else by name."""
        return self.sort or (BY_RELEVANCE if self.terms else BY_NAME)

    @property
    def statuses(self) -> tuple[str, ...]:
        """The statuses that are listed; empty means every one. THE rule, said by `views.words`.

        Chosen ones; else a snapshot or a day with those in force then, a search with everybody it
        finds, and the plain list with those committed or suspended today.
        """
        if self.status:
            return self.status
        if self.snapshot is not None or self.as_at is not None:
            return (Status.IN_FORCE,)
        return () if self.terms else tuple(LISTED_STATUSES)

    @property
    def may_lack_a_day(self) -> bool:
        """Whether some of those listed may have signed nothing, and so have no day."""
        return not self.statuses or Status.NONE in self.statuses

    @property
    def narrowing_count(self) -> int:
        """How many values of facets and the like were chosen."""
        return sum(len(self.chosen(name)) for name in (*FACETS, *PLAIN))

    def parameters(self, *, without: tuple[str, ...] = ()) -> list[tuple[str, str]]:
        """Give what was asked as names and values, in one order, without what is by itself so."""
        pairs = [(name, value) for name in PARAMETERS for value in self._values(name)]
        return [(name, value) for name, value in pairs if name not in without]

    def address(self, *, without: tuple[str, ...] = ()) -> str:
        """Give the query string that asks the same."""
        return urlencode(self.parameters(without=without))

    def without(self, name: str) -> "Selection":
        """Give the same without this narrowing."""
        nothing: Mapping[str, dict[str, object]] = {
            "q": {"q": "", "terms": ()},
            "group": {"group": "", "in_group": None},
            "park": {"park": "", "in_park": None},
            "snapshot": {"snapshot": None, "counted": None},
            "as_at": {"as_at": None},
        }
        return replace(self, page=1, **nothing.get(name, {name: ()}))  # type: ignore[arg-type]

    def _values(self, name: str) -> list[str]:
        value = getattr(self, name)
        if name == "page":
            return [str(value)] if value > 1 else []
        if isinstance(value, tuple):
            return list(value)
        return [] if value in ("", None) else [str(value)]
