"""Bootstrap's icons as inline SVG, hidden from screen readers: the words beside them say it."""

from functools import cache

from django import template
from django.template.loader import render_to_string
from django.utils.html import format_html
from django.utils.safestring import SafeString

register = template.Library()


@register.simple_tag
def icon(name: str) -> SafeString:
    """Draw the icon in the size and colour of the text around it: {% icon "search" %}."""
    return _drawn(name)


@cache
def _drawn(name: str) -> SafeString:
    svg = render_to_string(f"bs_icon/{name}.svg", {"height": 16})
    return format_html('<span class="icon" aria-hidden="true">{}</span>', svg)
