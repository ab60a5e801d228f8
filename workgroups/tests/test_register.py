"""What the register and its pages show of the working groups."""

import datetime as dt

import pytest
from django.db.backends.postgresql.psycopg_any import DateRange
from django.utils import translation

from accounts.tests.clients import signed_in
from commitments.services import facts
from commitments.services.founding import load_reference_tables
from commitments.tests.entries import signed
from workgroups.enums import SeatRole
from workgroups.models import Body, Seat
from workgroups.queries import name_of_group
from workgroups.services.founding import load_bodies_and_leads

pytestmark = pytest.mark.django_db


@pytest.fixture
def group():
    return Body.objects.create(
        code="pp",
        name="污染防治工作组",
        english_name="Pollution Prevention",
        kind="working_group",
        track="code",
        position=1,
    )


def seat(group, organisation, since="2020-01-01", until=None) -> Seat:
    last = dt.date.fromisoformat(until) if until else None
    return Seat.objects.create(
        body=group,
        organisation=organisation,
        role=SeatRole.MEMBER,
        valid=DateRange(dt.date.fromisoformat(since), last),
        ended_reason="left" if until else "",
    )


def test_register_lists_the_organisations_with_a_seat_today(client, group):
    seat(group, signed("甲化工"))
    seat(group, signed("乙化工"), until="2021-01-01")
    signed("丙化工")

    response = client.get("/commitments/?group=pp")

    assert [row["name"] for row in response.context["rows"]] == ["甲化工"]
    assert "工作组：污染防治工作组" in response.content.decode()


def test_unknown_group_is_said(client):
    response = client.get("/commitments/?group=zz")

    assert response.context["faults"] == ["没有代码为“zz”的工作组，该条件未使用。"]


def test_organisation_shows_its_seats_past_ones_too(client, group):
    organisation = signed("甲化工")
    seat(group, organisation, since="2015-01-01", until="2018-01-01")
    seat(group, organisation, since="2020-01-01")

    page = client.get(f"/commitments/{organisation.code}/").content.decode()

    assert page.count("污染防治工作组") == 2


def test_group_is_named_in_the_language_of_the_page(client, group):
    assert (name_of_group("pp"), name_of_group("zz")) == ("污染防治工作组", "zz")
    with translation.override("en"):
        assert name_of_group("pp") == "Pollution Prevention"


def test_new_seat_makes_the_pages_of_the_register_new(group):
    organisation = signed("甲化工")
    before = facts.version()
    days = {"valid_0": "2022-03-24", "valid_1": "", "ended_reason": ""}

    signed_in("staff").post(
        "/admin/workgroups/seat/add/",
        {"body": group.pk, "organisation": organisation.pk, "role": "lead", "source": "", **days},
    )

    assert Seat.objects.count() == 1
    assert facts.version() > before


def test_founding_leads_are_listed_by_group(client):
    load_reference_tables()
    load_bodies_and_leads()

    rows = client.get("/commitments/?group=pp&status=none").context["rows"]

    assert [row["name"] for row in rows] == ["万华化学集团股份有限公司"]
