"""The ways to read the register as at a day: each page says what one plain reading says."""

import datetime as dt
from contextlib import suppress
from dataclasses import fields, replace
from itertools import chain, count, takewhile
from random import Random

import pytest

from commitments.enums import Kind
from commitments.queries.listing import Entry, count_of, page_of, where
from commitments.queries.parks import committed_in
from commitments.queries.pieces import Piece, fetch
from commitments.queries.sources import source_of
from commitments.services import uniting
from commitments.services.days import DayNotPossible
from commitments.tests.chronicle import Chronicle, is_gone
from commitments.tests.entries import selected, signed
from commitments.tests.factories import OrganisationFactory

pytestmark = pytest.mark.django_db
FIRST = dt.date(2012, 1, 1)
DAYS = 60
ALL = "&".join(f"status={each}" for each in ("in_force", "suspended", "ended", "none"))
COMPARED = ("id", "name", "name_sort", "kind", "status", "signed_on")
ASKED = [
    *("", ALL, "status=none", "status=ended&status=suspended", "kind=group", "year=2012"),
    *("sort=signed_on", "sort=-signed_on", f"sort=-signed_on&{ALL}", f"sort=signed_on&{ALL}"),
    *("q=化工", f"q=gai ming&{ALL}", f"q=示例化工1&{ALL}"),
]


@pytest.fixture(params=[3, 4])
def chronicle(request):
    """Several things happen on each day: letter and charter are often signed on the same one."""
    found = Chronicle(request.param)
    OrganisationFactory(kind=Kind.COMMITTEE, name="委员会化工")
    for number in range(DAYS):
        for _event in range(5):
            with suppress(DayNotPossible):  # the same twice on one day
                found.happen(FIRST + dt.timedelta(days=20 * number))
    double = signed("示例化工二", str(FIRST))
    one = next(each for each in found.organisations if not is_gone(each))
    uniting.unite(
        uniting.Wish((one.pk, double.pk), one.pk),
        by=None,
        at=dt.datetime(2016, 1, 1, tzinfo=dt.UTC),
        reason="同一单位",
    )
    return found


@pytest.mark.parametrize("query", ASKED)
def test_pages_hold_what_one_reading_of_everybody_holds(chronicle, query):
    for number in Random(5).sample(range(DAYS), 6):
        day = FIRST + dt.timedelta(days=20 * number)
        selection = selected(f"as_at={day}&{query}")
        entries = paged(selection)

        assert sorted(map(compared, entries), key=str) == plainly(selection), day
        assert entries == sorted(entries, key=place_in(selection)), day
        assert count_of(selection) == count_of(selection, most=10_000) == len(entries)


def test_who_is_committed_in_a_park_is_counted_alike(chronicle):
    parks = [park.pk for park in chronicle.parks]
    for number in range(0, DAYS, 7):
        selection = selected(f"as_at={FIRST + dt.timedelta(days=20 * number)}")
        stood = [park for (park,) in rows_of(selection, "park_id")]

        assert committed_in(parks, selection) == {park: stood.count(park) for park in parks}


def paged(selection):
    pages = (page_of(replace(selection, page=number), size=4) for number in count(1))
    return list(chain.from_iterable(takewhile(bool, pages)))


def compared(entry):
    return tuple(getattr(entry, name) for name in COMPARED)


def plainly(selection):
    return sorted(rows_of(selection, *COMPARED), key=str)


def rows_of(selection, *columns):
    """Everybody who is meant, from the source that reads each table once."""
    source, condition = source_of(selection), where(selection)
    sql = f"SELECT {', '.join(columns)} FROM {source.sql} WHERE {condition.sql}"  # noqa: S608
    return fetch(Piece(sql, {**source.values, **condition.values}))


def place_in(selection):
    """Give what an entry's place follows from; who has signed nothing stands last."""

    def place(entry):
        day = entry.signed_on
        signing = {
            "signed_on": (day is None, day and day.toordinal()),
            "-signed_on": (day is None, day and -day.toordinal()),
        }
        return entry.tier, signing.get(selection.order, ()), entry.name_sort, entry.id

    return place


def test_every_column_that_is_compared_is_one_of_an_entry():
    assert set(COMPARED) <= {field.name for field in fields(Entry)}
