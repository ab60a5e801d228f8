"""What is unsigned when organisations merge or split: it goes over, gives way, comes back."""

import datetime as dt

import pytest

from commitments.enums import Document, State
from commitments.services import lifecycle
from commitments.tests.entries import signed
from commitments.tests.factories import OrganisationFactory
from commitments.tests.lineage import DAY, NOON, draft_of, merge, of, split, take_back
from commitments.tests.uniting import unite

pytestmark = pytest.mark.django_db


def test_what_is_unsigned_goes_over_with_the_merger_and_comes_back():
    old, new = OrganisationFactory(name="甲化工"), OrganisationFactory(name="乙化工")
    draft, to_sign = draft_of(old), draft_of(old, Document.CHARTER)
    lifecycle.approve(to_sign, by=None, at=NOON, on=DAY, number="3号")

    succession = merge(old, new)

    assert list(new.commitments.order_by("pk")) == [draft, to_sign]
    assert not old.commitments.exists()

    take_back(succession)

    assert of(old) == [
        ("letter", State.DRAFT, None, None, None, ""),
        ("charter", State.TO_SIGN, None, None, None, ""),
    ]
    assert not new.commitments.exists()


def test_what_went_over_and_was_signed_there_stays_there():
    old, new = OrganisationFactory(name="甲化工"), OrganisationFactory(name="乙化工")
    draft = draft_of(old)
    succession = merge(old, new)
    lifecycle.sign(draft, by=None, at=NOON, on=dt.date(2024, 1, 1))

    take_back(succession)

    assert (new.commitments.get(), old.commitments.count()) == (draft, 0)


@pytest.mark.parametrize("state", [State.DRAFT, State.TO_SIGN])
def test_what_the_other_has_already_is_discarded_and_comes_back(state):
    old, new = OrganisationFactory(name="甲化工"), signed("乙化工", "2019-01-01")
    draft = draft_of(old, note="待签", occasion="年会")
    if state == State.TO_SIGN:
        lifecycle.approve(draft, by=None, at=NOON, on=DAY, number="3号")

    succession = merge(old, new)

    assert not old.commitments.exists()
    assert [row[2].year for row in of(new)] == [2019]

    take_back(succession)

    mine = old.commitments.get()
    assert (mine.state, mine.note, mine.occasion) == (state, "待签", "年会")
    assert mine.approval_number == ("3号" if state == State.TO_SIGN else "")


@pytest.mark.parametrize("become", [merge, split])
@pytest.mark.parametrize("state", [State.DRAFT, State.TO_SIGN])
def test_what_the_other_has_not_signed_gives_way_to_what_goes_on_and_comes_back(become, state):
    old, new = signed("甲化工", "2015-03-01"), OrganisationFactory(name="乙化工")
    draft = draft_of(new, note="待签", occasion="年会")
    charter = draft_of(new, Document.CHARTER)
    if state == State.TO_SIGN:
        lifecycle.approve(draft, by=None, at=NOON, on=DAY, number="3号")

    succession = become(old, new)

    assert [row[:4] for row in of(new)] == [
        ("charter", State.DRAFT, None, None),
        ("letter", State.IN_FORCE, dt.date(2015, 3, 1), DAY),
    ]

    take_back(succession)

    assert list(new.commitments.order_by("pk")) == [draft, charter]
    back = new.commitments.get(document=Document.LETTER)
    assert (back.state, back.note, back.occasion) == (state, "待签", "年会")
    assert back.approval_number == ("3号" if state == State.TO_SIGN else "")
    assert of(old) == [("letter", State.IN_FORCE, dt.date(2015, 3, 1), None, None, "")]


def test_a_draft_that_came_with_one_merger_and_gave_way_to_the_next_goes_all_the_way_back():
    first, second = OrganisationFactory(name="甲化工"), signed("乙化工", "2015-03-01")
    new, draft = OrganisationFactory(name="丙化工"), draft_of(first)
    mergers = [merge(first, new), merge(second, new)]

    for each in reversed(mergers):
        take_back(each)

    assert (first.commitments.get(), new.commitments.count()) == (draft, 0)


def test_what_a_discarded_draft_was_united_with_goes_with_it():
    kept, other = OrganisationFactory(name="甲化工"), OrganisationFactory(name="甲化工厂")
    drafts = [draft_of(kept), draft_of(other)]
    unite(kept, other)
    assert [each.state for each in kept.commitments.order_by("pk")] == [State.DRAFT, State.DOUBLE]

    succession = merge(kept, signed("乙化工", "2019-01-01"))
    assert not kept.commitments.exists()

    take_back(succession)
    assert kept.commitments.get() == drafts[0]
