"""A file for calendar programs (RFC 5545): days with names, stable numbers and alarms."""

import datetime as dt
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Final

from core.text import tidy

LONGEST_LINE: Final = 75  # octets
BREAK: Final = "\r\n"


@dataclass(frozen=True)
class Day:
    """An event that lasts a day. `uid` is its number for ever; alarms ring so many days before."""

    uid: str
    day: dt.date
    title: str
    text: str = ""
    url: str = ""
    alarms: tuple[int, ...] = ()


def calendar(days: Iterable[Day], *, name: str, at: dt.datetime, domain: str) -> str:
    """Give the file; `at` is when it says what it says, `domain` makes the numbers unique."""
    lines = [
        "BEGIN:VCALENDAR",
        "VERSION:2.0",
        f"PRODID:-//{domain}//rcportal//ZH",
        "CALSCALE:GREGORIAN",
        "METHOD:PUBLISH",
        f"X-WR-CALNAME:{_text(name)}",
        "X-WR-TIMEZONE:Asia/Shanghai",
        *(line for day in days for line in _event(day, at, domain)),
        "END:VCALENDAR",
    ]
    return BREAK.join(_folded(line) for line in lines) + BREAK


def _event(day: Day, at: dt.datetime, domain: str) -> Iterator[str]:
    yield "BEGIN:VEVENT"
    yield f"UID:{day.uid}@{domain}"
    yield f"DTSTAMP:{at.astimezone(dt.UTC):%Y%m%dT%H%M%SZ}"
    yield f"DTSTART;VALUE=DATE:{day.day:%Y%m%d}"
    yield f"DTEND;VALUE=DATE:{day.day + dt.timedelta(days=1):%Y%m%d}"
    yield f"SUMMARY:{_text(day.title)}"
    if day.text:
        yield f"DESCRIPTION:{_text(day.text)}"
    if day.url:
        yield f"URL:{day.url}"
    yield "TRANSP:TRANSPARENT"
    for before in day.alarms:
        yield "BEGIN:VALARM"
        yield "ACTION:DISPLAY"
        yield f"DESCRIPTION:{_text(day.title)}"
        yield f"TRIGGER:-P{before}D"
        yield "END:VALARM"
    yield "END:VEVENT"


def _text(text: str) -> str:
    """Escape what has a meaning; a line break would begin another property."""
    plain = tidy(text).replace("\\", "\\\\")
    return plain.replace(";", "\\;").replace(",", "\\,")


def _folded(line: str) -> str:
    """Break long lines between characters, counted in octets as the standard asks."""
    parts, width = [""], 0
    for character in line:
        octets = len(character.encode())
        if width + octets > LONGEST_LINE:
            parts.append(" ")
            width = 1
        parts[-1] += character
        width += octets
    return BREAK.join(parts)
