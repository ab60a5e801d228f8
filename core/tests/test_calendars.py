import datetime as dt

import pytest
from icalendar import Calendar

from core.calendars import Day, calendar

NOW = dt.datetime(2026, 11, 23, 8, 30, tzinfo=dt.UTC)
TRICKY = "甲组, 乙组; 反斜杠 \\ 与 BEGIN:VEVENT"


def written(*days):
    return calendar(days, name="工作组", at=NOW, domain="rcportal.example")


def events(text):
    return Calendar.from_ical(text).walk("VEVENT")


def test_a_day_is_read_back_as_it_was_given():
    day = Day("plan-2026-0", dt.date(2026, 3, 31), TRICKY, "说明", "https://example.org/", (7, 1))

    (event,) = events(written(day))

    assert str(event["SUMMARY"]) == TRICKY
    assert (event["UID"], str(event["URL"])) == (
        "plan-2026-0@rcportal.example",
        "https://example.org/",
    )
    assert (event["DTSTART"].dt, event["DTEND"].dt) == (
        dt.date(2026, 3, 31),
        dt.date(2026, 4, 1),
    )
    assert event["DTSTAMP"].dt == NOW
    alarms = event.walk("VALARM")
    assert [alarm["TRIGGER"].dt for alarm in alarms] == [dt.timedelta(days=-7), dt.timedelta(-1)]


@pytest.mark.parametrize("text", ["化" * 200, "a" * 200, "é" * 90, "𠮷" * 60])
def test_no_line_is_longer_than_75_octets_and_no_letter_is_broken(text):
    file = written(Day("long", dt.date(2026, 1, 1), text))

    assert max(len(line.encode()) for line in file.split("\r\n")) <= 75
    assert str(events(file)[0]["SUMMARY"]) == text


def test_a_line_break_begins_no_property_of_its_own():
    file = written(Day("x", dt.date(2026, 1, 1), "甲\r\nATTENDEE:mailto:a@example.org"))

    (event,) = events(file)
    assert "ATTENDEE" not in event
    assert str(event["SUMMARY"]) == "甲 ATTENDEE:mailto:a@example.org"


def test_an_empty_calendar_is_one():
    read = Calendar.from_ical(written())

    assert (read["VERSION"], read["X-WR-CALNAME"], list(read.walk("VEVENT"))) == (
        "2.0",
        "工作组",
        [],
    )
