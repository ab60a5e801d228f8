"""I1 to I6 of seats and offices, by SQL around the models: each with what is taken and refused."""

import datetime as dt

import pytest
from django.db import IntegrityError, connection, transaction

from core.tenure import span
from workgroups.enums import OfficeRole, SeatRole
from workgroups.tests.factories import (
    BodyFactory,
    OfficeFactory,
    PersonFactory,
    SeatFactory,
)

pytestmark = pytest.mark.django_db

FIRST, CHANGE, LAST = "2022-01-01", "2024-01-01", "2025-01-01"
HELD = span(dt.date(2022, 1, 1))


INSERT_SEAT = (
    "INSERT INTO workgroups_seat (body_id, organisation_id, role, valid, ended_reason, source)"
    " VALUES (%s, %s, %s, %s, %s, '')"
)
INSERT_OFFICE = (
    "INSERT INTO workgroups_office (seat_id, body_id, person_id, role, valid, ended_reason, source)"
    " VALUES (%s, %s, %s, %s, %s, %s, '')"
)


def sql(statement, *values):
    """Run the statement and judge it at once, deferred rules too."""
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL DEFERRED")
        cursor.execute(statement, values)
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")


def refused_by(statement, *values):
    with pytest.raises(IntegrityError) as refused, transaction.atomic():
        sql(statement, *values)
    return refused.value.__cause__.diag.constraint_name


def insert_seat(body, organisation, role, valid=f"[{FIRST},)", reason=""):
    return (
        INSERT_SEAT,
        body.pk,
        organisation.pk,
        role,
        valid,
        reason,
    )


def insert_office(seat, role, valid=f"[{FIRST},)", *, person=None, body=None, reason=""):
    return (
        INSERT_OFFICE,
        seat.pk,
        (body or seat.body).pk,
        (person or PersonFactory()).pk,
        role,
        valid,
        reason,
    )


@pytest.fixture
def lead():
    return SeatFactory(valid=HELD)


@pytest.fixture
def other(lead):
    """An organisation without a seat in the body."""
    return SeatFactory(body=BodyFactory(code="ds"), valid=HELD).organisation


# --- I1: one lead organisation at a time ---


def test_i1_leads_follow_one_another(lead, other):
    sql("UPDATE workgroups_seat SET valid = %s, ended_reason = 'left'", f"[{FIRST},{CHANGE})")
    sql(*insert_seat(lead.body, other, "lead", f"[{CHANGE},)"))


def test_i1_two_leads_on_one_day_are_refused(lead, other):
    name = refused_by(*insert_seat(lead.body, other, "lead", f"[{CHANGE},{LAST})", "left"))

    assert name == "one_lead_organisation_at_a_time"


# --- I2: one seat of an organisation in a body at a time ---


def test_i2_a_seat_in_another_role_may_follow_and_one_in_another_body_stand_beside(lead):
    sql("UPDATE workgroups_seat SET valid = %s, ended_reason = 'left'", f"[{FIRST},{CHANGE})")
    sql(*insert_seat(lead.body, lead.organisation, "member", f"[{CHANGE},)"))
    sql(*insert_seat(BodyFactory(code="ds"), lead.organisation, "member"))


def test_i2_lead_and_member_at_once_are_refused(lead):
    name = refused_by(*insert_seat(lead.body, lead.organisation, "member", f"[{CHANGE},)"))

    assert name == "one_seat_of_an_organisation_in_a_body"


# --- I3: a first day; a reason if and only if it ended ---


@pytest.mark.parametrize(
    ("valid", "reason"), [(f"[{FIRST},)", ""), (f"[{FIRST},{CHANGE})", "term")]
)
def test_i3_a_seat_and_an_office_with_or_without_end_are_taken(lead, other, valid, reason):
    sql(*insert_seat(lead.body, other, "member", valid, reason))
    sql(*insert_office(lead, "liaison", valid, reason=reason))


@pytest.mark.parametrize(
    ("valid", "reason", "rule"),
    [
        (f"(,{CHANGE})", "term", "has_a_first_day"),
        ("empty", "", "has_a_first_day"),
        (f"[{FIRST},{CHANGE})", "", "has_a_reason_if_and_only_if_it_ended"),
        (f"[{FIRST},)", "term", "has_a_reason_if_and_only_if_it_ended"),
    ],
)
def test_i3_no_first_day_or_half_an_end_is_refused(lead, other, valid, reason, rule):
    seat = insert_seat(lead.body, other, "member", valid, reason)
    office = insert_office(lead, "liaison", valid, reason=reason)

    assert [refused_by(*seat), refused_by(*office)] == [f"a_seat_{rule}", f"an_office_{rule}"]


