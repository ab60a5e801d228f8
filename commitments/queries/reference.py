"""The names of provinces and industries, for reading an address and for the words of a page."""

from collections.abc import Collection
from dataclasses import dataclass, field

from django.db.models import Value
from django.utils.translation import get_language

from commitments.enums import RegionLevel
from commitments.models import Industry, Region


@dataclass(frozen=True)
class Reference:
    """Provinces and industries by code, each with its name in Chinese and in English."""

    provinces: dict[str, tuple[str, str]] = field(default_factory=dict)
    industries: dict[str, tuple[str, str]] = field(default_factory=dict)
    # The divisions of two digits that belong to a section, whose code is a letter.
    sections: dict[str, list[str]] = field(default_factory=dict)

    def province(self, code: str) -> str:
        """Give the short name in the language of the page."""
        return _label(self.provinces.get(code, (code, "")))

    def industry(self, code: str) -> str:
        """Give the name in the language of the page."""
        return _label(self.industries.get(code, (code, "")))

    def prefixes(self, industries: tuple[str, ...]) -> list[str]:
        """Give the beginnings of the codes that belong to these industries."""
        found = []
        for code in industries:
            found += [code, *self.sections.get(code, [])]
        return found


def load_reference() -> Reference:
    """Read provinces and industries: one query."""
    reference = Reference()
    provinces = Region.objects.filter(level=RegionLevel.PROVINCE).values_list(
        Value("province"), "code", "short_name", "english_name", "parent_id"
    )
    industries = Industry.objects.values_list(
        Value("industry"), "code", "name", "english_name", "parent_id"
    )
    rows = provinces.union(industries, all=True).order_by("code")
    for what, code, name, english, parent in rows:
        if what == "province":
            reference.provinces[code] = (name, english)
            continue
        reference.industries[code] = (name, english)
        if parent and parent.isalpha():
            reference.sections.setdefault(parent, []).append(code)
    return reference


def city_names(codes: Collection[str]) -> dict[str, str]:
    """Give the names of these cities in the language of the page: one query, or none."""
    if not codes:
        return {}
    cities = Region.objects.filter(level=RegionLevel.CITY, code__in=codes).order_by("code")
    return {city.code: city.label for city in cities}


def _label(names: tuple[str, str]) -> str:
    name, english = names
    return english or name if (get_language() or "").startswith("en") else name
