"""The days of the bodies as a file for calendar programs."""

import datetime as dt
from collections.abc import Iterable
from typing import Final

from django.utils.translation import gettext as _

from core.calendars import Day, calendar
from workgroups.queries.calendar import Entry

DOMAIN: Final = "workgroups.rcportal"


def calendar_of(entries: Iterable[Entry], *, site: str, at: dt.datetime) -> str:
    """This will write the entries; `site` is the address their pages stand below."""
    days = [
        Day(one.uid, one.day, one.title, one.text, f"{site}{one.path}", one.alarms)
        for one in entries
    ]
    return calendar(days, name=_("Responsible Care working groups"), at=at, domain=DOMAIN)
