import datetime as dt

import pytest

from workgroups.enums import Punctual
from workgroups.queries.punctuality import counted_by, due_documents, lines_of
from workgroups.services import documents
from workgroups.tests import years
from workgroups.tests.factories import BodyFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def groups(year):
    return [BodyFactory(code=code) for code in ("pp", "caer", "prod", "ohs")]


def counts(year, kind, day="2022-12-31"):
    lines = lines_of(due_documents(year, at=years.moment(day)))
    return {str(k): n for k, n in next(each for each in lines if each.kind == kind).counts.items()}


def handed_in_again(document, day):
    years.returned(document, on=day, due_again=dt.date(2022, 4, 20))
    documents.submit(
        document, document.draft, seen=document.draft_number, by=None, at=years.moment(day, 15)
    )


def test_on_time_late_missing_and_returned_by_hand(year, groups):
    on_time, late, returned, _missing = groups
    years.accepted("plan", on_time, on="03-31")
    years.handed_in("plan", late, on="04-01")
    twice = years.handed_in("plan", returned, on="03-10")
    for day in ("03-11", "03-14"):
        handed_in_again(twice, day)

    assert counts(year, "plan") == {
        "due": 4,
        "on_time": 2,
        "late": 1,
        "missing": 1,
        "returned": 1,
        "accepted": 1,
    }
    (found,) = counted_by(due_documents(year, at=years.moment("12-31")), "plan", Punctual.RETURNED)
    assert (found.duty.body, found.returns, found.came_on) == (returned, 2, dt.date(2022, 3, 10))


def test_what_came_in_time_and_was_returned_is_not_late(year, groups):
    document = years.handed_in("plan", groups[0], on="03-31")

    handed_in_again(document, "04-06")

    assert (counts(year, "plan")["on_time"], counts(year, "plan")["late"]) == (1, 0)


def test_what_is_not_due_yet_is_not_missing(year, groups):
    years.handed_in("plan", groups[0], on="03-10")

    assert counts(year, "plan", "2022-03-31")["due"] == 1
    assert counts(year, "plan", "2022-04-01")["due"] == 4


def test_quarters_are_counted_together(year, groups):
    years.accepted("plan", groups[0], on="03-10")
    years.handed_in("sheet", groups[0], on="04-10", quarter=1)
    years.handed_in("sheet", groups[0], on="07-16", quarter=2)

    found = counts(year, "sheet", "2022-07-16")

    assert [found[key] for key in ("due", "on_time", "late", "missing")] == [8, 1, 1, 6]


@pytest.mark.parametrize("count", [1, 4])
def test_it_costs_four_queries(year, groups, count, django_assert_num_queries):
    for body in groups[:count]:
        years.handed_in("plan", body, on="03-10")

    with django_assert_num_queries(4):
        lines_of(due_documents(year, at=years.moment("2022-12-31")))
