import datetime as dt

import pytest

from accounts.services import demonstration as accounts
from commitments.services.founding import load_reference_tables
from workgroups.models import Body, Office, Seat, Year
from workgroups.services import demonstration, documents
from workgroups.services.founding import load_bodies_and_leads

pytestmark = pytest.mark.django_db

TODAY = dt.date(2026, 11, 26)
NOW = dt.datetime(2026, 11, 26, 4, tzinfo=dt.UTC)


@pytest.fixture
def groups():
    load_reference_tables()
    load_bodies_and_leads()
    accounts.make_accounts("a long password")
    demonstration.give_offices(on=TODAY)
    demonstration.open_years(on=TODAY)


def test_every_group_has_a_leader_a_deputy_and_a_liaison_officer(groups):
    offices = Office.objects.filter(body__code="edu").select_related("person__user", "seat")

    assert {(office.role, office.person.user.email, office.seat.role) for office in offices} == {
        ("leader", "lead-edu@example.com", "lead"),
        ("deputy", "deputy-edu@example.com", "deputy"),
        ("liaison", "liaison-edu@example.com", "lead"),
    }
    assert Office.objects.count() == 27


def test_the_invented_organisations_are_marked(groups):
    deputies = Seat.objects.filter(role="deputy").select_related("organisation")

    assert {seat.organisation.is_demo for seat in deputies} == {True}
    assert deputies.count() == 9


def test_the_second_run_gives_nothing_and_nothing_back(groups):
    Office.objects.filter(body__code="pp", role="liaison").delete()

    assert demonstration.give_offices(on=TODAY) == 0
    assert Office.objects.count() == 26


@pytest.mark.parametrize(
    ("kind", "year", "quarter"),
    [("plan", 2026, None), ("summary", 2026, None), ("plan", 2027, None)],
)
def test_a_leader_may_open_everything_that_needs_no_plan_today(groups, kind, year, quarter):
    leader = Office.objects.get(body__code="pp", role="leader").person.user

    document = documents.open_document(
        kind,
        Body.objects.get(code="pp"),
        Year.objects.get(year=year),
        by=leader,
        at=NOW,
        quarter=quarter,
    )

    assert document.state == "draft"
