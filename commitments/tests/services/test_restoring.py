"""A move or a change of kind that was recorded by mistake is taken back."""

import datetime as dt

import pytest
from django.utils import timezone

from commitments.enums import Kind
from commitments.models import Organisation, Succession
from commitments.queries.listing import page_of
from commitments.services import lineage, restoring
from commitments.services.lineage import LineageNotPossible
from commitments.tests.bulk_editing import change
from commitments.tests.entries import selected, signed
from commitments.tests.factories import OrganisationFactory, ParkFactFactory, UserFactory
from commitments.tests.lineage import recorded_yesterday
from commitments.tests.uniting import unite
from core.history import because

pytestmark = pytest.mark.django_db

NOON = dt.datetime(2026, 6, 1, 12, tzinfo=timezone.get_default_timezone())
DAY = dt.date(2022, 7, 1)
LATER = dt.date(2023, 7, 1)


@pytest.fixture
def parks():
    return [OrganisationFactory(kind=Kind.PARK, name=name) for name in ("东园", "西园", "南园")]


@pytest.fixture
def firm(parks):
    return signed("甲化工", "2015-03-01", park=parks[0], park_name="东园")


def move(firm, to, on=DAY):
    lineage.move(firm, to=to, by=None, at=NOON, on=on, reason="搬迁")
    return firm.earlier_facts.get(until=on)


def reclassify(firm, to=Kind.GROUP, on=DAY):
    lineage.reclassify(firm, to=to, by=None, at=NOON, on=on, reason="改制")
    return firm.earlier_facts.get(until=on)


def take_back(fact, by=None):
    restoring.take_back(fact, by=by, at=NOON, reason="记错了")


def stands(firm):
    firm.refresh_from_db()
    return (firm.kind, firm.park and firm.park.name, firm.park_name, firm.earlier_facts.count())


def test_a_move_taken_back_is_as_if_it_had_never_been(firm, parks):
    who = UserFactory()

    take_back(move(firm, parks[1]), by=who)

    assert stands(firm) == ("enterprise", "东园", "东园", 0)
    assert [len(page_of(selected(f"as_at=2024-01-01&park={p.code}"))) for p in parks[:2]] == [1, 0]
    last = firm.events.order_by("-pgh_id").first()
    told = last.pgh_context.metadata
    assert (told["source"], told["reason"], told["user_label"]) == (
        "move_undone",
        "记错了",
        str(who),
    )


def test_a_change_of_kind_taken_back_leaves_a_park_that_was_put_right_since(firm, parks):
    fact = reclassify(firm)
    change(firm, park=parks[1], park_name="西园")

    take_back(fact)

    assert stands(firm) == ("enterprise", "西园", "西园", 0)


def test_the_last_change_is_taken_back_first(firm, parks):
    first, last = move(firm, parks[1]), reclassify(firm, on=LATER)
    assert restoring.last_recorded(firm) == last

    with pytest.raises(LineageNotPossible, match="2023-07-01"):
        take_back(first)
    assert stands(firm) == ("group", "西园", "西园", 2)

    take_back(last)
    take_back(first)
    assert stands(firm) == ("enterprise", "东园", "东园", 0)


def test_who_has_edited_the_park_since_is_named(firm, parks):
    fact = move(firm, parks[1])
    who = UserFactory(email="li@example.com")
    mine = Organisation.objects.filter(pk=firm.pk)
    with because(by=who, source="edit"):
        mine.update(park=parks[2], park_name="南园")

    with pytest.raises(LineageNotPossible) as refused:
        take_back(fact)

    assert str(refused.value).startswith(f"甲化工的这项内容已由{who}于")
    assert stands(firm) == ("enterprise", "南园", "南园", 1)


def test_a_park_united_with_the_one_it_moved_to_does_not_stand_in_the_way(firm, parks):
    fact = move(firm, parks[1])
    unite(parks[2], parks[1])
    firm.refresh_from_db()
    assert firm.park == parks[2]

    take_back(fact)

    assert stands(firm) == ("enterprise", "东园", "东园", 0)


def test_a_park_that_has_merged_since_leads_to_its_successor(firm, parks):
    fact = move(firm, parks[1])
    lineage.merge(parks[0], into=parks[2], by=None, at=NOON, on=LATER, source="批复")

    take_back(fact)

    assert stands(firm) == ("enterprise", "南园", "南园", 1)
    assert firm.earlier_facts.get().until == LATER


def test_a_park_that_had_merged_before_the_move_was_recorded_is_the_park_again(firm, parks):
    lineage.merge(parks[0], into=parks[2], by=None, at=NOON, on=LATER, source="批复")
    recorded_yesterday(Succession)
    fact = move(firm, parks[1])

    take_back(fact)

    assert stands(firm) == ("enterprise", "东园", "东园", 0)


def test_a_change_of_kind_is_taken_back_though_its_park_was_united_and_put_right_since(firm, parks):
    fact = reclassify(firm)
    unite(parks[2], parks[0])
    fact.refresh_from_db()
    assert fact.park == parks[2]
    change(firm, park=parks[1], park_name="西园")

    take_back(fact)

    assert stands(firm) == ("enterprise", "西园", "西园", 0)


def test_a_park_that_was_emptied_since_stands_in_the_way(firm, parks):
    fact = move(firm, parks[1])
    change(firm, park=None)

    with pytest.raises(LineageNotPossible, match="甲化工的这项内容已由"):
        take_back(fact)

    assert stands(firm) == ("enterprise", None, "西园", 1)


def test_a_park_in_which_somebody_stands_stays_a_park(firm):
    fact = reclassify(firm, to=Kind.PARK)
    resident = OrganisationFactory(name="乙化工", park=firm)

    with pytest.raises(LineageNotPossible, match="乙化工"):
        take_back(fact)

    assert stands(firm)[0] == Kind.PARK
    resident.refresh_from_db()
    assert resident.park == firm


def test_a_park_in_which_somebody_stood_on_an_earlier_day_stays_a_park(firm):
    fact = reclassify(firm, to=Kind.PARK)
    resident = signed("乙化工", "2015-03-01", park=firm)
    move(resident, None, on=LATER)

    with pytest.raises(LineageNotPossible) as refused:
        take_back(fact)

    assert str(refused.value) == "乙化工在2023-07-01之前位于该园区：请先撤回其迁移。"
    listed = page_of(selected(f"as_at=2023-01-01&park={firm.code}"))
    assert [each.name for each in listed] == ["乙化工"]


def test_a_park_about_which_a_document_is_on_record_stays_a_park(firm):
    fact = reclassify(firm, to=Kind.PARK)
    ParkFactFactory(park=firm)

    with pytest.raises(LineageNotPossible) as refused:
        take_back(fact)

    assert str(refused.value) == (
        "该园区登记有2023-05-01的“苏政发〔2023〕1号”：请先撤回，或改登记到其他园区。"
    )
    assert stands(firm)[0] == Kind.PARK


def test_what_no_move_has_entered_is_not_taken_back(firm):
    fact = firm.earlier_facts.create(until=DAY, kind=Kind.GROUP, park_name="")

    assert restoring.last_recorded(firm) is None
    with pytest.raises(LineageNotPossible, match="历史"):
        take_back(fact)
    assert stands(firm)[-1] == 1
