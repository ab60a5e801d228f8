"""Records of one organisation are brought together, all at once, and can be taken apart again."""

import datetime as dt

import pgtrigger
import pytest
from django.db import IntegrityError
from django.utils import timezone

from commitments.enums import Document, NameKind, RepresentativeRole, State, Status
from commitments.models import (
    Bond,
    Commitment,
    Invitation,
    Organisation,
    PublicText,
    RecordUnion,
    Representative,
)
from commitments.queries.certificates import by_number
from commitments.queries.likeness import pairs
from commitments.queries.listing import count_of, page_of
from commitments.services import distinctions, facts, integrity, lineage, naming, uniting
from commitments.services.uniting import UnionNotPossible, Wish
from commitments.tests.digests import digest_of, register_digest
from commitments.tests.entries import selected, sign, signed
from commitments.tests.factories import OrganisationFactory, RegionFactory, UserFactory
from commitments.tests.representing import acting

pytestmark = pytest.mark.django_db

NOON = dt.datetime(2026, 6, 1, 12, tzinfo=timezone.get_default_timezone())
CODE = "91370600163044841F"
SLIP = "91370600163044841E"
FOLLOWERS = (
    "commitments_representative",
    "commitments_invitation",
    "commitments_publictext",
    "commitments_succession",
    "commitments_earlierfact",
    "commitments_application",
    "commitments_distinction",
    "commitments_bond",
)


def wish(kept, *others, borne_before=(), **whose):
    numbers = {choice: record.pk for choice, record in whose.items()}
    members = tuple(record.pk for record in (kept, *others))
    return Wish(members, kept.pk, numbers, tuple(borne_before))


def unite(kept, *others, **chosen):
    union = uniting.unite(wish(kept, *others, **chosen), by=None, at=NOON, reason="同一单位")
    for record in (kept, *others):
        record.refresh_from_db()
    return union


def found(text):
    return [entry.code for entry in page_of(selected(f"q={text}"))]


def names_of(record, kind):
    return sorted(record.names.filter(kind=kind).values_list("text", flat=True))


# --- The whole cluster, once ---


def test_a_cluster_becomes_one_record():
    kept = signed("万华化学集团", "2015-03-01", uscc=CODE)
    others = [signed("万华化学集团有限公司", "2018-05-01"), OrganisationFactory(name="万华集团")]

    union = unite(kept, *others)

    assert [record.same_as for record in others] == [kept, kept]
    assert list(Organisation.objects.all()) == [kept]
    assert union.members == [
        {"pk": each.pk, "code": each.code, "name": each.name} for each in (kept, *others)
    ]
    assert (kept.status, kept.signed_on) == (Status.IN_FORCE, dt.date(2015, 3, 1))
    assert {other.status for other in others} == {Status.NONE}


def test_all_names_find_the_kept_record():
    kept = OrganisationFactory(name="万华化学集团", english_name="Wanhua Chemical")
    other = OrganisationFactory(
        name="烟台合成革总厂",
        short_name="烟台万华",
        english_name="Yantai Wanhua",
        former=["烟台皮革"],
    )

    unite(kept, other)

    for text in ("烟台合成革总厂", "烟台万华", "烟台皮革", "yantaiwanhua", "ythcgzc"):
        assert found(text) == [kept.code], text
    assert names_of(kept, NameKind.FORMER) == ["烟台皮革"]
    assert names_of(kept, NameKind.ALIAS) == ["Yantai Wanhua", "烟台合成革总厂"]
    assert (kept.short_name, kept.english_name) == ("烟台万华", "Wanhua Chemical")


def test_a_name_that_was_borne_is_a_former_one_and_shown():
    kept, other = OrganisationFactory(name="甲化工"), OrganisationFactory(name="乙化工")

    unite(kept, other, borne_before=["乙化工"])

    assert (kept.former_names, names_of(kept, NameKind.ALIAS)) == ("乙化工", [])


def test_chosen_values_stay_and_the_others_keep_theirs():
    city = RegionFactory(code="370600", name="烟台市", short_name="烟台", level="city")
    kept = OrganisationFactory(name="甲化工", website="https://a.example.com")
    other = OrganisationFactory(
        name="甲化工厂", city=city, website="https://b.example.com", staff_count=12
    )

    unite(kept, other, name=other, website=kept, place=other)

    assert (kept.name, kept.city, kept.website, kept.staff_count) == (
        "甲化工厂",
        city,
        "https://a.example.com",
        12,
    )
    assert names_of(kept, NameKind.ALIAS) == ["甲化工"]


def test_credit_codes_change_places_so_that_both_are_known():
    kept = OrganisationFactory(name="甲化工", uscc=SLIP)
    other = OrganisationFactory(name="甲化工厂", uscc=CODE)

    unite(kept, other, uscc=other)

    assert (kept.uscc, other.uscc) == (CODE, SLIP)


def test_other_spellings_stay_when_names_are_edited():
    kept, other = OrganisationFactory(name="甲化工"), OrganisationFactory(name="乙化工")
    unite(kept, other)

    naming.set_names(kept, by=None, full="丙化工")

    assert found("乙化工") == [kept.code]
    assert integrity.differences() == []


# --- Commitments ---


def test_commitments_follow_and_the_earlier_signing_counts():
    kept, other = signed("甲化工", "2018-05-01"), signed("甲化工厂", "2015-03-01")
    sign(other, "2019-01-01", document=Document.CHARTER)

    unite(kept, other)

    states = {(each.document, each.signed_on.year): each.state for each in kept.commitments.all()}
    assert states == {
        (Document.LETTER, 2015): State.IN_FORCE,
        (Document.LETTER, 2018): State.DOUBLE,
        (Document.CHARTER, 2019): State.IN_FORCE,
    }
    double = Commitment.objects.get(state=State.DOUBLE)
    assert double.double_of.signed_on == dt.date(2015, 3, 1)
    assert (kept.status, kept.signed_on) == (Status.IN_FORCE, dt.date(2015, 3, 1))


