"""Organisations move between parks and change their kind."""

import pytest

from commitments.enums import Kind
from commitments.queries.listing import page_of
from commitments.services import lineage
from commitments.services.days import DayNotPossible
from commitments.tests.entries import selected, signed
from commitments.tests.factories import OrganisationFactory, UserFactory
from commitments.tests.lineage import DAY, DAY_BEFORE, NOON

pytestmark = pytest.mark.django_db


def test_move_to_another_park():
    one, other = (OrganisationFactory(kind=Kind.PARK, name=name) for name in ("东园", "西园"))
    firm = signed("甲化工", "2015-03-01", park=one, park_name="东园")

    lineage.move(firm, to=other, by=UserFactory(), at=NOON, on=DAY, reason="搬迁")

    assert [
        [entry.name for entry in page_of(selected(f"as_at={day}&park={park.code}"))]
        for day in (DAY_BEFORE, DAY)
        for park in (one, other)
    ] == [["甲化工"], [], [], ["甲化工"]]


def test_change_of_kind_and_a_day_before_the_last_change():
    firm = signed("甲化工", "2015-03-01")
    lineage.reclassify(firm, to=Kind.GROUP, by=None, at=NOON, on=DAY, reason="改制")

    assert [len(page_of(selected(f"as_at={day}&kind=group"))) for day in (DAY_BEFORE, DAY)] == [
        0,
        1,
    ]
    with pytest.raises(DayNotPossible):
        lineage.move(firm, to=None, by=None, at=NOON, on=DAY, reason="搬迁")
