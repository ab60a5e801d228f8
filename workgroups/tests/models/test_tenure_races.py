"""I1 and I6 by two sessions at the same time, and what would happen without the guard."""

import contextlib
import re
import threading

import psycopg2
import pytest
from django.db import connection

from core.tenure import span
from workgroups.models import Office, Seat
from workgroups.tests.factories import (
    SINCE,
    BodyFactory,
    PersonFactory,
    SeatFactory,
)
from workgroups.tests.models.test_tenure_rules import end_at, insert_office, insert_seat

pytestmark = pytest.mark.django_db(transaction=True)

PATIENCE = 20.0  # seconds: a thread that hangs longer is a deadlock


def in_two_sessions(first, second):
    """Judge `first` in one session and hold it open; run `second` in another; then end both.

    Gives what each came to. The second may have to wait for the end of the first.
    """
    outcome = {}
    one, two = (connection.get_new_connection(connection.get_connection_params()) for _each in "ab")
    for session in (one, two):
        session.autocommit = False
    _judged(one, *first)

    def run_second():
        outcome["second"] = _come_to(two, *second)

    thread = threading.Thread(target=run_second)
    thread.start()
    thread.join(timeout=1)  # long enough to judge, unless it waits for the first
    outcome["waited"] = thread.is_alive()
    one.commit()
    thread.join(timeout=PATIENCE)
    assert not thread.is_alive()
    for session in (one, two):
        session.close()
    return outcome


def _judged(session, statement, *values):
    with session.cursor() as cursor:
        cursor.execute(statement, values)
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")


def _come_to(session, statement, *values):
    try:
        _judged(session, statement, *values)
        session.commit()
    except psycopg2.IntegrityError as refused:
        session.rollback()
        return refused.diag.constraint_name
    return "committed"


@pytest.fixture
def lead():
    return SeatFactory(valid=span(SINCE.lower))


@pytest.fixture
def outsiders():
    """Two organisations without a seat in the body."""
    return [SeatFactory(body=BodyFactory(code=code)).organisation for code in ("ds", "ps")]


# --- I1 ---


def two_leads(body, outsiders):
    return in_two_sessions(*(insert_seat(body, each, "lead") for each in outsiders))


@contextlib.contextmanager
def changed(statement, back):
    """Change the tables for the time of a control."""
    with connection.cursor() as cursor:
        cursor.execute(statement)
    try:
        yield
    finally:
        with connection.cursor() as cursor:
            cursor.execute(back)


def test_of_two_lead_organisations_at_once_one_is_refused(outsiders):
    body = BodyFactory(code="pp")

    outcome = two_leads(body, outsiders)

    assert outcome == {"second": "one_lead_organisation_at_a_time", "waited": True}
    assert Seat.objects.filter(body=body).count() == 1


def test_without_the_rule_both_would_lead(outsiders):
    body = BodyFactory(code="pp")
    name = "one_lead_organisation_at_a_time"
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT pg_get_constraintdef(oid) FROM pg_constraint WHERE conname=%s", [name]
        )
        rule = cursor.fetchone()[0]

    with changed(
        f"ALTER TABLE workgroups_seat DROP CONSTRAINT {name}",
        f"ALTER TABLE workgroups_seat ADD CONSTRAINT {name} {rule}",
    ):
        outcome = two_leads(body, outsiders)
        leads = Seat.objects.filter(body=body).delete()[0]

    assert (outcome, leads) == ({"second": "committed", "waited": False}, 2)


# --- I6 ---


def shrink(seat):
    statement, values = end_at("seat", seat, "2024-01-01")
    return statement.replace("%s", "'[2020-01-01,2024-01-01)'", 1), *values[1:]


def open_office(seat, person):
    return insert_office(seat, "leader", "[2022-01-01,)", person=person)


@contextlib.contextmanager
def without_lock(table):
    """Take the lock out of the trigger's function."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT pg_get_functiondef(tgfoid) FROM pg_trigger"
            " WHERE tgrelid = %s::regclass AND tgname LIKE 'pgtrigger_within_its_seat%%'",
            [table],
        )
        function = cursor.fetchone()[0]
    unlocked = re.sub(r"\s+FOR SHARE", "", function)
    assert unlocked != function
    with changed(unlocked, function):
        yield


def test_an_office_waits_for_the_end_of_its_seat_and_is_refused(lead):
    person = PersonFactory()

    outcome = in_two_sessions(shrink(lead), open_office(lead, person))

    assert outcome == {"second": "an_office_lies_within_its_seat", "waited": True}
    assert Office.objects.count() == 0


def test_the_end_of_a_seat_waits_for_an_office_and_is_refused(lead):
    person = PersonFactory()

    outcome = in_two_sessions(open_office(lead, person), shrink(lead))

    assert outcome == {"second": "an_office_lies_within_its_seat", "waited": True}
    assert Seat.objects.get(pk=lead.pk).valid.upper is None


def test_without_the_lock_an_office_would_outlive_its_seat(lead):
    person = PersonFactory()

    with without_lock("workgroups_office"):
        outcome = in_two_sessions(shrink(lead), open_office(lead, person))

    assert outcome == {"second": "committed", "waited": False}
    office = Office.objects.get()
    assert (office.valid.upper, office.seat.valid.upper.year) == (None, 2024)
