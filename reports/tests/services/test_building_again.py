"""Building that was broken off, and what the next run makes of it."""

import datetime as dt

import pytest
from django.utils import timezone

from commitments.models import Commitment
from core import jobs
from reports.enums import SnapshotState
from reports.models import Figure, Snapshot, SnapshotMember
from reports.queries.definitions import TABLES
from reports.services import building
from reports.tests.register import (
    MEMBERS,
    NOON,
    built,
    requested,
    small_register,
    totals,
)

pytestmark = pytest.mark.django_db


class Killed(BaseException):
    """The worker dies here: nothing that it would still do is done."""


def build_and_die(run, place, monkeypatch):
    """Break off before the step of this number, as a kill would: no clearing up."""
    seen = []

    def progress(run, **_told):
        seen.append(1)
        if len(seen) > place:
            raise Killed

    with monkeypatch.context() as patch:
        patch.setattr(jobs, "progress", progress)
        with pytest.raises(Killed):
            building.build(run.pk, at=NOON)


def without_ids(snapshot):
    return (
        sorted(snapshot.members.values_list("organisation", "kind", "province", "signed_on")),
        sorted(snapshot.figures.values_list("key", "dimension", "cell", "value", "unit")),
    )


@pytest.mark.parametrize("place", range(len(TABLES) + 2))
def test_a_run_that_was_killed_goes_on_where_it_was(place, monkeypatch):
    small_register()
    undisturbed = without_ids(built(2021))
    run, _is_new = requested(2021)
    build_and_die(run, place, monkeypatch)

    building.build(run.pk, at=NOON)

    current = Snapshot.objects.current().get()
    assert current.run == run
    assert without_ids(current) == undisturbed
    assert Snapshot.objects.filter(state=SnapshotState.BUILDING).count() == 0


@pytest.mark.shows("R1", "R2")
def test_adding_to_totals_counts_twice_after_a_kill(monkeypatch):
    """The control of the test above: the same kill without chunks, sums added up as they come."""
    small_register()
    monkeypatch.setattr(jobs, "chunk", lambda run, name, make: make())
    monkeypatch.setattr(building, "_freeze", add_to_totals)
    monkeypatch.setattr(building, "TABLES", ())
    run, _is_new = requested(2021)
    build_and_die(run, 1, monkeypatch)

    building.build(run.pk, at=NOON)

    assert totals(Snapshot.objects.current().get()) == {"enterprises": 10}


def add_to_totals(run, at):
    snapshot, _is_new = Snapshot.objects.get_or_create(
        run=run, defaults={"year": 2021, "as_at": dt.date(2021, 12, 31), "rule": "in_force"}
    )
    counted = Commitment.objects.in_force_on(snapshot.as_at)
    others = counted.exclude(organisation__kind__in=["park", "committee"]).count()
    earlier = sum(snapshot.figures.values_list("value", flat=True))
    snapshot.figures.all().delete()
    Figure.objects.create(
        snapshot=snapshot, key=TABLES[0].key, value=earlier + others, unit=TABLES[0].unit
    )
    return snapshot.pk


def test_what_a_dead_run_left_is_cleared_away_by_the_next():
    small_register()
    dead, _is_new = requested(2021)
    with jobs.working(dead.pk) as run:
        jobs.chunk(run, "members", lambda: building._freeze(run, NOON))
    jobs.cancel(dead, by=None, at=timezone.now())

    snapshot = built(2021)

    assert list(Snapshot.objects.all()) == [snapshot]
    assert SnapshotMember.objects.count() == MEMBERS


def test_a_run_that_was_cancelled_publishes_nothing():
    small_register()
    run, _is_new = requested(2021)
    jobs.cancel(run, by=None, at=timezone.now())

    building.build(run.pk, at=NOON)

    assert Snapshot.objects.count() == 0
