"""What belongs to the records follows; what cannot be one is refused, nothing is silent."""

import datetime as dt

import pgtrigger
import pytest
from django.db import IntegrityError

from commitments.enums import Document, State, Status
from commitments.enums.representatives import RepresentativeRole
from commitments.models import (
    Bond,
    Commitment,
    Invitation,
    PublicText,
    RecordUnion,
    Representative,
)
from commitments.queries.likeness import pairs
from commitments.services import distinctions, facts, integrity, lineage, uniting
from commitments.services.uniting import UnionNotPossible
from commitments.tests.digests import register_digest
from commitments.tests.entries import sign, signed
from commitments.tests.factories import OrganisationFactory
from commitments.tests.representing import acting
from commitments.tests.uniting import NOON, found, unite, wish

pytestmark = pytest.mark.django_db


# --- What belongs to the records ---


def test_people_texts_and_residents_follow_as_far_as_they_are_not_there_already():
    kept, other = OrganisationFactory(name="甲园区"), OrganisationFactory(name="乙园区")
    resident = OrganisationFactory(name="丙化工", park=other)
    lead, second = acting(kept), acting(other)
    both = acting(other, RepresentativeRole.EDITOR, lead.user)
    for record in (kept, other):
        Invitation.objects.create(
            organisation=record, email="new@example.com", role="editor", invited_at=NOON
        )
        PublicText.objects.create(
            organisation=record,
            body="简介",
            state_changed_at=NOON,
            written_by=lead.user,
            written_at=NOON,
        )

    unite(kept, other)

    resident.refresh_from_db()
    assert resident.park == kept
    roles = dict(kept.representatives.values_list("user", "role"))
    assert roles == {lead.user_id: "lead", second.user_id: "editor"}
    assert Representative.objects.get(pk=both.pk).organisation == other
    assert [each.withdrawn_at for each in kept.invitations.order_by("pk")] == [None, NOON]
    assert list(kept.public_texts.order_by("pk").values_list("state", flat=True)) == [
        "submitted",
        "withdrawn",
    ]


# --- Nothing silent, nothing by half ---


def letter(day):
    return f"承诺书 · 已承诺 · {day}签署"


def test_what_is_foreseen_is_what_is_done():
    kept, other = signed("甲化工", "2018-05-01"), signed("甲化工厂", "2015-03-01")
    asked = wish(kept, other)
    before = register_digest()

    foreseen = uniting.foresee(asked, by=None, at=NOON)

    assert (register_digest(), RecordUnion.objects.count()) == (before, 0)
    union = uniting.unite(asked, by=None, at=NOON, reason="同一单位", seal=foreseen.seal)
    assert union.done == foreseen.sentences
    assert foreseen.sentences == [
        f"保留“甲化工”（{kept.code}）。",
        "检索和导入时用“甲化工厂”也能找到它。",
        f"“甲化工厂”（{other.code}）此后转到保留的记录，不再出现在任何名单中。",
        f"{letter('2018-05-01')}：重复登记，以此为准：{letter('2015-03-01')}。",
        "归并后：已承诺，首次签署日期 2015-03-01。",
    ]


def test_what_changed_since_the_preview_is_looked_at_again():
    kept, other = signed("甲化工", "2018-05-01"), signed("甲化工厂", "2015-03-01")
    asked = wish(kept, other)
    foreseen = uniting.foresee(asked, by=None, at=NOON)
    sign(other, "2020-01-01", document=Document.CHARTER)
    before = register_digest()

    with pytest.raises(UnionNotPossible, match="请再看一遍"):
        uniting.unite(asked, by=None, at=NOON, reason="同一单位", seal=foreseen.seal)

    assert register_digest() == before


def test_the_second_to_bring_the_same_together_is_told():
    kept, other = OrganisationFactory(name="甲化工"), OrganisationFactory(name="乙化工")
    third = OrganisationFactory(name="丙化工")
    unite(kept, other)

    with pytest.raises(UnionNotPossible, match=r"乙化工.*甲化工"):
        uniting.unite(wish(third, other), by=None, at=NOON, reason="同一单位")


def test_who_merged_is_not_the_same():
    old, new = OrganisationFactory(name="甲化工"), OrganisationFactory(name="乙化工")
    lineage.merge(old, into=new, by=None, at=NOON, on=dt.date(2022, 1, 1), source="通知书")

    with pytest.raises(UnionNotPossible, match="甲化工 → 乙化工"):
        unite(new, old)


def test_who_was_told_apart_is_brought_together_only_when_that_is_taken_back():
    one, other = OrganisationFactory(name="甲化工"), OrganisationFactory(name="甲化工")
    distinctions.tell_apart([one, other], by=None, at=NOON, reason="同名的两家单位")

    with pytest.raises(UnionNotPossible, match="同名的两家单位"):
        unite(one, other)


def test_who_was_told_apart_from_a_record_is_apart_from_the_kept_one():
    kept, other, third = (OrganisationFactory(name="甲化工") for _ in range(3))
    distinctions.tell_apart([other, third], by=None, at=NOON, reason="同名的两家单位")

    unite(kept, other)

    assert pairs() == []


def test_bonds_follow_and_count_once():
    kept, other, inviter = (OrganisationFactory(name=f"{each}化工") for each in "甲乙丙")
    for one, partner in ((inviter, kept), (inviter, other), (kept, other)):
        Bond.objects.create(
            inviter=one, partner=partner, partner_name="某", partner_key="某", relation="supplier",
            source="名单",
        )  # fmt: skip

    unite(kept, other)

    open_ones = Bond.objects.filter(ended_at=None)
    assert [(each.inviter, each.partner) for each in open_ones] == [(inviter, kept)]


def test_what_was_one_with_a_record_goes_on_with_it():
    first, second, third = (OrganisationFactory(name=f"{each}化工") for each in "甲乙丙")
    unite(second, first)

    unite(third, second)

    first.refresh_from_db()
    assert (first.same_as, found("甲化工")) == (third, [third.code])


def test_pairs_that_became_one_are_not_asked_about():
    kept, other = (OrganisationFactory(name="甲化工") for _ in range(2))
    unite(kept, other)

    assert pairs() == []


def test_a_record_of_the_same_one_never_counts():
    kept, other = OrganisationFactory(name="甲化工"), OrganisationFactory(name="乙化工")
    unite(kept, other)
    with pgtrigger.ignore("commitments.Commitment:no_entry_for_a_record_that_is_the_same"):
        Commitment.objects.create(
            organisation=other, state=State.IN_FORCE, signed_on=dt.date(2020, 1, 1), source="名单"
        )

    facts.refresh()

    other.refresh_from_db()
    assert other.status == Status.NONE
    assert integrity.differences() == [
        f"乙化工（{other.code}）：已归并到其他记录，却有一项哪里都不计的承诺。"
    ]


def test_a_record_of_the_same_one_takes_no_commitment():
    kept, other = OrganisationFactory(name="甲化工"), OrganisationFactory(name="乙化工")
    unite(kept, other)

    with pytest.raises(IntegrityError, match="a_record_that_is_the_same_takes_nothing"):
        sign(other, "2020-01-01")
