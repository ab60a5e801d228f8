"""Days as the committee counts them: in Beijing, wherever the sender or the server stands.

A day that something is due on ends at 24:00 in Beijing. What reached the portal before that moment
is on time, however long its upload took and whatever the sender's clock says: views pass on
`arrival_of(request)`, not the time at which they come to save.
"""

import datetime as dt
from typing import Final
from zoneinfo import ZoneInfo

from django.http import HttpRequest
from django.utils import timezone

BEIJING: Final = ZoneInfo("Asia/Shanghai")


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
