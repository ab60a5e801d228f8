import datetime as dt

import pytest

from commitments.enums import State
from commitments.queries.certificates import by_number, certificates
from commitments.services import naming
from commitments.tests.entries import day, sign
from commitments.tests.factories import OrganisationFactory

pytestmark = pytest.mark.django_db

NUMBER = "RC-2021-0042"


def certificate(**fields):
    organisation = OrganisationFactory(name="甲化工")
    sign(organisation, "2021-03-04", certificate_number=NUMBER, **fields)
    return certificates(by_number(NUMBER))[0]


@pytest.mark.parametrize(
    ("past", "on", "state"),
    [
        ({}, "2021-03-04", State.IN_FORCE),
        ({"suspended": ("2022-01-01", "2022-03-01")}, "2021-12-31", State.IN_FORCE),
        ({"suspended": ("2022-01-01", "2022-03-01")}, "2022-01-01", State.SUSPENDED),
        ({"suspended": ("2022-01-01", "2022-03-01")}, "2022-02-28", State.SUSPENDED),
        ({"suspended": ("2022-01-01", "2022-03-01")}, "2022-03-01", State.IN_FORCE),
        ({"suspended": ("2022-01-01", None)}, "2026-01-01", State.SUSPENDED),
        ({"ended": "2023-05-06"}, "2023-05-05", State.IN_FORCE),
        ({"ended": "2023-05-06"}, "2023-05-06", State.ENDED),
    ],
)
def test_state_on_a_day(past, on, state):
    assert certificate(**past).state_on(day(on)) == state


@pytest.mark.parametrize(
    ("past", "since"),
    [
        ({}, "2021-03-04"),
        ({"suspended": ("2022-01-01", "2022-03-01")}, "2022-03-01"),
        ({"suspended": ("2022-01-01", None)}, "2022-01-01"),
        ({"ended": "2023-05-06"}, "2023-05-06"),
    ],
)
def test_since_when_the_present_state_holds(past, since):
    assert certificate(**past).state_since == day(since)


@pytest.mark.parametrize(
    ("issued_on", "name"),
    [("2021-04-01", "甲化工"), ("2022-06-01", "乙化工"), ("2024-01-01", ""), (None, "")],
)
def test_name_on_the_day_of_issue(issued_on, name):
    issued = issued_on and dt.date.fromisoformat(issued_on)
    organisation = certificate(certificate_issued_on=issued).commitment.organisation
    naming.rename(organisation, by=None, to="乙化工", on=day("2022-01-01"))
    naming.rename(organisation, by=None, to="丙化工", on=day("2023-01-01"))

    assert certificates(by_number(NUMBER))[0].name_when_issued == name


def test_status_on_the_day_of_issue_is_not_guessed():
    assert certificate().state_when_issued is None


@pytest.mark.parametrize("number", [1, 3])
def test_certificates_are_read_in_three_queries(number, django_assert_num_queries):
    for _n in range(number):
        sign(OrganisationFactory(former=["旧名"]), "2021-03-04", certificate_number=f"A-{_n}")

    with django_assert_num_queries(3):
        from commitments.models import Commitment  # noqa: PLC0415

        found = certificates(Commitment.objects.exclude(certificate_number=""))
        assert [each.state for each in found] == [State.IN_FORCE] * number
