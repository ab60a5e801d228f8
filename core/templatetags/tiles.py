"""The tile chart: one equal square per province-level division. A chart, not a map."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Any, Final, Protocol

from django import template
from django.conf import settings
from django.utils.translation import get_language

register = template.Library()

# First two digits of the GB/T 2260 code -> column, row, letters (GB/T 2260 alphabetic code).
# Neighbours stay together, and so do east-west and north-south order; seven columns fit a phone.
PLACES: Final = {
    "22": (5, 1, "JL"),
    "23": (6, 1, "HL"),
    "15": (4, 2, "NM"),
    "21": (5, 2, "LN"),
    "65": (1, 3, "XJ"),
    "64": (2, 3, "NX"),
    "14": (3, 3, "SX"),
    "13": (4, 3, "HE"),
    "11": (5, 3, "BJ"),
    "12": (6, 3, "TJ"),
    "63": (1, 4, "QH"),
    "62": (2, 4, "GS"),
    "61": (3, 4, "SN"),
    "41": (4, 4, "HA"),
    "37": (5, 4, "SD"),
    "54": (1, 5, "XZ"),
    "51": (2, 5, "SC"),
    "50": (3, 5, "CQ"),
    "42": (4, 5, "HB"),
    "34": (5, 5, "AH"),
    "32": (6, 5, "JS"),
    "31": (7, 5, "SH"),
    "53": (2, 6, "YN"),
    "52": (3, 6, "GZ"),
    "43": (4, 6, "HN"),
    "36": (5, 6, "JX"),
    "33": (6, 6, "ZJ"),
    "45": (3, 7, "GX"),
    "44": (4, 7, "GD"),
    "81": (5, 7, "HK"),
    "35": (6, 7, "FJ"),
    "71": (7, 7, "TW"),
    "46": (4, 8, "HI"),
    "82": (5, 8, "MO"),
}
# Shares of the largest value at which the second, third and darkest step begin.
SHARES: Final = (0.08, 0.25, 0.6)
ROUND_NUMBERS: Final = (1, 2, 3, 5, 8, 10)


class Division(Protocol):
    """What the chart needs of a row; `value` None means no data."""

    code: str
    name: str
    value: int | None
    href: str


@dataclass(frozen=True)
class Tile:
    name: str
    letters: str
    value: int | None
    href: str
    column: int
    row: int
    step: int
    share: float


@dataclass(frozen=True)
class Step:
    """One entry of the legend: `last` None means "and more"."""

    number: int
    first: int
    last: int | None


@register.inclusion_tag("components/_tile_chart.html")
def tile_chart(
    divisions: Iterable[Division], *, title: str, unit: str, note: str = ""
) -> dict[str, Any]:
    """Draw the chart with its legend and its table, in the order of the rows given."""
    rows = list(divisions)
    largest = max((row.value or 0 for row in rows), default=0)
    breaks = step_breaks(largest)
    return {
        "tiles": [_tile(row, breaks, largest) for row in rows],
        "legend": _legend(breaks, largest),
        "title": title,
        "unit": unit,
        "note": note,
        "shows_chart": settings.PORTAL_TILE_CHART,
        "uses_letters": (get_language() or "").startswith("en"),
    }


def step_breaks(largest: int) -> list[int]:
    """Give the first value of each step above zero, in round numbers, each once."""
    return sorted({1, *(_rounded_down(largest * share) for share in SHARES)}) if largest else []


def _rounded_down(value: float) -> int:
    power = 1
    while value >= power * 10:
        power *= 10
    return max(n * power for n in ROUND_NUMBERS if n * power <= value) if value >= 1 else 1


def _tile(row: Division, breaks: Sequence[int], largest: int) -> Tile:
    column, line, letters = PLACES[row.code[:2]]
    step = sum(1 for first in breaks if (row.value or 0) >= first)
    share = round(100 * (row.value or 0) / largest, 1) if largest else 0
    return Tile(row.name, letters, row.value, row.href, column, line, step, share)


def _legend(breaks: Sequence[int], largest: int) -> list[Step]:
    if not breaks:
        return [Step(0, 0, 0)]
    steps = [
        Step(n, first, following - 1) for n, (first, following) in enumerate(pairwise(breaks), 1)
    ]
    return [
        Step(0, 0, 0),
        *steps,
        Step(len(breaks), breaks[-1], None if largest > breaks[-1] else largest),
    ]
