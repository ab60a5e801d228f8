import datetime as dt

import pytest

from core.tenure import span
from workgroups.enums import OfficeRole, SeatRole
from workgroups.models import Office, Seat, Term
from workgroups.queries.tenures import incumbents_of, terms_of
from workgroups.services import changing_term
from workgroups.services.changing_term import Choice, change_term, choice_of_all, mark_of
from workgroups.services.refusals import ChangeNotPossible
from workgroups.tests.factories import SINCE, BodyFactory, OfficeFactory, SeatFactory, staff

pytestmark = pytest.mark.django_db

NOW = dt.datetime(2024, 3, 1, 4, tzinfo=dt.UTC)
DAY = dt.date(2024, 3, 1)
NOBODY = frozenset[int]()


@pytest.fixture
def why():
    return {"on": DAY, "by": staff(), "at": NOW, "reason": "换届会议决议"}


@pytest.fixture
def body():
    """A body in its first term: a lead with leader and liaison officer, a deputy, a member."""
    body = BodyFactory()
    Term.objects.create(body=body, number=1, valid=SINCE)
    lead = SeatFactory(body=body)
    OfficeFactory(seat=lead)
    OfficeFactory(seat=lead, role=OfficeRole.LIAISON)
    SeatFactory(body=body, role=SeatRole.DEPUTY)
    SeatFactory(body=body, role=SeatRole.MEMBER)
    return body


def seen(body):
    return mark_of(incumbents_of(body, on=DAY))


def rows():
    tables = (Term, Seat, Office)
    return [row for table in tables for row in table.objects.order_by("pk").values()]


def test_one_term_closes_and_the_next_begins_with_whoever_was_chosen(body, why):
    now = incumbents_of(body, on=DAY)
    deputy, leader = now.deputies[0], now.leader
    choice = Choice(frozenset({now.lead.pk, deputy.pk}), frozenset({leader.pk}))

    change_term(body, 2, choice, seen=mark_of(now), **why)

    after = incumbents_of(body, on=DAY)
    assert [seat.organisation for seat in after.seats] == [
        now.lead.organisation,
        deputy.organisation,
    ]
    assert [(each.person, each.role) for each in after.offices] == [(leader.person, "leader")]
    assert [(term.term.number, term.term.valid) for term in terms_of(body)] == [
        (2, span(DAY)),
        (1, span(SINCE.lower, DAY)),
    ]
    assert set(Seat.objects.filter(valid__endswith=DAY).values_list("ended_reason")) == {("term",)}


def test_the_day_before_everything_is_as_it_was(body, why):
    before = incumbents_of(body, on=DAY - dt.timedelta(days=1))

    change_term(body, 2, Choice(NOBODY, NOBODY), seen=seen(body), **why)

    again = incumbents_of(body, on=DAY - dt.timedelta(days=1))
    assert (again.seats, again.offices) == (before.seats, before.offices)
    assert incumbents_of(body, on=DAY).seats == []


def test_each_term_knows_its_leads_and_deputies(body, why):
    first = incumbents_of(body, on=DAY)

    change_term(body, 2, Choice(frozenset({first.lead.pk}), NOBODY), seen=seen(body), **why)

    assert [
        ([seat.organisation for seat in term.leads], len(term.deputies)) for term in terms_of(body)
    ] == [([first.lead.organisation], 0), ([first.lead.organisation], 1)]


def test_the_preview_says_what_would_be_and_keeps_nothing(body, why):
    found = incumbents_of(body, on=DAY)
    choice = Choice(frozenset({found.lead.pk}), frozenset({found.leader.pk}))
    before = rows()

    said = changing_term.preview(body, 2, choice, **why)

    assert (said.fault, said.closing.number) == ("", 1)
    assert (said.renewed_seats, said.renewed_offices) == ([found.lead], [found.leader])
    assert (len(said.ended_seats), len(said.ended_offices)) == (2, 1)
    assert rows() == before


@pytest.mark.parametrize(
    ("number", "sentence"),
    [(1, "该机构已有此届次。"), (2, "")],
)
def test_the_preview_says_what_the_database_would_refuse(body, why, number, sentence):
    choice = choice_of_all(incumbents_of(body, on=DAY))

    assert changing_term.preview(body, number, choice, **why).fault == sentence


def test_nobody_goes_on_without_the_seat_of_the_organisation(body, why):
    found = incumbents_of(body, on=DAY)
    before = rows()

    with pytest.raises(ChangeNotPossible, match="不能续任：其所属单位的席位将结束"):
        change_term(body, 2, Choice(NOBODY, frozenset({found.leader.pk})), seen=seen(body), **why)

    assert rows() == before


def test_who_was_overtaken_is_told_and_changes_nothing(body, why):
    old = seen(body)
    SeatFactory(body=body, role=SeatRole.MEMBER)
    before = rows()

    with pytest.raises(ChangeNotPossible, match="其间席位或任职有了变动"):
        change_term(body, 2, Choice(NOBODY, NOBODY), seen=old, **why)

    assert rows() == before
