"""The charts of a report on its page: the very drawings of its PDF and DOCX."""

from collections.abc import Mapping
from typing import Any

from django import template
from django.utils.safestring import SafeString, mark_safe

from reports.services.rendering.drawing import drawn

register = template.Library()


@register.filter
def drawing(chart: Mapping[str, Any]) -> SafeString:
    """Give the chart as SVG; all words in it are escaped where it is drawn."""
    return mark_safe(drawn(chart))  # noqa: S308 -- built from numbers and escaped words


@register.filter
def grouped(digest: str) -> str:
    """Give a checksum in groups of eight, so that it can be compared by eye."""
    return " ".join(digest[start : start + 8] for start in range(0, len(digest), 8))
