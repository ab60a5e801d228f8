"""Organisations merge and split; what is in force goes on, and comes back."""

import datetime as dt

import pytest

from commitments.enums import Document, EndReason, State, Status
from commitments.models import Succession
from commitments.services import lifecycle, lineage
from commitments.tests.entries import sign, signed
from commitments.tests.factories import OrganisationFactory
from commitments.tests.lineage import DAY, DAY_BEFORE, NOON, listed, merge, of, split, take_back

pytestmark = pytest.mark.django_db


def test_merger_ends_the_one_and_goes_on_in_the_other():
    old, new = signed("甲化工", "2015-03-01"), OrganisationFactory(name="乙化工")

    merge(old, new)

    signing = dt.date(2015, 3, 1)
    assert of(old) == [("letter", State.ENDED, signing, None, DAY, EndReason.MERGED)]
    assert of(new) == [("letter", State.IN_FORCE, signing, DAY, None, "")]
    new.refresh_from_db()
    assert (new.status, new.sign_year) == (Status.IN_FORCE, 2015)
    assert (listed(DAY_BEFORE), listed(DAY)) == (["甲化工"], ["乙化工"])


def test_merger_leaves_alone_what_the_other_has_signed_itself():
    old, new = signed("甲化工", "2015-03-01"), signed("乙化工", "2019-01-01")
    sign(old, "2016-01-01", document=Document.CHARTER)

    merge(old, new)

    assert [(row[0], row[2].year, row[3]) for row in of(new)] == [
        ("letter", 2019, None),
        ("charter", 2016, DAY),
    ]
    assert (listed(DAY_BEFORE), listed(DAY)) == (["甲化工", "乙化工"], ["乙化工"])


def test_suspended_commitment_ends_with_the_merger_and_does_not_go_on():
    old, new = OrganisationFactory(name="甲化工"), OrganisationFactory(name="乙化工")
    sign(old, "2015-03-01", suspended=("2020-01-01", None))

    merge(old, new)

    assert of(new) == []
    assert of(old)[0][1] == State.ENDED


@pytest.mark.parametrize("suspended", [None, ("2020-01-01", None)])
def test_merger_taken_back_leaves_everything_as_before(suspended):
    old, new = OrganisationFactory(name="甲化工"), OrganisationFactory(name="乙化工")
    sign(old, "2015-03-01", suspended=suspended)
    before = (of(old), list(old.commitments.values_list("suspensions__valid")))

    take_back(merge(old, new))

    assert (of(old), list(old.commitments.values_list("suspensions__valid"))) == before
    assert of(new) == []
    assert not Succession.objects.exists()
    new.refresh_from_db()
    assert new.status == Status.NONE


def test_merger_is_not_taken_back_over_what_came_after():
    old, new = signed("甲化工"), OrganisationFactory(name="乙化工")
    succession = merge(old, new)
    lifecycle.suspend(new.commitments.get(), by=None, at=NOON, on=DAY, reason="核查")

    with pytest.raises(lineage.LineageNotPossible, match="乙化工 · 承诺书"):
        take_back(succession)

    old.refresh_from_db()
    assert (old.status, new.commitments.count()) == (Status.ENDED, 1)


def test_split_shares_the_history_and_the_old_one_stays():
    old, new = signed("甲化工", "2015-03-01"), OrganisationFactory(name="乙化工")

    split(old, new)

    assert (listed(DAY_BEFORE), listed(DAY)) == (["甲化工"], ["甲化工", "乙化工"])
    new.refresh_from_db()
    assert new.sign_year == 2015


def test_split_taken_back():
    old, new = signed("甲化工", "2015-03-01"), OrganisationFactory(name="乙化工")

    take_back(split(old, new))

    assert listed(DAY) == ["甲化工"]


def test_chain_of_mergers_carries_the_first_signing():
    first, second, third = (signed("甲化工", "2011-05-01"), *OrganisationFactory.create_batch(2))
    merge(first, second, dt.date(2018, 1, 1))
    merge(second, third)

    third.refresh_from_db()
    assert third.signed_on == dt.date(2011, 5, 1)
    assert listed(DAY) == [third.name]
