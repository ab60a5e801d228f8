"""Province, city and county as people write them: with or without rank, short or in full."""

import re
import unicodedata
from collections import defaultdict
from dataclasses import dataclass
from typing import Final

from django.utils.translation import gettext as _

from commitments.enums import RegionLevel
from commitments.models import Region
from commitments.services.importing.problems import CellRefused
from commitments.services.importing.wording import listed

_RANK = re.compile(
    r"(?:特别行政区|自治区|自治州|自治县|自治旗|行政委员会|地区|林区|特区|新区|矿区|市|省|州|盟|旗|区|县)$"
)
# Peoples in the names of autonomous divisions: 延边朝鲜族自治州, 伊犁哈萨克自治州, 广西壮族自治区.
_PEOPLES: Final = (
    "朝鲜|土家|苗|藏|羌|彝|哈尼|壮|傣|白|景颇|傈僳|布依|侗|回|蒙古|哈萨克|柯尔克孜|"
    "黎|满|畲|瑶|水|仡佬|维吾尔|拉祜|佤|布朗|土|撒拉|保安|东乡|裕固|塔吉克|锡伯|"
    "达斡尔|鄂温克|鄂伦春|纳西|普米|独龙|怒|仫佬|毛南|各"
)
_PEOPLE = re.compile(f"(?:{_PEOPLES})族$|(?:蒙古|哈萨克|柯尔克孜|维吾尔|达斡尔|裕固)$")
# Headings of the official list that some write where there is no city or no county.
_NO_DIVISION: Final = frozenset({"市辖区", "县", "省直辖县", "直辖县", "省直辖县级行政区划"})
_CORPS: Final = "新疆生产建设兵团"
_PROVINCE_DIGITS: Final = 2


@dataclass(frozen=True, slots=True)
class Place:
    """Where an organisation is, and the texts that name no division the register knows."""

    province: str
    city: str | None = None
    county: str | None = None
    unknown: tuple[tuple[str, str], ...] = ()


class PlaceRefused(CellRefused):
    """The cell of `key` contradicts the others."""

    def __init__(self, key: str, reason: str, remedy: str) -> None:
        super().__init__(reason, remedy)
        self.key = key


def stem_of(name: str) -> str:
    """Give the name without rank and peoples: 恩施 for 恩施州 and 恩施土家族苗族自治州 alike."""
    text = "".join(unicodedata.normalize("NFKC", name).split())
    short = _RANK.sub("", text)
    while len(shorter := _PEOPLE.sub("", short)) > 1 and shorter != short:
        short = shorter
    return short if len(short) > 1 else text


