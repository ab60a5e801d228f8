"""Who holds what from when to when: `core.tenure` on the tables that use it."""

import datetime as dt

import pytest
from django.db import IntegrityError, connection

from commitments.tests.factories import OrganisationFactory
from core import tenure
from core.tenure import NotHeldThen, span
from workgroups.enums import SeatEnd, SeatRole
from workgroups.models import Body, Seat

pytestmark = pytest.mark.django_db

FIRST, CHANGE, LAST = dt.date(2022, 1, 1), dt.date(2024, 2, 29), dt.date(2025, 12, 31)
DAY = dt.timedelta(days=1)
ADJUSTED = {"ended_reason": SeatEnd.ADJUSTED}


@pytest.fixture
def body():
    return Body.objects.create(
        code="pp", name="污染防治工作组", kind="working_group", track="code", position=1
    )


def seat(body, role=SeatRole.MEMBER, first=FIRST, until=None):
    why = ADJUSTED if until else {}
    return Seat.objects.create(
        body=body, organisation=OrganisationFactory(), role=role, valid=span(first, until), **why
    )


# --- As at a day ---


@pytest.mark.parametrize(
    ("day", "holds"),
    [(FIRST - DAY, False), (FIRST, True), (CHANGE - DAY, True), (CHANGE, False)],
)
def test_a_span_holds_from_its_first_day_to_the_day_before_its_end(body, day, holds):
    one = seat(body, until=CHANGE)

    assert (one.holds_on(day), Seat.objects.open_on(day).exists()) == (holds, holds)


@pytest.mark.parametrize(
    ("first", "until", "overlaps"),
    [
        (FIRST - 2 * DAY, FIRST, False),
        (FIRST - DAY, FIRST + DAY, True),
        (CHANGE - DAY, None, True),
        (CHANGE, None, False),
    ],
)
def test_spans_that_meet_do_not_overlap(body, first, until, overlaps):
    seat(body, until=CHANGE)

    assert Seat.objects.overlapping(span(first, until)).exists() == overlaps


@pytest.mark.parametrize(("day", "ended"), [(CHANGE - DAY, 0), (CHANGE, 1), (LAST, 1)])
def test_what_has_ended_by_a_day(body, day, ended):
    seat(body, until=CHANGE)
    seat(body)

    assert Seat.objects.ended_by(day).count() == ended


@pytest.mark.parametrize(
    ("valid", "last", "text"),
    [
        (span(FIRST), None, "自 2022-01-01 起"),
        (span(FIRST, CHANGE), dt.date(2024, 2, 28), "2022-01-01 起，至 2024-02-29 前"),
    ],
)
def test_a_span_is_read_with_its_ends(valid, last, text):
    assert (tenure.last_day(valid), tenure.span_text(valid)) == (last, text)


# --- Ends and successors ---


def test_a_successor_begins_on_the_day_the_other_ends(body):
    before = seat(body, SeatRole.DEPUTY)

    after = tenure.succeed(before, on=CHANGE, why=ADJUSTED, role=SeatRole.LEAD)

    before.refresh_from_db()
    assert (before.valid, before.ended_reason) == (span(FIRST, CHANGE), "adjusted")
    assert (after.valid, after.role, after.ended_reason) == (span(CHANGE), "lead", "")
    assert (after.organisation, after.body) == (before.organisation, body)


@pytest.mark.parametrize("day", [FIRST - DAY, FIRST, CHANGE, LAST])
def test_nothing_ends_on_a_day_on_which_it_does_not_hold(body, day):
    one = seat(body, until=CHANGE)

    with pytest.raises(
        NotHeldThen, match=f"不能于 {day} 结束：其起止为“2022-01-01 起，至 2024-02-29 前”"
    ):
        tenure.end(one, on=day, **ADJUSTED)

    assert Seat.objects.get().valid == span(FIRST, CHANGE)


# --- Two rows change places ---


@pytest.fixture
def leads(body):
    """The lead and a deputy of a body; whoever is first in the table is asked first."""
    return seat(body, SeatRole.LEAD), seat(body, SeatRole.DEPUTY)


@pytest.mark.parametrize("order", [1, -1])
def test_two_rows_change_places_whatever_the_order(leads, order):
    lead, deputy = leads

    tenure.change_places(*leads[::order], "role")

    assert (Seat.objects.get(pk=lead.pk).role, Seat.objects.get(pk=deputy.pk).role) == (
        "deputy",
        "lead",
    )


def test_checked_row_by_row_nobody_could_change_places(leads):
    """The control: the same two writes while each is judged alone."""
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")

    with pytest.raises(IntegrityError, match="one_lead_organisation_at_a_time"):
        Seat.objects.filter(pk=leads[1].pk).update(role=SeatRole.LEAD)


def test_what_the_body_leaves_wrong_is_refused_at_its_end(leads):
    with pytest.raises(IntegrityError, match="one_lead_organisation_at_a_time"), tenure.at_once():
        Seat.objects.update(role=SeatRole.LEAD)

    assert sorted(Seat.objects.values_list("role", flat=True)) == ["deputy", "lead"]


def test_afterwards_the_same_transaction_may_swap_again(leads):
    tenure.change_places(*leads, "role")
    tenure.change_places(*leads, "role")

    assert [Seat.objects.get(pk=each.pk).role for each in leads] == ["lead", "deputy"]
