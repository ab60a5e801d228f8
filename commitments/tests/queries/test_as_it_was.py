"""The register as at any day, beside a naive replay of what happened to each organisation."""

import datetime as dt
from dataclasses import replace
from itertools import chain, count, takewhile

import pytest

from commitments.enums import Kind
from commitments.models import Commitment
from commitments.queries.listing import count_of, page_of
from commitments.services import naming
from commitments.tests.chronicle import Chronicle
from commitments.tests.entries import selected
from commitments.tests.factories import OrganisationFactory

pytestmark = pytest.mark.django_db

FIRST = dt.date(2012, 1, 1)
EVENTS = 200
DAYS = 50


def days_of(random):
    """Give days with one event each, in order, a few days apart."""
    day = FIRST
    for _event in range(EVENTS):
        day += dt.timedelta(days=random.randrange(1, 16))
        yield day


@pytest.mark.parametrize("seed", [1, 2])
def test_day_lists_what_a_naive_replay_knows(seed):
    chronicle = Chronicle(seed)
    asked = sorted(chronicle.random.sample(range(EVENTS), DAYS))
    known = {}
    for number, day in enumerate(list(days_of(chronicle.random))):
        chronicle.happen(day)
        if number in asked:
            known[day] = as_remembered(chronicle.naive)

    for day, expected in known.items():
        assert as_listed(day) == expected, day
    assert len({str(each) for each in known.values()}) > DAYS // 4  # it did change
    assert Commitment.objects.filter(held_from__isnull=False).exists()


def as_remembered(naive):
    return sorted(
        (each.name, each.kind, each.park.pk if each.park else None)
        for each in naive.values()
        if each.counts()
    )


def as_listed(day):
    selection = selected(f"as_at={day}")
    entries = paged(selection)
    assert count_of(selection) == len(entries)
    places = [(entry.name_sort, entry.id) for entry in entries]
    assert places == sorted(places)
    for entry in entries:
        assert entry.name_sort.endswith(naming.keys_of(entry.name).key)  # as it was called then
    check_order_of_signing(day, places)
    parks = {
        park.pk: {entry.id for entry in page_of(selected(f"as_at={day}&park={park.code}"))}
        for park in _parks()
    }
    return sorted(
        (entry.name, entry.kind, next((pk for pk, ids in parks.items() if entry.id in ids), None))
        for entry in entries
    )


def check_order_of_signing(day, places):
    """The same organisations, by the day on which their best commitment of then was signed."""
    for sort, way in (("signed_on", 1), ("-signed_on", -1)):
        entries = paged(selected(f"as_at={day}&sort={sort}"))
        days = [(way * entry.signed_on.toordinal(), entry.name_sort, entry.id) for entry in entries]
        assert days == sorted(days)
        assert sorted((entry.name_sort, entry.id) for entry in entries) == places


def paged(selection):
    """Give what its pages of four show one after the other."""
    pages = (page_of(replace(selection, page=number), size=4) for number in count(1))
    return list(chain.from_iterable(takewhile(bool, pages)))


def _parks():
    return OrganisationFactory._meta.model.objects.filter(kind=Kind.PARK)
