"""What is to be looked after: each question finds its organisation and leaves the others alone."""

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from commitments.enums import Kind
from commitments.models import Organisation
from commitments.queries.quality import ANY, QUESTIONS, counts, organisations_with
from commitments.services import lineage
from commitments.services.importing.codes import is_right
from commitments.tests.entries import day, province, sign, signed
from commitments.tests.factories import IndustryFactory, OrganisationFactory, UserFactory
from commitments.tests.uniting import NOON

pytestmark = pytest.mark.django_db
SHANDONG_CODE = "91370000163044841F"  # of no organisation here: its shape is what matters


@pytest.fixture
def whole():
    """Give an organisation of which nothing is to be looked after."""
    found = signed("周全化工", uscc=SHANDONG_CODE, industry=IndustryFactory())
    found.representatives.create(user=UserFactory(), role="lead", valid=(day("2020-01-01"), None))
    return found


def found_by(question):
    return set(organisations_with(question).values_list("name", flat=True))


def test_nothing_is_said_of_whom_everything_is_known(whole):
    assert set(counts().found.values()) == {0}
    assert not found_by(ANY)


@pytest.mark.parametrize(
    ("change", "question"),
    [
        ({"uscc": None}, "no_code"),
        ({"uscc": "913700001630448418"}, "wrong_check"),
        ({"province": None}, "no_province"),
        ({"industry": None}, "no_industry"),
    ],
)
def test_what_is_missing_is_found(whole, change, question):
    Organisation.objects.filter(pk=whole.pk).update(**change)

    assert {key for key, count in counts().found.items() if count} == {question}
    assert found_by(question) == found_by(ANY) == {"周全化工"}


def test_a_code_of_another_province_is_found(whole):
    Organisation.objects.filter(pk=whole.pk).update(province=province("320000", "江苏"))

    assert found_by(ANY) == found_by("other_place") == {"周全化工"}


def test_who_has_no_contact_today_is_found(whole):
    whole.representatives.update(valid=(day("2020-01-01"), day("2021-01-01")), end_reason="离职")

    assert found_by("no_contact") == {"周全化工"}
    assert not found_by(ANY)  # an aim for all, no fault of this record


def test_a_missing_contact_is_asked_of_the_committed_alone_and_told_as_a_part_of_them(whole):
    signed("无联络员化工")
    sign(OrganisationFactory(name="退出化工"), "2020-05-01", ended="2021-01-01")
    OrganisationFactory(name="从未承诺化工")

    counted = counts()

    assert found_by("no_contact") == {"无联络员化工"}
    assert (counted.found["no_contact"], counted.committed) == (1, 2)
    assert list(QUESTIONS)[-1] == "no_contact"


def test_the_same_document_twice_at_a_time_is_found(whole):
    sign(whole, "2018-01-01", ended="2020-04-30")
    assert not found_by("signed_twice")  # one after the other

    sign(whole, "2018-06-01", ended="2020-06-30")

    assert found_by("signed_twice") == {"周全化工"}


def test_what_was_taken_over_counts_from_its_day_not_from_its_signing():
    successor = OrganisationFactory(name="存续化工")
    sign(successor, "2010-01-01", ended="2015-01-01")
    predecessor = signed("并入化工", "2012-01-01")

    lineage.merge(
        predecessor, into=successor, by=None, at=NOON, on=day("2018-01-01"), source="公告"
    )

    assert not found_by("signed_twice")


@pytest.mark.parametrize("how", ["ended", "merged"])
def test_a_park_that_is_gone_is_found(whole, how):
    park = signed("旧园区", kind=Kind.PARK)
    Organisation.objects.filter(pk=whole.pk).update(park=park)
    assert not found_by("gone_park")

    if how == "ended":
        Organisation.objects.filter(pk=park.pk).update(status="ended")
    else:
        new = signed("新园区", kind=Kind.PARK)
        lineage.merge(park, into=new, by=None, at=NOON, on=day("2024-01-01"), source="通知")

    assert found_by("gone_park") == {"周全化工"}


def test_who_has_signed_nothing_is_asked_for_nothing_but_a_right_code():
    OrganisationFactory(uscc=None, province=None)

    assert not found_by(ANY)


def test_all_questions_are_counted_in_one(django_assert_num_queries):
    with django_assert_num_queries(1):
        assert set(counts().found) == set(QUESTIONS)


CHARACTERS = st.sampled_from("0123456789ABCDEFGHJKLMNPQRTUWXY")


@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.text(CHARACTERS, min_size=10, max_size=10), st.integers(10_000_000, 99_999_999))
def test_the_check_in_sql_is_the_check_of_the_import(whole, letters, digits):
    code = f"{digits}{letters}"
    Organisation.objects.filter(pk=whole.pk).update(uscc=code)

    assert ("周全化工" in found_by("wrong_check")) is not is_right(code)
