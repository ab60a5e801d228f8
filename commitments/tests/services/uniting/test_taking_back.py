"""Records that were brought together can be taken apart again."""

import pytest

from commitments.enums import Document
from commitments.enums.representatives import RepresentativeRole
from commitments.models import (
    PublicText,
)
from commitments.services import integrity, naming, uniting
from commitments.services.uniting import UnionNotPossible
from commitments.tests.digests import digest_of, register_digest
from commitments.tests.entries import sign, signed
from commitments.tests.factories import OrganisationFactory, UserFactory
from commitments.tests.representing import acting
from commitments.tests.uniting import CODE, FOLLOWERS, NOON, SLIP, found, unite

pytestmark = pytest.mark.django_db


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
