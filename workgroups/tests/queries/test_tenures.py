"""Who led on a day: random changes by the services, and a naive replay of the same changes."""

import datetime as dt
from dataclasses import dataclass, field

import pytest
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from core.tenure import span
from workgroups.enums import OfficeRole, SeatEnd, SeatRole
from workgroups.models import Body, Seat
from workgroups.queries.tenures import incumbents_of, leads_of
from workgroups.services import tenure
from workgroups.services.changing_term import Choice, change_term, mark_of
from workgroups.services.refusals import ChangeNotPossible
from workgroups.tests.factories import (
    BodyFactory,
    OfficeFactory,
    PersonFactory,
    SeatFactory,
)

pytestmark = pytest.mark.django_db

START = dt.date(2024, 2, 20)  # a leap day is among the days
DAYS, ORGANISATIONS, PEOPLE = 30, 3, 3


@dataclass
class Replay:
    """The same changes as a child would keep them: who has what now, written down every day."""

    roles: dict[int, str] = field(default_factory=dict)  # organisation -> role of its seat
    leader: int | None = None
    deputies: dict[int, int] = field(default_factory=dict)  # organisation -> its deputy leader
    days: dict[int, tuple] = field(default_factory=dict)

    def note(self, day: int) -> None:
        lead = [one for one, role in self.roles.items() if role == "lead"]
        deputies = {one for one, role in self.roles.items() if role == "deputy"}
        self.days[day] = (lead[0] if lead else None, deputies, self.leader)

    def on(self, day: int) -> tuple:
        known = [each for each in self.days if each <= day]
        return self.days[max(known)] if known else (None, set(), None)


CHANGES = st.lists(
    st.tuples(
        st.integers(1, 4),  # days after the change before
        st.sampled_from(
            ["lead", "deputy", "leave", "hand_over", "appoint", "replace", "end", "term"]
        ),
        st.integers(0, ORGANISATIONS - 1),
        st.integers(0, PEOPLE - 1),
    ),
    max_size=10,
)


@dataclass
class World:
    """A body with organisations and people, changed by the services alone."""

    body: Body
    organisations: list
    people: list
    replay: Replay = field(default_factory=Replay)
    terms: int = 0

    def change(self, day: int, what: str, one: int, who: int) -> None:
        on = START + dt.timedelta(days=day)
        at = dt.datetime.combine(on, dt.time(4), tzinfo=dt.UTC)
        why = {"on": on, "by": None, "at": at, "reason": "随机变更"}
        try:
            getattr(self, what)(one, who, why)
        except ChangeNotPossible:
            return
        self.replay.note(day)

    def _seat(self, one: int, on: dt.date) -> Seat:
        seats = self.body.seats.open_on(on).filter(organisation=self.organisations[one])
        seat = seats.first()
        if seat is None:
            raise ChangeNotPossible
        return seat

    def _leader(self, on: dt.date):
        leader = incumbents_of(self.body, on=on).leader
        if leader is None:
            raise ChangeNotPossible
        return leader

    def _sit(self, one: int, role: SeatRole, why: dict) -> None:
        tenure.take_seat(self.body, self.organisations[one], role, **why)
        self.replay.roles[one] = role

    def lead(self, one: int, who: int, why: dict) -> None:
        self._sit(one, SeatRole.LEAD, why)

    def deputy(self, one: int, who: int, why: dict) -> None:
        self._sit(one, SeatRole.DEPUTY, why)

    def leave(self, one: int, who: int, why: dict) -> None:
        tenure.end_seat(self._seat(one, why["on"]), why=SeatEnd.LEFT, **why)
        self.replay.deputies.pop(one, None)
        if self.replay.roles.pop(one) == "lead":
            self.replay.leader = None

    def hand_over(self, one: int, who: int, why: dict) -> None:
        tenure.hand_over_lead(self._seat(one, why["on"]), **why)
        roles, deputies = self.replay.roles, self.replay.deputies
        former = next(each for each, role in roles.items() if role == "lead")
        roles[former], roles[one] = "deputy", "lead"
        if self.replay.leader is not None:
            deputies[former] = self.replay.leader
        self.replay.leader = deputies.pop(one, None)

    def appoint(self, one: int, who: int, why: dict) -> None:
        tenure.appoint(self.people[who], self._seat(one, why["on"]), OfficeRole.LEADER, **why)
        self.replay.leader = who

    def replace(self, one: int, who: int, why: dict) -> None:
        leader = self._leader(why["on"])
        tenure.replace(leader, self.people[who], why=SeatEnd.ADJUSTED, **why)
        self.replay.leader = who

    def end(self, one: int, who: int, why: dict) -> None:
        tenure.end_office(self._leader(why["on"]), why=SeatEnd.ADJUSTED, **why)
        self.replay.leader = None

    def term(self, one: int, who: int, why: dict) -> None:
        """Only one organisation goes on, and its leader with it."""
        found = incumbents_of(self.body, on=why["on"])
        seats = {seat.pk for seat in found.seats if seat.organisation == self.organisations[one]}
        offices = {each.pk for each in found.offices if each.seat_id in seats}
        choice = Choice(frozenset(seats), frozenset(offices))
        change_term(self.body, self.terms + 1, choice, seen=mark_of(found), **why)
        self.terms += 1
        roles = self.replay.roles
        if roles.get(one) != "lead":
            self.replay.leader = None
        self.replay.roles = {one: roles[one]} if one in roles else {}
        deputies = self.replay.deputies
        self.replay.deputies = {one: deputies[one]} if one in deputies else {}

    def on(self, day: int) -> tuple:
        """What the query says of the day, in the words of the replay."""
        found = incumbents_of(self.body, on=START + dt.timedelta(days=day))
        number = {each.pk: place for place, each in enumerate(self.organisations)}
        person = {each.pk: place for place, each in enumerate(self.people)}
        return (
            found.lead and number[found.lead.organisation_id],
            {number[seat.organisation_id] for seat in found.deputies},
            found.leader and person[found.leader.person_id],
        )


