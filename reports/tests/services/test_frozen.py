"""Of a year whose figures are frozen a later run changes nothing."""

import pytest

from commitments.tests.entries import signed
from core.steps import take_step
from reports.enums import SnapshotState
from reports.models import Snapshot
from reports.tests.register import NOON, built, small_register, totals

pytestmark = pytest.mark.django_db


@pytest.fixture
def frozen():
    """The statistics of 2021, frozen as the publication of the report does it."""
    small_register()
    snapshot = built(2021)
    take_step("freeze", snapshot, by=None, at=NOON)
    return snapshot


def test_of_a_frozen_year_a_new_run_stands_beside_it(frozen):
    signed("补录化工", "2019-07-01")

    shown = built(2021)

    beside = Snapshot.objects.get(state=SnapshotState.BESIDE)
    assert shown == frozen
    assert (totals(frozen)["enterprises"], totals(beside)["enterprises"]) == (5, 6)


def test_beside_a_frozen_one_stands_the_last_run(frozen):
    built(2021)
    built(2021)

    assert list(Snapshot.objects.order_by("pk").values_list("state", flat=True)) == [
        SnapshotState.FROZEN,
        SnapshotState.SUPERSEDED,
        SnapshotState.BESIDE,
    ]


def test_without_a_frozen_one_a_new_run_takes_its_place():
    """The control of the two tests above."""
    small_register()
    built(2021)
    built(2021)

    assert list(Snapshot.objects.order_by("pk").values_list("state", flat=True)) == [
        SnapshotState.SUPERSEDED,
        SnapshotState.CURRENT,
    ]
