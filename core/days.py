"""Days as the committee counts them: in Beijing, wherever the sender or the server stands.

A day that something is due on ends at 24:00 in Beijing. What reached the portal before that moment
is on time, however long its upload took and whatever the sender's clock says: views pass on
`arrival_of(request)`, not the time at which they come to save.
"""

import datetime as dt
import re
from typing import Final
from zoneinfo import ZoneInfo

from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext as _

from core.text import half_width

BEIJING: Final = ZoneInfo("Asia/Shanghai")
LONGEST_SHOWN: Final = 40

_DAY: Final = re.compile(
    r"(\d{4})([-/.])(\d{1,2})\2(\d{1,2})"
    r"|(\d{4})\s*年\s*(\d{1,2})\s*月\s*(\d{1,2})\s*日?"
    r"|(\d{4})(\d\d)(\d\d)"
)
_MIDNIGHT: Final = re.compile(r"[ T]00?:00(:00)?$")


class NoDay(ValueError):
    """A text that names no day: why, and what to write instead."""

    def __init__(self, reason: str, remedy: str) -> None:
        super().__init__(reason)
        self.reason, self.remedy = reason, remedy


def read_day(text: str) -> dt.date:
    """Give the day, written in one of the usual ways, in full or half width. Raises NoDay."""
    plain = _MIDNIGHT.sub("", half_width(text))
    found = _DAY.fullmatch(plain)
    if found is None:
        raise NoDay(
            _("This is not a complete date."),
            _("Write year, month and day like 2021-03-05."),
        )
    year, month, day = (int(part) for part in found.groups() if part and part.isdigit())
    try:
        return dt.date(year, month, day)
    except ValueError:
        raise NoDay(
            _("There is no such day in the calendar."),
            _("Correct year, month and day, written like 2021-03-05."),
        ) from None


def asked_day(text: str, *, last: dt.date | None = None) -> tuple[dt.date | None, str]:
    """Give the day as at which an address asks, or None and why today is shown instead.

    `last` is the last day that may be asked for.
    """
    if not text.strip():
        return None, ""
    try:
        day = read_day(text)
    except NoDay as no_day:
        return None, _("As at “%(text)s”: %(reason)s %(remedy)s Shown is today.") % {
            "text": text.strip()[:LONGEST_SHOWN],
            "reason": no_day.reason,
            "remedy": no_day.remedy,
        }
    if last and day > last:
        return None, _("As at %(day)s: this day is still to come. Shown is today.") % {
            "day": day.isoformat()
        }
    return day, ""


def end_of(day: dt.date) -> dt.datetime:
    """Give the first moment that is not of the day any more: 24:00 in Beijing."""
    return dt.datetime.combine(day + dt.timedelta(days=1), dt.time(), tzinfo=BEIJING)


def day_of(moment: dt.datetime) -> dt.date:
    """Give the day on which the moment falls in Beijing. Raises ValueError for a naive one."""
    if timezone.is_naive(moment):
        raise ValueError(f"{moment} names no time zone.")
    return moment.astimezone(BEIJING).date()


def is_late(arrived_at: dt.datetime, due_on: dt.date) -> bool:
    """Tell whether what arrived then missed the day it was due on."""
    return day_of(arrived_at) > due_on


def arrival_of(request: HttpRequest) -> dt.datetime:
    """Give the moment at which the request reached the portal, before its body was read."""
    arrived_at: dt.datetime = request.arrived_at  # type: ignore[attr-defined]  # ArrivalMiddleware
    return arrived_at
