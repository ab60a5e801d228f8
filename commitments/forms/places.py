"""Places as a form asks for them: a province, a city and a county that lie in each other."""

from typing import Any

from django import forms
from django.utils.translation import gettext

from commitments.enums import RegionLevel
from commitments.models import Region


class RegionChoiceField(forms.ModelChoiceField):
    """A division named with the one above it: 鼓楼区 alone could be any of four."""

    def label_from_instance(self, region: Region) -> str:
        return region_path(region)


def region_path(region: Region) -> str:
    """Give "烟台 (山东)": the division with the one above it."""
    if region.parent is None:
        return region.label
    return gettext("%(region)s (%(parent)s)") % {
        "region": region.name if region.level == RegionLevel.COUNTY else region.label,
        "parent": region.parent.label,
    }


class WithPlaces:
    """A form with the fields province, city and county."""

    cleaned_data: dict[str, Any]
    add_error: Any

    def _check_places(self) -> None:
        """A county brings its city, a city its province; what contradicts is said, not mended."""
        self._bring("city", self.cleaned_data.get("county"), RegionLevel.CITY)
        self._bring("province", self.cleaned_data.get("city"), RegionLevel.PROVINCE)
        self._bring("province", self.cleaned_data.get("county"), RegionLevel.PROVINCE)
        province, city, county = (self.cleaned_data.get(n) for n in ("province", "city", "county"))
        self._check_inside("city", city, province)
        self._check_inside("county", county, city or province)

    def _bring(self, field: str, inner: Region | None, level: RegionLevel) -> None:
        outer = inner.parent if inner else None
        if outer and outer.level == level and not self.cleaned_data.get(field):
            self.cleaned_data[field] = outer

    def _check_inside(self, field: str, region: Region | None, outer: Region | None) -> None:
        if region is None or outer is None or region.parent == outer:
            return
        self.add_error(
            field,
            gettext("%(region)s lies in %(parent)s, not in %(chosen)s: change one of them.")
            % {
                "region": region.name,
                "parent": region.parent.name if region.parent else gettext("no other division"),
                "chosen": outer.name,
            },
        )
