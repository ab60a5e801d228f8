"""What is unsigned when organisations merge or split: it goes over, gives way, comes back."""

import datetime as dt

import pytest
from django.db import transaction

from commitments.enums import Document, State
from commitments.models import Commitment
from commitments.services import lifecycle, lineage
from commitments.tests.entries import signed
from commitments.tests.factories import OrganisationFactory
from commitments.tests.lineage import DAY, NOON, draft_of, merge, of, split, take_back
from commitments.tests.uniting import unite
from core.history import because

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


@pytest.mark.parametrize("leaves", ["gives way", "goes over once more"])
def test_mergers_with_which_a_draft_went_on_are_taken_back_the_last_one_first(leaves):
    first, new = OrganisationFactory(name="甲化工"), OrganisationFactory(name="丙化工")
    draft, other = draft_of(first), signed("乙化工", "2015-03-01")
    one = merge(first, new)
    last = merge(other, new) if leaves == "gives way" else merge(new, OrganisationFactory())

    with pytest.raises(lineage.LineageNotPossible) as refused, transaction.atomic():
        take_back(one)

    assert str(refused.value) == (
        f"转入丙化工的未签署承诺，已随后来登记的“{last}”离开该单位：请先撤回后者。"
    )
    take_back(last)
    take_back(one)
    assert (first.commitments.get(), new.commitments.count()) == (draft, 0)


def test_a_draft_that_was_discarded_by_hand_asks_for_no_other_merger_of_the_same_act():
    first, new = OrganisationFactory(name="甲化工"), OrganisationFactory(name="丙化工")
    draft = draft_of(first)
    with because(by=None, source="request"):
        one, _other = merge(first, new), merge(OrganisationFactory(), new)
    with because(by=None, source="delete"):
        draft.delete()

    take_back(one)

    assert not Commitment.objects.exists()


def test_a_draft_goes_back_though_the_successor_was_united_with_another_record():
    old, new = OrganisationFactory(name="甲化工"), OrganisationFactory(name="乙化工")
    kept, draft = OrganisationFactory(name="乙化工厂"), draft_of(old)
    succession = merge(old, new)
    unite(kept, new)
    succession.refresh_from_db()

    take_back(succession)

    assert (old.commitments.get(), kept.commitments.count()) == (draft, 0)


@pytest.mark.parametrize("state", [State.DRAFT, State.TO_SIGN])
def test_what_comes_back_says_since_when_it_has_waited(state):
    old, new = OrganisationFactory(name="甲化工"), signed("乙化工", "2019-01-01")
    draft = draft_of(old, state_changed_at=NOON)
    if state == State.TO_SIGN:
        lifecycle.approve(draft, by=None, at=NOON, on=DAY, number="3号")

    take_back(merge(old, new))

    assert old.commitments.get().state_changed_at == NOON


def test_what_a_discarded_draft_was_united_with_goes_with_it():
    kept, other = OrganisationFactory(name="甲化工"), OrganisationFactory(name="甲化工厂")
    drafts = [draft_of(kept), draft_of(other)]
    unite(kept, other)
    assert [each.state for each in kept.commitments.order_by("pk")] == [State.DRAFT, State.DOUBLE]

    succession = merge(kept, signed("乙化工", "2019-01-01"))
    assert not kept.commitments.exists()

    take_back(succession)
    assert kept.commitments.get() == drafts[0]
