"""What many records are to say alike, and which of them cannot say it."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any, Final

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from commitments.enums import Kind, Ownership, RegionLevel
from commitments.models import Industry, Organisation, Region
from commitments.services.uniting.fields import label_of

MOST_AT_ONCE: Final = 50_000
# What may be true of many alike. Names, codes, sites and numbers of staff are each one's own; kinds
# change on a day (`services.lineage`).
CHOICES: Final[Mapping[str, tuple[str, ...]]] = {
    "place": ("province_id", "city_id", "county_id"),
    "industry": ("industry_id",),
    "ownership": ("ownership",),
    "group_name": ("group_name",),
    "park": ("park_id", "park_name"),
}
COLUMNS: Final = tuple(column for columns in CHOICES.values() for column in columns)
# What a preview was made from: if any of it changes, what was seen is no longer what would happen.
WATCHED: Final = ("name", "kind", "same_as_id", *COLUMNS)
_COLUMN_OF: Final = {
    RegionLevel.PROVINCE: "province_id",
    RegionLevel.CITY: "city_id",
    RegionLevel.COUNTY: "county_id",
}

Row = dict[str, Any]


def watched_with(columns: Collection[str]) -> list[str]:
    """Give the columns and those that say one fact with them: a province is not true alone."""
    return [each for one in CHOICES.values() if not {*one}.isdisjoint(columns) for each in one]


@dataclass(frozen=True)
class Wish:
    """What is to be set: a region, industry, park or text for a choice; None and "" empty it."""

    values: Mapping[str, Any]

    @cached_property
    def columns(self) -> dict[str, Any]:
        """Give the columns that are written, alike in every record."""
        written: dict[str, Any] = {}
        for choice, value in self.values.items():
            written |= _columns_of(choice, value)
        return written

    def changes(self, row: Row) -> list[str]:
        """Give the choices that would say something else in the record."""
        return [
            choice
            for choice in self.values
            if any(
                column in self.columns and row[column] != self.columns[column]
                for column in CHOICES[choice]
            )
        ]


def _columns_of(choice: str, value: Any) -> dict[str, Any]:
    match choice:
        case "place" if value is not None:
            return _places_of(value)
        case "place":
            return dict.fromkeys(CHOICES["place"])
        case "park":
            return {"park_id": value.pk if value else None, "park_name": str(value or "")}
        case "industry":
            return {"industry_id": value.pk if value else None}
        case _:
            return {choice: value or ""}


def _places_of(region: Region) -> dict[str, Any]:
    """Let a county bring its city, a city its province; what lies below stays if it may."""
    found: dict[str, Any] = {"city_id": None} if region.level == RegionLevel.COUNTY else {}
    above: Region | None = region
    while above is not None:
        found[_COLUMN_OF[RegionLevel(above.level)]] = above.pk
        above = above.parent
    return found


class Judge:
    """Says why a record cannot take what is wished, from what is read once for all of them."""

    def __init__(self, wish: Wish) -> None:
        self.wish = wish
        self.region: Region | None = wish.values.get("place")
        rows = Region.objects.values_list("code", "parent_id") if self.region else []
        self.above: dict[str, str | None] = dict(rows)

    def refusal(self, row: Row) -> str:
        """Give the reason, or nothing."""
        if self.wish.values.get("park") and row["kind"] == Kind.PARK:
            return _("It is a chemical park itself, so it stands in none.")
        if self.region is None:
            return ""
        for column in ("city_id", "county_id"):
            inner = row[column]
            if inner and column not in self.wish.columns and not self._lies_inside(inner):
                return _(
                    "Its city or county is not in %(region)s: set a city or county, or empty "
                    "the place first."
                ) % {"region": self.region.label}
        return ""

    def _lies_inside(self, code: str | None) -> bool:
        while code is not None:
            if self.region is not None and code == self.region.pk:
                return True
            code = self.above.get(code)
        return False


class Words:
    """Says in words what stands in the columns of many records; each name is read once."""

    def __init__(self, rows: list[Row], wish: Wish) -> None:
        self._asked, self._wish = [*rows, wish.columns], wish
        self.regions = self._read("place", Region, *CHOICES["place"])
        self.industries = self._read("industry", Industry, "industry_id")
        self.parks = self._read("park", Organisation, "park_id")

    def said(self, choice: str, row: Row) -> str:
        """Say what the record has there; "nothing" is a word too."""
        match choice:
            case "place":
                codes = [row[column] for column in CHOICES["place"]]
                text = " ".join(self.regions[code].label for code in codes if code)
            case "industry":
                text = str(self.industries.get(row["industry_id"], ""))
            case "park":
                text = str(self.parks.get(row["park_id"], row["park_name"]))
            case "ownership":
                text = str(Ownership(row["ownership"]).label) if row["ownership"] else ""
            case _:
                text = row[choice]
        return text or _("nothing")

    def _read(self, choice: str, model: Any, *columns: str) -> dict[Any, Any]:
        if choice not in self._wish.values:
            return {}
        found = {row.get(column) for row in self._asked for column in columns} - {None}
        rows: QuerySet[Any] = QuerySet(model).filter(pk__in=found)
        return {row.pk: row for row in rows} if found else {}


def sentence_of(wish: Wish, choice: str, words: Words) -> str:
    """Say what is set: "industry: paint"."""
    full = dict.fromkeys(COLUMNS) | {"ownership": "", "group_name": "", "park_name": ""}
    return _("%(field)s: %(value)s") % {
        "field": label_of(choice),
        "value": words.said(choice, full | wish.columns),
    }