# --- I4: one leader at a time; nobody twice in one office ---


def test_i4_leaders_follow_one_another_and_a_person_may_hold_two_offices(lead):
    person = PersonFactory()
    sql(*insert_office(lead, "leader", f"[{FIRST},{CHANGE})", person=person, reason="left"))
    sql(*insert_office(lead, "leader", f"[{CHANGE},)"))
    sql(*insert_office(lead, "liaison", person=person))


def test_i4_two_leaders_on_one_day_are_refused(lead):
    OfficeFactory(seat=lead, valid=HELD)

    assert refused_by(*insert_office(lead, "leader")) == "one_leader_of_a_body_at_a_time"


def test_i4_one_office_twice_is_refused(lead):
    held = OfficeFactory(seat=lead, role=OfficeRole.LIAISON, valid=HELD)

    name = refused_by(*insert_office(lead, "liaison", f"[{CHANGE},)", person=held.person))

    assert name == "nobody_holds_one_office_of_a_body_twice"


# --- I5: an office rests on a seat of the same body ---


def test_i5_an_office_of_another_body_than_its_seat_is_refused(lead, other):
    elsewhere = BodyFactory(code="ds")

    sql(*insert_office(lead, "leader"))

    assert refused_by(*insert_office(lead, "liaison", body=elsewhere)) == (
        "an_office_lies_within_its_seat"
    )


# --- I6: an office lies inside its seat; a leader comes from the lead organisation ---


def end_at(table, row, day):
    statement = f"UPDATE workgroups_{table} SET valid = %s, ended_reason = 'left' WHERE id = %s"  # noqa: S608 -- our own word
    return statement, (f"[{FIRST},{day})", row.pk)


def test_i6_a_seat_and_its_office_end_together(lead):
    office = OfficeFactory(seat=lead, valid=HELD)

    statement, values = end_at("office", office, CHANGE)
    sql(statement, *values)
    statement, values = end_at("seat", lead, CHANGE)
    sql(statement, *values)


def test_i6_an_office_longer_than_its_seat_is_refused(lead):
    statement, values = end_at("seat", lead, CHANGE)
    sql(statement, *values)

    assert refused_by(*insert_office(lead, "leader")) == "an_office_lies_within_its_seat"


@pytest.mark.parametrize("change", ["end", "body", "role"])
def test_i6_a_seat_cannot_be_pulled_from_under_its_office(lead, change):
    OfficeFactory(seat=lead, valid=HELD)
    sql("SELECT 1")  # the office is judged before the seat changes
    elsewhere = BodyFactory(code="ds")
    statement, values = {
        "end": end_at("seat", lead, CHANGE),
        "body": (
            "UPDATE workgroups_seat SET body_id = %s WHERE id = %s",
            (elsewhere.pk, lead.pk),
        ),
        "role": ("UPDATE workgroups_seat SET role = 'deputy' WHERE id = %s", (lead.pk,)),
    }[change]

    assert refused_by(statement, *values) == "an_office_lies_within_its_seat"


def test_i6_a_leader_comes_from_the_lead_organisation(lead):
    deputy = SeatFactory(body=lead.body, role=SeatRole.DEPUTY, valid=HELD)

    sql(*insert_office(lead, "leader"))

    assert refused_by(*insert_office(deputy, "leader", f"[{CHANGE},)")) == (
        "one_leader_of_a_body_at_a_time"
    )
    sql("DELETE FROM workgroups_office")
    assert refused_by(*insert_office(deputy, "leader")) == (
        "a_leader_comes_from_the_lead_organisation"
    )


# --- Terms ---


def insert_term(body, number, valid):
    return (
        "INSERT INTO workgroups_term (body_id, number, valid) VALUES (%s, %s, %s)",
        body.pk,
        number,
        valid,
    )


def test_terms_follow_one_another_and_are_counted_once(lead):
    sql(*insert_term(lead.body, 1, f"[{FIRST},{CHANGE})"))
    sql(*insert_term(lead.body, 2, f"[{CHANGE},)"))

    assert [
        refused_by(*insert_term(lead.body, 3, f"[{LAST},)")),
        refused_by(*insert_term(lead.body, 2, "[2019-01-01,2020-01-01)")),
        refused_by(*insert_term(lead.body, 4, "(,2020-01-01)")),
    ] == [
        "terms_of_a_body_follow_one_another",
        "a_body_counts_each_term_once",
        "a_term_has_a_first_day",
    ]