class Places:
    """The regions of the register, read once for a list."""

    def __init__(self) -> None:
        self._regions = {region.code: region for region in Region.objects.all()}
        self._provinces: dict[str, str] = {}
        self._below: dict[tuple[RegionLevel, str], dict[str, list[Region]]] = defaultdict(
            lambda: defaultdict(list)
        )
        self._anywhere: dict[tuple[RegionLevel, str], list[Region]] = defaultdict(list)
        self._known: dict[tuple[str, str, str], Place] = {}
        for region in self._regions.values():
            self._enter(region)

    def _enter(self, region: Region) -> None:
        stems = {stem_of(region.name), stem_of(region.short_name), region.name, region.short_name}
        if region.level == RegionLevel.PROVINCE:
            stems |= {region.code, region.code[:_PROVINCE_DIGITS]}
            stems |= {region.english_name.lower()} if region.english_name else set()
            self._provinces |= dict.fromkeys(stems, region.code)
            return
        level = RegionLevel(region.level)
        for stem in stems:
            self._below[level, region.code[:_PROVINCE_DIGITS]][stem].append(region)
            self._anywhere[level, stem].append(region)

    def label(self, code: str | None) -> str:
        """Give the short name of a region for a report."""
        region = self._regions.get(code or "")
        return region.label if region else ""

    def province(self, text: str) -> str:
        """Give the code of the province. Raises CellRefused for anything else."""
        plain = "".join(unicodedata.normalize("NFKC", text).split())
        code = self._provinces.get(plain) or self._provinces.get(text.lower())
        code = code or self._provinces.get(stem_of(plain))
        if code:
            return code
        if plain in (_CORPS, "兵团"):
            raise CellRefused(
                _("The Corps is not a province-level division."),
                _("Write %(province)s here, and the city in its column.") % {"province": "新疆"},
            )
        raise CellRefused(
            _("There is no such province-level division."), self._hint_for_province(plain)
        )

    def _hint_for_province(self, text: str) -> str:
        stem = stem_of(text)
        found = [
            region
            for level in (RegionLevel.CITY, RegionLevel.COUNTY)
            for region in self._anywhere[level, stem]
        ]
        if len({region.code[:_PROVINCE_DIGITS] for region in found}) == 1:
            return _("%(place)s lies in %(province)s: write %(province)s here.") % {
                "place": found[0].name,
                "province": self._province_of(found[0]),
            }
        return _("Write the name of the province, for example %(examples)s.") % {
            "examples": listed(["山东", "内蒙古自治区"])
        }

    def locate(self, province: str, city: str, county: str) -> Place:
        """Find city and county of the texts within the province. Raises PlaceRefused.

        A county may stand in the column of cities, as it does in the four municipalities. A text
        that names no division of China is left out and given back as unknown.
        """
        key = (province, city, county)
        if key not in self._known:
            self._known[key] = self._find(province, city, county)
        return self._known[key]

    def _find(self, province: str, city: str, county: str) -> Place:
        unknown: list[tuple[str, str]] = []
        by_city = self._read_city(province, city, unknown)
        by_county = self._read_county(province, county, by_city, unknown)
        if by_city and by_county and by_city.level == RegionLevel.COUNTY and by_city != by_county:
            raise PlaceRefused(
                "county",
                _("“%(city)s” in the column of cities is another county.") % {"city": city},
                _("Leave one of the two cells empty."),
            )
        smallest = by_county or by_city
        if smallest is None:
            return Place(province, unknown=tuple(unknown))
        if smallest.level == RegionLevel.CITY:
            return Place(province, city=smallest.code, unknown=tuple(unknown))
        parent = smallest.parent_id if smallest.parent_id != province else None
        return Place(province, parent, smallest.code, tuple(unknown))

    def _read_city(self, province: str, text: str, unknown: list[tuple[str, str]]) -> Region | None:
        if not text or text in _NO_DIVISION:
            return None
        for level in (RegionLevel.CITY, RegionLevel.COUNTY):
            found = self._matches(level, province, text)
            if len(found) > 1:
                raise self._ambiguous("city", found)
            if found:
                return found[0]
        self._not_in_province("city", RegionLevel.CITY, province, text, unknown)
        return None

    def _read_county(
        self,
        province: str,
        text: str,
        city: Region | None,
        unknown: list[tuple[str, str]],
    ) -> Region | None:
        if not text or text in _NO_DIVISION:
            return None
        found = self._matches(RegionLevel.COUNTY, province, text)
        if city is not None and city.level == RegionLevel.CITY:
            within = [region for region in found if region.parent_id == city.code]
            if found and not within:
                raise self._elsewhere("county", found[0])
            found = within
        if len(found) > 1:
            raise self._ambiguous("county", found)
        if found:
            return found[0]
        if city is not None and stem_of(text) == stem_of(city.name):
            return None
        self._not_in_province("county", RegionLevel.COUNTY, province, text, unknown)
        return None

    def _matches(self, level: RegionLevel, province: str, text: str) -> list[Region]:
        below = self._below[level, province[:_PROVINCE_DIGITS]]
        plain = "".join(unicodedata.normalize("NFKC", text).split())
        exact = [region for region in below.get(plain, ()) if region.name == plain]
        return exact or below.get(plain) or below.get(stem_of(plain)) or []

    def _not_in_province(
        self,
        key: str,
        level: RegionLevel,
        province: str,
        text: str,
        unknown: list[tuple[str, str]],
    ) -> None:
        """Refuse what lies in another province; note what is no division at all."""
        if self._provinces.get(text) == province or self._provinces.get(stem_of(text)) == province:
            return
        if found := self._anywhere.get((level, stem_of(text))):
            raise self._elsewhere(key, found[0])
        unknown.append((key, text))

    def _elsewhere(self, key: str, region: Region) -> PlaceRefused:
        where = [self._province_of(region)]
        if region.parent_id and region.parent_id[_PROVINCE_DIGITS:] != "0000":
            where.append(self._regions[region.parent_id].name)
        return PlaceRefused(
            key,
            _("%(place)s lies in %(where)s.") % {"place": region.name, "where": "".join(where)},
            _("Correct the province, the city or the county so that they fit together."),
        )

    def _ambiguous(self, key: str, found: list[Region]) -> PlaceRefused:
        names = [f"{self.label(region.parent_id)}{region.name}" for region in found]
        return PlaceRefused(
            key,
            _("Several divisions have this name: %(names)s.") % {"names": listed(names)},
            _("Write the city in the column of cities and the county in its own column."),
        )

    def _province_of(self, region: Region) -> str:
        return self.label(f"{region.code[:_PROVINCE_DIGITS]}0000")
