import datetime as dt

import pytest

from commitments.enums import EndReason
from commitments.models import Organisation
from commitments.queries.pieces import fetch
from commitments.services import facts, lifecycle, naming
from commitments.tests.entries import sign, signed
from commitments.tests.factories import OrganisationFactory
from reports.models import Snapshot
from reports.queries.members import Drift, counted_on, drift, drift_today, members_of
from reports.tests.register import MEMBERS, NOON, built, small_register

pytestmark = pytest.mark.django_db


def added():
    signed("补录化工", "2019-07-01")


def removed():
    commitment = Organisation.objects.get(name="甲化工").commitments.get()
    known = {"on": dt.date(2020, 5, 1), "why": EndReason.WITHDRAWN, "reason": "来函"}
    lifecycle.end(commitment, by=None, at=NOON, **known)


def suspended():
    commitment = Organisation.objects.get(name="甲化工").commitments.get()
    commitment.suspensions.create(valid=["2021-06-01", "2022-06-01"], reason="核查")


def corrected():
    Organisation.objects.filter(name="甲化工").update(kind="group")


def moved():
    Organisation.objects.filter(name="甲化工").update(park=None, staff_count=301)


def signed_later():
    signed("后来化工", "2022-01-01")


def renamed():
    organisation = Organisation.objects.get(name="甲化工")
    naming.rename(organisation, by=None, to="甲新材料", on=dt.date(2026, 1, 1))


@pytest.mark.parametrize(
    ("change", "told"),
    [
        (added, Drift(1, 0, 0)),
        (removed, Drift(0, 1, 0)),
        (suspended, Drift(0, 0, 1)),
        (corrected, Drift(0, 0, 1)),
        (moved, Drift(0, 0, 1)),
        (signed_later, Drift(0, 0, 0)),
        (renamed, Drift(0, 0, 0)),
    ],
)
def test_what_became_known_later_is_told_as_a_difference(change, told):
    small_register()
    snapshot = built(2021)

    change()

    assert drift(snapshot) == told
    assert bool(drift(snapshot)) == any((told.added, told.removed, told.changed))


def test_the_difference_is_told_of_another_day_too():
    small_register()

    assert drift(built(2021), as_at=dt.date(2022, 1, 1)) == Drift(1, 1, 0)  # who ended in 2021


def test_the_difference_is_counted_once_a_version_of_the_register(django_assert_num_queries):
    small_register()
    snapshot = built(2021)
    drift_today(snapshot)

    with django_assert_num_queries(1):
        drift_today(snapshot)

    added()
    assert drift_today(snapshot) == Drift(1, 0, 0)
    assert facts.version() > 1


@pytest.mark.parametrize(
    ("day", "status", "first"),
    [
        ("2009-12-31", None, None),
        ("2010-01-01", "in_force", "2010-01-01"),
        ("2014-12-31", "in_force", "2010-01-01"),
        ("2015-03-01", "ended", "2010-01-01"),
        ("2015-12-31", "ended", "2010-01-01"),
        ("2016-01-01", None, None),
        ("2017-05-01", "in_force", "2017-05-01"),
        ("2018-06-01", "suspended", "2017-05-01"),
        ("2019-06-01", "in_force", "2017-05-01"),
    ],
)
def test_who_counts_on_a_day_with_its_best_status_and_first_signing(day, status, first):
    organisation = OrganisationFactory(name="甲")
    sign(organisation, "2010-01-01", ended="2015-03-01")
    sign(organisation, "2017-05-01", suspended=("2018-01-01", "2019-01-01"))

    counted = fetch(counted_on(dt.date.fromisoformat(day)))

    expected = [(organisation.pk, status, dt.date.fromisoformat(first))] if status else []
    assert counted == expected


@pytest.mark.parametrize("kind", ["committee"])
def test_a_working_body_counts_nowhere(kind):
    signed("委员会", "2010-01-01", kind=kind)

    assert fetch(counted_on(dt.date(2021, 12, 31))) == []


@pytest.mark.parametrize("text", ["", "x", "-1", "1.0", "٣", "99999999999999999999", "4711"])
def test_what_is_no_snapshot_has_no_members(text):
    assert members_of(text) is None


def test_a_superseded_snapshot_stays_readable():
    small_register()
    older = built(2021)
    added()
    newer = built(2021)

    counts = [members_of(str(each.pk)).count() for each in (older, newer)]
    assert counts == [MEMBERS, MEMBERS + 1]


def test_a_snapshot_that_is_being_built_is_not_readable():
    unfinished = Snapshot.objects.create(year=2021, as_at=dt.date(2021, 12, 31), rule="in_force")

    assert members_of(str(unfinished.pk)) is None
