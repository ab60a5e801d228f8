"""Who counts in the tables of a year, and in which."""

import datetime as dt

import pytest

from commitments.enums import Kind
from commitments.models import Commitment, Organisation
from commitments.tests.entries import sign, signed
from commitments.tests.factories import CommitmentFactory, IndustryFactory, OrganisationFactory
from reports.tests.register import built, cells, second_document, small_register, totals

pytestmark = pytest.mark.django_db


def test_the_figures_of_the_small_register():
    small_register()

    snapshot = built(2021)

    assert totals(snapshot) == {
        "enterprises": 5,
        "parks": 2,
        "new_enterprises": 2,
        "new_parks": 1,
        "ended": 1,
        "suspended": 1,
    }
    assert cells(snapshot, "enterprises", "kind") == {
        "association": 1,
        "college": 1,
        "enterprise": 2,
        "group": 1,
    }
    assert cells(snapshot, "enterprises", "province") == {"320000": 3, "370000": 2}
    assert cells(snapshot, "enterprises", "industry") == {"": 2, "25": 1, "26": 2}
    assert cells(snapshot, "parks", "province") == {"320000": 1, "370000": 1}
    assert cells(snapshot, "new_enterprises", "kind") == {"association": 1, "college": 1}
    assert cells(snapshot, "new_parks", "province") == {"320000": 1}


def test_the_further_facts_of_the_small_register():
    small_register()
    park = Organisation.objects.get(name="己园区")

    snapshot = built(2021)

    assert cells(snapshot, "enterprises", "city") == {"": 4, "370600": 1}
    assert cells(snapshot, "enterprises", "ownership") == {"": 4, "private": 1}
    assert cells(snapshot, "enterprises", "size") == {"": 3, "20to299": 1, "300to999": 1}
    assert cells(snapshot, "enterprises", "park") == {"": 4, park.code: 1}
    assert cells(snapshot, "enterprises", "year") == {"2019": 1, "2020": 2, "2021": 2}
    assert cells(snapshot, "ended", "year") == {"2018": 1}
    assert cells(snapshot, "suspended", "year") == {"2020": 1}
    labels = snapshot.figures.exclude(label="").values_list("key", "dimension", "label")
    assert sorted(labels) == [("signatories.enterprises", "park", "己园区")]


def test_who_left_and_came_back_in_the_year_has_not_ended():
    small_register()
    back = OrganisationFactory(name="子化工")
    sign(back, "2015-01-01", ended="2021-03-01")
    sign(back, "2021-06-01")

    assert totals(built(2021))["ended"] == 1


def test_who_ended_before_the_year_is_in_no_table_of_it():
    small_register()

    assert totals(built(2022)) == {
        "enterprises": 7,
        "parks": 2,
        "new_enterprises": 1,
        "new_parks": 0,
        "ended": 0,
        "suspended": 0,
    }


def test_a_province_that_is_not_known_is_a_cell_of_its_own():
    signed("无处化工", "2015-01-01", province=None)

    assert cells(built(2021), "enterprises", "province") == {"": 1}


def test_the_year_before_knows_nothing_of_the_year_after():
    small_register()

    assert totals(built(2020)) == {
        "enterprises": 4,
        "parks": 1,
        "new_enterprises": 2,
        "new_parks": 0,
        "ended": 0,
        "suspended": 1,
    }


def test_members_are_kept_as_they_were_counted():
    small_register()

    snapshot = built(2021)

    members = snapshot.members.filter(status="in_force").order_by("name_sort")

    assert list(members.values_list("name", "kind", "province", "signed_on", "sign_year")) == [
        ("丙石化集团", "group", "370000", dt.date(2020, 12, 31), 2020),
        ("丁学院", "college", "320000", dt.date(2021, 1, 1), 2021),
        ("庚园区", "park", "320000", dt.date(2021, 5, 5), 2021),
        ("己园区", "park", "370000", dt.date(2018, 1, 1), 2018),
        ("甲化工", "enterprise", "370000", dt.date(2019, 3, 1), 2019),
        ("戊协会", "association", "320000", dt.date(2021, 12, 31), 2021),
        ("乙化工", "enterprise", "320000", dt.date(2020, 6, 30), 2020),
    ]
    others = snapshot.members.exclude(status="in_force").order_by("status")
    assert list(others.values_list("name", "status", "signed_on")) == [
        ("壬化工", "ended", dt.date(2018, 5, 1)),
        ("癸化工", "suspended", dt.date(2020, 5, 1)),
    ]


def test_who_signed_two_documents_counts_once_from_the_first():
    small_register()
    second_document("甲化工", "2021-08-01")

    snapshot = built(2021)

    assert (totals(snapshot)["enterprises"], totals(snapshot)["new_enterprises"]) == (5, 2)
    assert snapshot.members.get(name="甲化工").sign_year == 2019


def test_a_join_of_commitments_would_count_twice():
    """The control of the test above: counting documents, not organisations."""
    small_register()
    second_document("甲化工", "2021-08-01")

    documents = Commitment.objects.in_force_on(dt.date(2021, 12, 31))

    assert documents.exclude(organisation__kind__in=["park", "committee"]).count() == 6


def test_who_signs_again_after_an_end_counts_from_then():
    small_register()
    again = signed("丑化工", "2024-01-01")
    again.commitments.all().delete()
    sign(again, "2015-01-01", ended="2018-01-01")
    sign(again, "2021-02-01")

    snapshot = built(2021)

    assert snapshot.members.get(name="丑化工").signed_on == dt.date(2021, 2, 1)
    assert totals(snapshot)["new_enterprises"] == 3


@pytest.mark.parametrize(
    ("as_at", "counted"), [("2021-02-28", 0), ("2021-03-01", 1), ("2021-03-02", 1)]
)
def test_the_day_of_signing_counts(as_at, counted):
    signed("寅化工", "2015-01-01")
    signed("卯化工", "2021-03-01")

    snapshot = built(2021, as_at=dt.date.fromisoformat(as_at))

    assert snapshot.members.filter(name="卯化工").count() == counted


@pytest.mark.parametrize(("as_at", "counted"), [("2021-02-28", 1), ("2021-03-01", 0)])
def test_the_day_of_the_end_counts_no_more(as_at, counted):
    organisation = OrganisationFactory(name="卯化工")
    sign(organisation, "2015-01-01", ended="2021-03-01")

    snapshot = built(2021, as_at=dt.date.fromisoformat(as_at))

    assert snapshot.members.filter(status="in_force").count() == counted
    assert snapshot.members.filter(status="ended").count() == 1 - counted


def test_a_draft_does_not_count():
    signed("寅化工", "2015-01-01")
    CommitmentFactory(signed_on=dt.date(2015, 1, 1))

    assert built(2021).members.count() == 1


def test_a_working_body_is_no_signatory():
    signed("寅化工", "2015-01-01")
    signed("工作机构", "2015-01-01", kind=Kind.COMMITTEE)

    assert built(2021).members.count() == 1


def test_an_industry_without_division_is_not_stated():
    signed("寅化工", "2015-01-01", industry=IndustryFactory(code="C", level=1))

    assert cells(built(2021), "enterprises", "industry") == {"": 1}


def test_a_snapshot_knows_whether_it_counts_invented_organisations():
    signed("寅化工", "2015-01-01")
    assert not built(2021).has_demo

    signed("卯化工", "2015-01-01", is_demo=True)
    assert built(2021).has_demo
