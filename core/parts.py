"""Places on the pages of a lower app that a higher app may fill, and lists it may filter.

A higher app registers in `AppConfig.ready`; the lower one only names the place.
"""

from collections import defaultdict
from collections.abc import Callable
from typing import Any

from django.http import HttpRequest

Part = Callable[[HttpRequest, Any], tuple[str, dict[str, Any]] | None]

_parts: dict[str, list[Part]] = defaultdict(list)
_filters: dict[str, dict[str, Callable[..., Any]]] = defaultdict(dict)


def register_part(place: str, part: Part) -> None:
    """Show the part at the named place of a page; it answers (template, context) or None."""
    if part not in _parts[place]:
        _parts[place].append(part)


def parts_of(place: str, request: HttpRequest, subject: Any) -> list[tuple[str, dict[str, Any]]]:
    """Give what the higher apps show about the subject at the named place."""
    shown = (part(request, subject) for part in _parts[place])
    return [part for part in shown if part is not None]


def register_filter(listing: str, parameter: str, function: Callable[..., Any]) -> None:
    """Let a higher app answer one parameter of the named list."""
    _filters[listing][parameter] = function


def filter_of(listing: str, parameter: str) -> Callable[..., Any] | None:
    """Give the function that answers the parameter of the named list, or None."""
    return _filters[listing].get(parameter)
