"""Charts as SVG that stand alone: the same drawing in page, PDF and DOCX.

Geometry and colours are attributes: no style that a content policy would refuse. Chinese letters
are taken as one em wide, all others as a bit more than half.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from html import escape
from typing import Any, Final

from core.templatetags.tiles import PLACES, step_breaks

WIDTH: Final = 640
FONT: Final = "Noto Sans SC, Source Han Sans SC, Microsoft YaHei, sans-serif"
INK, SOFT, HAIRLINE = "#17222D", "#4A5866", "#D5DCE3"
BRAND: Final = "#0B5A8C"
SERIES: Final = ("#0B5A8C", "#28A197", "#801650", "#F46A25")
DASHES: Final = ("", "7 4", "2 4", "9 3 2 3")
SHADES: Final = ("#F1F4F6", "#E8F4F1", "#B5DCD2", "#74BBAC", "#277A6E", "#0B5750")
DARK_SHADES: Final = frozenset({"#277A6E", "#0B5750"})
Chart = Mapping[str, Any]


def drawn(chart: Chart) -> str:
    """Give the chart as SVG with its name as text alternative."""
    height, parts = _FORMS[chart["form"]](chart)
    title = escape(f"{chart['caption']}（{chart['unit']}）")
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {height}" '
        f'width="{WIDTH}" height="{height}" role="img" font-family="{FONT}" font-size="14" '
        f'fill="{INK}"><title>{title}</title>{"".join(parts)}</svg>'
    )


def size_of(chart: Chart) -> tuple[int, int]:
    """Give width and height of the drawing."""
    height, _parts = _FORMS[chart["form"]](chart)
    return WIDTH, height


# --- Bars ---

_ROW, _BAR, _GAP = 28, 16, 10


def _bars(chart: Chart) -> tuple[int, list[str]]:
    bars = chart["bars"]
    names = max((_width(bar["name"]) for bar in bars), default=0)
    left = min(max(names, 60), 260) + _GAP
    largest = max((bar["value"] for bar in bars), default=0) or 1
    room = WIDTH - left - 64
    parts = [_line(left, 2, left, len(bars) * _ROW + 2, HAIRLINE)]
    for number, bar in enumerate(bars):
        top = number * _ROW + 2
        long = round(room * bar["value"] / largest, 1)
        parts.append(_text(left - _GAP, top + 19, bar["name"], anchor="end"))
        parts.append(
            f'<rect x="{left}" y="{top + 6}" width="{max(long, 1)}" height="{_BAR}" '
            f'fill="{BRAND}"/>'
        )
        parts.append(_text(left + long + 8, top + 19, f"{bar['value']:,}", weight="600"))
    return len(bars) * _ROW + 6, parts


# --- Tiles ---

_TILE, _APART = 68, 4
_COLUMNS, _LINES = 7, 8


def _tiles(chart: Chart) -> tuple[int, list[str]]:
    tiles = chart["tiles"]
    largest = max((tile["value"] for tile in tiles), default=0)
    breaks = step_breaks(largest)
    left = (WIDTH - _COLUMNS * (_TILE + _APART)) / 2
    parts: list[str] = []
    for tile in tiles:
        column, line, _letters = PLACES[tile["code"][:2]]
        x = left + (column - 1) * (_TILE + _APART)
        y = (line - 1) * (_TILE * 0.72 + _APART)
        shade = SHADES[sum(1 for first in breaks if tile["value"] >= first)]
        parts += _tile(x, y, shade, tile)
    height = int(_LINES * (_TILE * 0.72 + _APART)) + 36
    return height, parts + _legend(breaks, largest, left, height - 24)


def _tile(x: float, y: float, shade: str, tile: Mapping[str, Any]) -> list[str]:
    ink = "#FFFFFF" if shade in DARK_SHADES else INK
    middle, tall = x + _TILE / 2, _TILE * 0.72
    return [
        f'<rect x="{x:.1f}" y="{y:.1f}" width="{_TILE}" height="{tall:.1f}" fill="{shade}"/>',
        _text(middle, y + tall * 0.42, tile["name"], anchor="middle", fill=ink, size=13),
        _text(
            middle, y + tall * 0.84, f"{tile['value']:,}", anchor="middle", fill=ink, weight="600"
        ),
    ]


def _legend(breaks: Sequence[int], largest: int, left: float, y: float) -> list[str]:
    starts = [0, *breaks]
    parts: list[str] = []
    x = left
    for number, first in enumerate(starts):
        last = starts[number + 1] - 1 if number + 1 < len(starts) else largest
        said = f"{first:,}" if first == last else f"{first:,}–{last:,}"
        parts.append(
            f'<rect x="{x:.1f}" y="{y}" width="16" height="16" fill="{SHADES[number]}" '
            f'stroke="{HAIRLINE}"/>'
        )
        parts.append(_text(x + 22, y + 13, said, fill=SOFT, size=13))
        x += 22 + _width(said, 13) + 20
    return parts


# --- Lines ---

_TOP, _BOTTOM, _LEFT, _RIGHT = 44, 250, 24, 616


def _lines(chart: Chart) -> tuple[int, list[str]]:
    labels = [str(label) for label in chart["labels"]]
    lines = chart["lines"][: len(SERIES)]
    known = [value for line in lines for value in line["values"] if value is not None]
    ceiling = max(known, default=0) or 1
    xs = _across(len(labels))
    parts = [_line(_LEFT, _BOTTOM, _RIGHT, _BOTTOM, SOFT), *_ticks(xs, labels)]
    parts += _key(lines)
    for number, line in enumerate(lines):
        parts += _series(number, line["values"], xs, ceiling)
    return _BOTTOM + 34, parts


def _across(count: int) -> list[float]:
    if count < 2:
        return [(_LEFT + _RIGHT) / 2] * count
    gap = (_RIGHT - _LEFT - 60) / (count - 1)
    return [round(_LEFT + 20 + gap * n, 1) for n in range(count)]


def _ticks(xs: Sequence[float], labels: Sequence[str]) -> Iterator[str]:
    apart = -(-len(xs) // 12)
    for place, (x, label) in enumerate(zip(xs, labels, strict=True)):
        if (len(xs) - 1 - place) % apart == 0:
            yield _text(x, _BOTTOM + 22, label, anchor="middle", fill=SOFT, size=13)


def _key(lines: Sequence[Mapping[str, Any]]) -> Iterator[str]:
    x = float(_LEFT)
    for number, line in enumerate(lines):
        yield _line(x, 12, x + 30, 12, SERIES[number], width=3, dash=DASHES[number])
        yield _text(x + 38, 17, line["name"])
        x += 38 + _width(line["name"]) + 32


def _series(
    number: int, values: Sequence[int | None], xs: Sequence[float], ceiling: float
) -> Iterator[str]:
    """Draw one line; its first, largest and last point bear their numbers."""
    points = [
        (x, round(_BOTTOM - (_BOTTOM - _TOP - 14) * value / ceiling, 1), value)
        for x, value in zip(xs, values, strict=True)
        if value is not None
    ]
    path = " ".join(f"{'L' if n else 'M'}{x} {y}" for n, (x, y, _value) in enumerate(points))
    dash = f' stroke-dasharray="{DASHES[number]}"' if DASHES[number] else ""
    yield f'<path d="{path}" fill="none" stroke="{SERIES[number]}" stroke-width="2.5"{dash}/>'
    for x, y, _value in points:
        yield f'<circle cx="{x}" cy="{y}" r="3.5" fill="{SERIES[number]}"/>'
    for x, y, value in points[-1:]:
        yield _text(x, y - 10, f"{value:,}", anchor="middle", weight="600", fill=SERIES[number])


# --- Parts ---


def _text(
    x: float,
    y: float,
    text: str,
    *,
    anchor: str = "start",
    fill: str = INK,
    size: int = 14,
    weight: str = "400",
) -> str:
    return (
        f'<text x="{x:.1f}" y="{y:.1f}" text-anchor="{anchor}" fill="{fill}" font-size="{size}" '
        f'font-weight="{weight}">{escape(text)}</text>'
    )


def _line(
    x: float, y: float, to_x: float, to_y: float, colour: str, *, width: float = 1, dash: str = ""
) -> str:
    dashed = f' stroke-dasharray="{dash}"' if dash else ""
    return (
        f'<path d="M{x} {y}L{to_x} {to_y}" fill="none" stroke="{colour}" '
        f'stroke-width="{width}"{dashed}/>'
    )


def _width(text: str, size: int = 14) -> float:
    return sum(size if ord(letter) > 0x2E7F else size * 0.58 for letter in text)


_FORMS: Final[Mapping[str, Callable[[Chart], tuple[int, list[str]]]]] = {
    "bars": _bars,
    "tiles": _tiles,
    "lines": _lines,
}
