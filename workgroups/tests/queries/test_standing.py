"""How a document stands follows from days and documents: every status, and its borders."""

import datetime as dt

import pytest

from workgroups.enums import DutyStatus
from workgroups.models import Year
from workgroups.queries.standing import stands_of
from workgroups.queries.workdays import Workdays
from workgroups.services import documents
from workgroups.tests import years
from workgroups.tests.factories import BodyFactory, YearFactory, staff

pytestmark = pytest.mark.django_db


@pytest.fixture
def body():
    return BodyFactory()


def plan_of(body, day):
    """How the plan of the year stands at noon of the day."""
    year = Year.objects.get(year=2022)
    found = stands_of([body], year, at=years.moment(day, 12), days=Workdays())
    return found[body.pk][0]


def withdraw(body):
    plan = years.published("plan", body, on="03-10")
    documents.withdraw(plan, by=staff("head"), at=years.moment("03-11"), reason="条目有误")


def claimed(body):
    documents.claim(years.handed_in("plan", body, on="03-10"), by=staff(), at=years.moment("03-11"))


def recommended(body):
    claimed(body)
    documents.recommend(body.submissions.get(), by=staff(), at=years.moment("03-11"))


def returned(body):
    plan = years.handed_in("plan", body, on="03-10")
    years.returned(plan, on="03-11", due_again=dt.date(2022, 4, 8))


@pytest.mark.parametrize(
    ("lived", "day", "status"),
    [
        (None, "2021-12-31", "not_open"),
        (None, "2022-01-01", "open"),
        (None, "2022-03-21", "open"),
        (None, "2022-03-22", "due_soon"),
        (None, "2022-03-31", "due_soon"),
        (None, "2022-04-01", "overdue"),
        (lambda body: years.opened("plan", body, on="03-10"), "2022-04-01", "overdue"),
        (lambda body: years.handed_in("plan", body, on="03-31"), "2022-04-01", "handed_in"),
        (claimed, "2022-04-01", "in_review"),
        (recommended, "2022-04-01", "in_review"),
        (returned, "2022-04-08", "returned"),
        (returned, "2022-04-09", "returned_overdue"),
        (lambda body: years.accepted("plan", body, on="03-31"), "2022-04-01", "accepted"),
        (lambda body: years.accepted("plan", body, on="04-01"), "2022-04-02", "accepted_late"),
        (lambda body: years.published("plan", body, on="04-01"), "2022-04-02", "published"),
        (withdraw, "2022-04-02", "accepted"),
    ],
)
def test_every_status_follows_from_days_and_documents(body, lived, day, status):
    YearFactory()
    if lived:
        lived(body)

    assert plan_of(body, day).status == DutyStatus(status)


@pytest.mark.parametrize(("day", "status"), [("2022-03-31", "not_open"), ("2022-04-01", "missed")])
def test_in_a_closed_year_nothing_is_overdue_any_more(body, day, status):
    YearFactory(state="closed")

    assert plan_of(body, day).status == DutyStatus(status)


def test_handed_in_again_after_a_return_is_late_only_if_it_was_late_at_first(body):
    plan = years.handed_in("plan", body, on="03-31")
    years.returned(plan, on="04-01", due_again=dt.date(2022, 4, 20))
    documents.submit(plan, plan.draft, seen=plan.draft_number, by=None, at=years.moment("04-20"))

    stand = plan_of(body, "2022-04-21")

    assert (stand.status, stand.was_late) == (DutyStatus.HANDED_IN, False)


def test_the_last_day_lasts_until_midnight_in_beijing(body):
    """At 23:30 in Beijing it is still the last day, although the servers of the world disagree."""
    YearFactory()
    year = Year.objects.get()
    days = Workdays()

    seen = [
        stands_of([body], year, at=years.moment("2022-03-31", hour), days=days)[body.pk][0].status
        for hour in (0, 23)
    ]

    assert seen == [DutyStatus.DUE_SOON] * 2