def new_world() -> World:
    elsewhere = BodyFactory(code="ds")
    return World(
        BodyFactory(code="pp"),
        [SeatFactory(body=elsewhere, role="member").organisation for _each in range(ORGANISATIONS)],
        [PersonFactory() for _each in range(PEOPLE)],
    )


@settings(
    max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(changes=CHANGES)
def test_who_led_on_a_day_is_what_a_replay_says(changes):
    with transaction.atomic():
        world = new_world()
        day = 0
        for wait, *change in changes:
            day += wait
            world.change(day, *change)

        asked = range(day + 3)
        assert [world.on(each) for each in asked] == [world.replay.on(each) for each in asked]
        transaction.set_rollback(True)


def test_the_replay_tells_a_wrong_answer():
    """The control: a lead that changed without the replay knowing is seen at once."""
    world = new_world()
    world.change(1, "lead", 0, 0)
    world.body.seats.update(role="deputy")

    assert world.on(1) != world.replay.on(1)


def test_incumbents_stand_in_the_order_of_their_rank():
    body = BodyFactory()
    member = SeatFactory(body=body, role="member")
    lead = SeatFactory(body=body)
    deputy = SeatFactory(body=body, role="deputy")
    liaison = OfficeFactory(seat=lead, role="liaison")
    leader = OfficeFactory(seat=lead)

    found = incumbents_of(body, on=START)

    assert found.seats == [lead, deputy, member]
    assert found.offices == [leader, liaison]
    assert (found.lead, found.deputies, found.leader) == (lead, [deputy], leader)
    assert (found.offices_on(lead), found.offices_on(deputy)) == ([leader, liaison], [])


@pytest.mark.parametrize("seats", [1, 3])
def test_incumbents_cost_two_queries(seats, django_assert_num_queries):
    body = BodyFactory()
    for _each in range(seats):
        OfficeFactory(seat=SeatFactory(body=body, role="member"), role="representative")

    with django_assert_num_queries(2):
        found = incumbents_of(body, on=START)
        [str(seat) for seat in found.seats]
        [str(office) for office in found.offices]


def test_all_leads_of_a_body_stand_with_the_newest_first():
    body = BodyFactory()
    first = SeatFactory(body=body, valid=span(dt.date(2020, 1, 1), START), ended_reason="term")
    second = SeatFactory(body=body, valid=span(START))

    assert leads_of(body) == [second, first]
