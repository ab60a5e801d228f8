"""Small charts drawn on the server as SVG: geometry in attributes, colours in classes."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Any, Final, Protocol

from django import template

register = template.Library()

WIDTH: Final = 400
HEIGHT: Final = 216
LEFT: Final = 12
RIGHT: Final = 388
TOP: Final = 34
BOTTOM: Final = 180
MOST_SERIES: Final = 4
# About what a number takes: texts nearer than that run into each other.
TEXT_WIDTH: Final = 40
TEXT_HEIGHT: Final = 14
MOST_TICKS: Final = 8  # more years than that would run into each other on a phone


class Bar(Protocol):
    name: str
    value: int | None
    href: str


class Line(Protocol):
    """One series; `values` stand under the chart's labels, None where a year has no figure."""

    name: str
    values: Sequence[int | float | None]


@dataclass(frozen=True)
class DrawnBar:
    name: str
    value: int | None
    href: str
    share: float


@dataclass(frozen=True)
class Point:
    x: float
    y: float
    value: int | float
    label: str
    is_named: bool


@dataclass(frozen=True)
class DrawnLine:
    number: int
    name: str
    path: str
    points: list[Point]
    end: Point | None


@register.inclusion_tag("components/_bar_chart.html")
def bar_chart(
    bars: Iterable[Bar], *, title: str, unit: str, heading: str, scale: int | None = None
) -> dict[str, Any]:
    """Draw horizontal bars that are their own table: name, bar, value, each a link.

    `scale` is the value of the longest bar: of these if it is not given.
    """
    rows = list(bars)
    largest = scale or max((row.value or 0 for row in rows), default=0)
    drawn = [DrawnBar(r.name, r.value, r.href, _share(r.value, largest)) for r in rows]
    return {"bars": drawn, "title": title, "unit": unit, "heading": heading}


@register.inclusion_tag("components/_line_chart.html")
def line_chart(
    lines: Iterable[Line], labels: Sequence[Any], *, title: str, unit: str
) -> dict[str, Any]:
    """Draw up to four series over the labels (years), each with its own dash and marker."""
    texts = [str(label) for label in labels]
    series = list(lines)[:MOST_SERIES]
    known = [value for line in series for value in line.values if value is not None]
    ceiling = max(known, default=0) or 1
    xs = _across(len(texts))
    drawn = [
        _line(n, line, texts, xs, ceiling, is_alone=len(series) == 1)
        for n, line in enumerate(series, 1)
    ]
    return {
        "lines": _readable(drawn),
        "ticks": [tick for n, tick in enumerate(zip(xs, texts, strict=True)) if _is_tick(n, xs)],
        "rows": _table_rows(texts, series),
        "title": title,
        "unit": unit,
        "width": WIDTH,
        "height": HEIGHT,
        "left": LEFT,
        "right": RIGHT,
        "bottom": BOTTOM,
    }


def _share(value: int | None, largest: int) -> float:
    return round(100 * (value or 0) / largest, 1) if largest else 0


def _across(count: int) -> list[float]:
    """The x of each label; the outer ones keep room for their own text."""
    if count < 2:
        return [round((LEFT + RIGHT) / 2, 1)] * count
    gap = (RIGHT - LEFT - 40) / (count - 1)
    return [round(LEFT + 20 + gap * n, 1) for n in range(count)]


def _is_tick(place: int, xs: Sequence[float]) -> bool:
    """Counted from the last one, which is always named."""
    return (len(xs) - 1 - place) % -(-len(xs) // MOST_TICKS) == 0


def _line(
    number: int,
    line: Line,
    labels: Sequence[str],
    xs: Sequence[float],
    ceiling: float,
    *,
    is_alone: bool,
) -> DrawnLine:
    """Of several lines only the ends are named: numbers beside each other would overlap."""
    last = max((n for n, value in enumerate(line.values) if value is not None), default=-1)
    points = [
        Point(
            xs[n],
            round(BOTTOM - (BOTTOM - TOP) * float(value) / float(ceiling), 1),
            value,
            labels[n],
            n == last or (is_alone and _is_tick(n, xs)),
        )
        for n, value in enumerate(line.values)
        if value is not None
    ]
    path = " ".join(f"{'L' if n else 'M'}{p.x} {p.y}" for n, p in enumerate(points))
    return DrawnLine(number, line.name, path, points, points[-1] if points else None)


def _readable(lines: Sequence[DrawnLine]) -> list[DrawnLine]:
    """Leave the name of an end away that would be written over that of an earlier line."""
    found: list[DrawnLine] = []
    for line in lines:
        ends = [other.end for other in found if other.end and other.end.is_named]
        if line.end and any(_is_over(line.end, each) for each in ends):
            end = replace(line.end, is_named=False)
            line = replace(line, points=[*line.points[:-1], end], end=end)
        found.append(line)
    return found


def _is_over(one: Point, other: Point) -> bool:
    return abs(one.x - other.x) < TEXT_WIDTH and abs(one.y - other.y) < TEXT_HEIGHT


def _table_rows(
    labels: Sequence[str], series: Sequence[Line]
) -> list[tuple[str, list[int | float | None]]]:
    return [(label, [line.values[n] for line in series]) for n, label in enumerate(labels)]
