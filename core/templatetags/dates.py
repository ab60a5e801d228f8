"""Days and moments: 2026-11-23, 2026-11-23 14:40 (Beijing time), 2026-01-01 ～ 2026-12-31."""

import datetime as dt
from typing import Any

from django import template
from django.utils import timezone
from django.utils.translation import gettext as _

from core.tenure import last_day

register = template.Library()

MISSING = "--"


@register.filter
def day(value: dt.date | dt.datetime | None) -> str:
    """Write the day; a moment's day is the one in Beijing."""
    if not value:
        return MISSING
    if isinstance(value, dt.datetime):
        value = _here(value)
    return value.strftime("%Y-%m-%d")


@register.filter
def moment(value: dt.datetime | None) -> str:
    """Write day and time of day in Beijing, 24 hours, without seconds."""
    return _here(value).strftime("%Y-%m-%d %H:%M") if value else MISSING


@register.filter
def second(value: dt.datetime | None) -> str:
    """Write a moment with its seconds, for what follows quickly one upon the other."""
    return _here(value).strftime("%Y-%m-%d %H:%M:%S") if value else MISSING


@register.simple_tag
def day_range(first: dt.date | None, last: dt.date | None = None) -> str:
    """Write a span of days, both included; without a last day it is still running."""
    if last is None:
        return _("since %(first)s") % {"first": day(first)}
    return _("%(first)s – %(last)s") % {"first": day(first), "last": day(last)}


@register.filter
def span(valid: Any) -> str:
    """Write a span of days whose end is not included as two days that are, or as running."""
    return day_range(valid.lower, last_day(valid))


def _here(value: dt.datetime) -> dt.datetime:
    return timezone.localtime(value) if timezone.is_aware(value) else value
