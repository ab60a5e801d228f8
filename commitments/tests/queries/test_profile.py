import datetime as dt

import pytest
from django.utils import timezone

from commitments.enums import Document, Kind
from commitments.queries.profile import profile_of
from commitments.services import lineage, naming
from commitments.tests.entries import day, sign, signed
from commitments.tests.factories import CommitmentFactory, OrganisationFactory

pytestmark = pytest.mark.django_db


def code_of(organisation) -> str:
    organisation.refresh_from_db()
    return organisation.code


def test_events_tell_every_dated_fact_the_latest_first():
    organisation = OrganisationFactory(name="旧名化工")
    sign(organisation, "2010-01-01", suspended=("2012-01-01", "2013-01-01"), ended="2015-06-30")
    sign(organisation, "2016-01-01", document=Document.CHARTER, suspended=("2018-01-01", None))
    naming.rename(organisation, by=None, to="新名化工", on=day("2014-05-01"))

    profile = profile_of(code_of(organisation))

    assert [(event.day.isoformat(), event.what) for event in profile.events] == [
        ("2018-01-01", "suspended"),
        ("2016-01-01", "signed"),
        ("2015-06-30", "ended"),
        ("2014-05-01", "renamed"),
        ("2013-01-01", "resumed"),
        ("2012-01-01", "suspended"),
        ("2010-01-01", "signed"),
    ]


def test_end_of_a_suspended_commitment_is_no_resuming():
    organisation = OrganisationFactory()
    sign(organisation, "2010-01-01", suspended=("2012-01-01", "2013-01-01"), ended="2013-01-01")

    events = profile_of(code_of(organisation)).events

    assert [event.what for event in events] == ["ended", "suspended", "signed"]


@pytest.mark.parametrize(
    ("commitment", "since"),
    [
        ({}, "2010-01-01"),
        ({"suspended": ("2012-01-01", "2013-01-01")}, "2013-01-01"),
        ({"suspended": ("2012-01-01", None)}, "2012-01-01"),
        ({"ended": "2015-06-30"}, "2015-06-30"),
    ],
)
def test_status_since(commitment, since):
    organisation = OrganisationFactory()
    sign(organisation, "2010-01-01", **commitment)

    assert profile_of(code_of(organisation)).status_since == day(since)


def test_status_without_commitment_has_no_day():
    assert profile_of(code_of(OrganisationFactory())).status_since is None


def test_drafts_are_not_public():
    organisation = OrganisationFactory()
    CommitmentFactory(organisation=organisation, signed_on=dt.date(2020, 1, 1))

    profile = profile_of(code_of(organisation))

    assert (profile.commitments, profile.events) == ([], [])


def test_unknown_code_has_no_profile():
    assert profile_of("rc9999999") is None


def test_moves_and_changes_of_kind_are_told_with_what_was_before(client):
    organisation, first, second = (
        signed("甲化工", "2010-01-01"),
        OrganisationFactory(name="东园区", kind=Kind.PARK),
        OrganisationFactory(name="西园区", kind=Kind.PARK),
    )
    who = {"by": None, "at": timezone.now(), "reason": "来函"}
    lineage.move(organisation, to=first, on=day("2012-01-01"), **who)
    lineage.reclassify(organisation, to=Kind.GROUP, on=day("2013-01-01"), **who)
    lineage.move(organisation, to=second, on=day("2014-01-01"), **who)
    lineage.move(organisation, to=None, on=day("2015-01-01"), **who)

    events = profile_of(code_of(organisation)).events

    assert [(str(event.day), event.what, event.name, event.after) for event in events] == [
        ("2015-01-01", "moved", "西园区", ""),
        ("2014-01-01", "moved", "东园区", "西园区"),
        ("2013-01-01", "reclassified", "企事业单位", ""),
        ("2012-01-01", "moved", "", "东园区"),
        ("2010-01-01", "signed", "", ""),
    ]
    page = client.get(f"/commitments/{code_of(organisation)}/").content.decode()
    told = [sentence in page for sentence in ("迁出西园区", "由东园区迁入西园区", "迁入东园区")]
    assert told == [True, True, True]


@pytest.mark.parametrize("number", [1, 3])
def test_profile_is_one_query(number, django_assert_num_queries):
    organisation = signed("甲化工", former=[f"旧名{n}" for n in range(number)])
    for n in range(number):
        sign(organisation, f"200{n}-01-01", ended=f"200{n}-06-01", suspended=None)
    code = code_of(organisation)

    with django_assert_num_queries(1):
        profile = profile_of(code)
        assert len(profile.events) == number * 2 + 1
