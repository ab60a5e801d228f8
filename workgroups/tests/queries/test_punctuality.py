import datetime as dt

import pytest

from workgroups.queries.punctuality import Punctuality, punctuality_of
from workgroups.services import documents
from workgroups.tests import years
from workgroups.tests.factories import BodyFactory, YearFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def groups():
    YearFactory()
    return [BodyFactory(code=code) for code in ("pp", "caer", "prod", "ohs")]


def plans(day="2022-12-31"):
    return punctuality_of(2022, at=years.moment(day))[0]


def test_on_time_late_missing_and_returned_by_hand(groups):
    on_time, late, returned, _missing = groups
    years.accepted("plan", on_time, on="03-31")
    years.handed_in("plan", late, on="04-01")
    twice = years.handed_in("plan", returned, on="03-10")
    for day in ("03-11", "03-14"):
        years.returned(twice, on=day, due_again=dt.date(2022, 4, 20))
        documents.submit(
            twice, twice.draft, seen=twice.draft_number, by=None, at=years.moment(day, 15)
        )

    assert plans() == Punctuality(
        kind="plan", owed=4, on_time=2, late=1, missing=1, returned=1, returns=2, accepted=1
    )


def test_what_is_not_due_yet_is_not_missing(groups):
    years.handed_in("plan", groups[0], on="03-10")

    assert (plans("2022-03-31").owed, plans("2022-04-01").owed) == (1, 4)


def test_quarters_are_counted_together(groups):
    years.accepted("plan", groups[0], on="03-10")
    years.handed_in("sheet", groups[0], on="04-10", quarter=1)
    years.handed_in("sheet", groups[0], on="07-16", quarter=2)

    sheets = punctuality_of(2022, at=years.moment("2022-07-16"))[1]

    assert (sheets.owed, sheets.on_time, sheets.late, sheets.missing) == (8, 1, 1, 6)


def test_a_year_that_is_none_has_no_figures():
    assert punctuality_of(2019, at=years.moment("2022-12-31")) == []


@pytest.mark.parametrize("count", [1, 4])
def test_it_costs_five_queries(groups, count, django_assert_num_queries):
    for body in groups[:count]:
        years.handed_in("plan", body, on="03-10")

    with django_assert_num_queries(5):
        plans()
