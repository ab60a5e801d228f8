import datetime as dt

import pytest
from django.db import connection
from django.db.backends.postgresql.psycopg_any import DateRange
from django.db.utils import IntegrityError

from commitments.tests.factories import OrganisationFactory
from workgroups.models import Body, Seat

pytestmark = pytest.mark.django_db

START, CHANGE = dt.date(2022, 1, 1), dt.date(2025, 1, 1)


@pytest.fixture
def body():
    return Body.objects.create(
        code="pp", name="污染防治工作组", kind="working_group", track="code", position=1
    )


def seat(body, organisation, role, start=START, end=None, **fields):
    reason = "adjusted" if end else ""
    return Seat.objects.create(
        body=body,
        organisation=organisation,
        role=role,
        valid=DateRange(start, end),
        **({"ended_reason": reason} | fields),
    )


def check_now():
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")


def test_a_body_has_one_lead_at_a_time(body):
    seat(body, OrganisationFactory(), "lead")
    seat(body, OrganisationFactory(), "deputy")
    seat(body, OrganisationFactory(), "lead", start=CHANGE)

    with pytest.raises(IntegrityError, match="one_lead_organisation_at_a_time"):
        check_now()


def test_leads_may_follow_one_another(body):
    seat(body, OrganisationFactory(), "lead", end=CHANGE)
    seat(body, OrganisationFactory(), "lead", start=CHANGE)

    check_now()

    assert [body.seats.open_on(day).count() for day in (START, CHANGE)] == [1, 1]


def test_an_organisation_has_one_seat_in_a_body(body):
    organisation = OrganisationFactory()
    seat(body, organisation, "deputy")
    seat(body, organisation, "member", start=CHANGE)

    with pytest.raises(IntegrityError, match="one_seat_of_an_organisation_in_a_body"):
        check_now()


@pytest.mark.parametrize(
    "fields", [{"end": CHANGE, "ended_reason": ""}, {"ended_reason": "adjusted"}]
)
def test_a_seat_has_a_reason_if_and_only_if_it_ended(body, fields):
    with pytest.raises(IntegrityError, match="a_seat_has_a_reason_if_and_only_if_it_ended"):
        seat(body, OrganisationFactory(), "member", **fields)