@pytest.mark.parametrize(
    "query", ["", "status=none", "as_at=2020-01-01", "q=甲化工", "kind=enterprise"]
)
def test_who_is_the_same_stands_in_no_list(query):
    kept, other = signed("甲化工", "2015-03-01"), signed("甲化工厂", "2018-05-01")
    outsider = OrganisationFactory(name="丙化工")
    before = count_of(selected("status=none"))
    unite(kept, other)

    codes = [entry.code for entry in page_of(selected(query))]

    assert other.code not in codes
    assert codes == ([outsider.code] if query == "status=none" else [kept.code])
    assert count_of(selected("status=none")) == before


def test_its_code_is_not_found_by_searching():
    kept, other = OrganisationFactory(name="甲化工"), OrganisationFactory(name="乙化工")
    unite(kept, other)

    assert found(other.code) == []


def test_the_only_certificate_goes_over_to_what_counts():
    kept, other = signed("甲化工", "2015-03-01"), OrganisationFactory(name="甲化工厂")
    sign(other, "2018-05-01", certificate_number="RC-2018-0001")

    unite(kept, other)

    numbers = dict(kept.commitments.values_list("state", "certificate_number"))
    assert numbers == {State.IN_FORCE: "RC-2018-0001", State.DOUBLE: ""}


def test_a_second_certificate_is_answered_by_what_counts():
    kept, other = OrganisationFactory(name="甲化工"), OrganisationFactory(name="甲化工厂")
    counts = sign(kept, "2015-03-01", certificate_number="RC-2015-0001")
    sign(other, "2018-05-01", certificate_number="RC-2018-0001")

    unite(kept, other)

    assert list(by_number("RC-2018-0001")) == [counts]


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


# --- Taken apart again ---


def everything():
    return register_digest() | {table: digest_of(table) for table in FOLLOWERS}


def a_cluster():
    """Records between which everything there is has to be settled."""
    kept = OrganisationFactory(name="甲化工", uscc=SLIP, former=["甲厂", "老甲厂"])
    other = OrganisationFactory(name="甲化工厂", uscc=CODE, short_name="甲", former=["乙厂"])
    third = signed("甲化工有限公司", "2013-01-01", park=other)
    sign(kept, "2018-05-01", certificate_number="RC-2018-0001")
    sign(other, "2015-03-01", suspended=("2020-01-01", None))
    sign(other, "2016-03-01", document=Document.CHARTER, certificate_number="RC-2016-0001")
    lead = acting(kept)
    acting(other)
    acting(other, RepresentativeRole.EDITOR, lead.user)
    for record in (kept, other):
        PublicText.objects.create(
            organisation=record,
            body="简介",
            state_changed_at=NOON,
            written_by=lead.user,
            written_at=NOON,
        )
    return kept, other, third


def test_everything_is_as_it_was_when_it_is_taken_back():
    kept, other, third = a_cluster()
    before = everything()
    union = unite(kept, other, third, name=other, uscc=other, borne_before=["甲化工"])
    assert everything() != before

    uniting.take_back(union, by=None, at=NOON, reason="看错了")

    assert everything() == before
    assert integrity.differences() == []
    union.refresh_from_db()
    assert (union.undone_at, union.undone_because) == (NOON, "看错了")


def test_what_was_taken_back_can_be_done_again_and_taken_back_again():
    kept, other, third = a_cluster()
    before = everything()
    for _ in range(2):
        union = unite(kept, other, third)
        uniting.take_back(union, by=None, at=NOON, reason="看错了")

    assert everything() == before


def test_a_later_edit_stands_in_the_way_and_is_named():
    kept, other = OrganisationFactory(name="甲化工"), OrganisationFactory(name="乙化工")
    union = unite(kept, other, name=other)
    naming.set_names(kept, by=UserFactory(email="li@example.com"), full="丙化工")
    before = everything()

    with pytest.raises(UnionNotPossible) as refused:
        uniting.take_back(union, by=None, at=NOON, reason="看错了")

    assert {each.who for each in refused.value.obstacles} == {"li@example.com"}
    assert everything() == before


def test_a_new_name_of_the_kept_record_alone_stands_in_no_way():
    kept, other = OrganisationFactory(name="甲化工"), OrganisationFactory(name="乙化工")
    union = unite(kept, other)
    naming.set_names(kept, by=None, full="丙化工")

    uniting.take_back(union, by=None, at=NOON, reason="看错了")

    assert (found("丙化工"), found("乙化工")) == ([kept.code], [other.code])
    assert integrity.differences() == []


def test_what_came_later_stays_with_the_kept_record():
    kept, other = OrganisationFactory(name="甲化工"), OrganisationFactory(name="乙化工")
    union = unite(kept, other)
    later = acting(kept)

    uniting.take_back(union, by=None, at=NOON, reason="看错了")

    later.refresh_from_db()
    assert later.organisation == kept


def test_it_is_taken_back_once():
    kept, other = OrganisationFactory(name="甲化工"), OrganisationFactory(name="乙化工")
    union = unite(kept, other)
    uniting.take_back(union, by=None, at=NOON, reason="看错了")

    with pytest.raises(UnionNotPossible, match="已经撤回"):
        uniting.take_back(union, by=None, at=NOON, reason="看错了")
