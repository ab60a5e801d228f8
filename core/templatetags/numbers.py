"""Figures as people read them: 1,234; 12.4 万; 8.8%; what is missing is "--" and zero is 0."""

from decimal import ROUND_HALF_UP, Decimal

from django import template
from django.utils.translation import get_language

register = template.Library()

Figure = int | float | Decimal
MISSING = "--"
TEN_THOUSAND = 10_000
TEN_THOUSAND_SIGN = "万"


@register.filter
def number(value: Figure | None, places: int | None = None) -> str:
    """Write the figure with thousands separators, "--" when there is none."""
    if value is None or value == "":
        return MISSING
    return f"{value:,}" if places is None else f"{_rounded(value, places):,}"


@register.filter
def compact(value: Figure | None) -> str:
    """Write a headline figure: from ten thousand on in 万 on a Chinese page, else in full."""
    if value is None or not (get_language() or "").startswith("zh"):
        return number(value)
    exact = Decimal(str(value))
    if abs(exact) < TEN_THOUSAND:
        return number(value)
    return f"{number(exact / TEN_THOUSAND, 1)} {TEN_THOUSAND_SIGN}"


@register.filter
def percent(ratio: Figure | None) -> str:
    """Write a ratio (0.088) as a percentage with one decimal (8.8%)."""
    return MISSING if ratio is None else f"{number(Decimal(str(ratio)) * 100, 1)}%"


@register.filter
def size(value: Figure | None) -> str:
    """Write the figure without its sign, for a sentence that says "more" or "fewer"."""
    return MISSING if value is None else number(value if value >= 0 else -value)


@register.filter
def filesize(size_in_bytes: int | None) -> str:
    """Write a download's size in KB or MB, rounded up so that nobody waits longer than told."""
    if size_in_bytes is None:
        return MISSING
    if size_in_bytes < 1_000_000:
        return f"{-(-size_in_bytes // 1000):,} KB"
    return f"{_rounded(size_in_bytes / 1_000_000, 1):,} MB"


def _rounded(value: Figure, places: int) -> Decimal:
    return Decimal(str(value)).quantize(Decimal(1).scaleb(-places), rounding=ROUND_HALF_UP)
