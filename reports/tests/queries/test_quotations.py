import datetime as dt

import pytest

from reports.queries.quotations import quoted
from reports.tests.factories import QuotationFactory, QuotedNumberFactory
from reports.tests.register import built, small_register

pytestmark = pytest.mark.django_db


@pytest.fixture
def year():
    small_register()
    return built(2021)


def beside(found):
    return {each.number.subject: (each.number.value, each.computed) for each in found.numbers}


@pytest.mark.parametrize(
    ("subject", "computed"),
    [
        ("all", 7),
        ("enterprises", 5),
        ("parks", 2),
        ("groups", 1),
        ("associations", 1),
        ("colleges", 1),
        ("new_all", 3),
        ("new_enterprises", 2),
        ("new_parks", 1),
        ("other", None),
    ],
)
def test_each_number_stands_beside_the_computed_one_and_its_list(year, client, subject, computed):
    QuotedNumberFactory(subject=subject, value=9)

    ((each,),) = ((number for number in found.numbers) for found in quoted(2021))

    assert each.computed == computed
    assert each.difference == (None if computed is None else computed - 9)
    if each.href:
        address = "/api/v1/organisations" + each.href.removeprefix("/commitments/")
        assert client.get(address).json()["count"] == computed


@pytest.mark.parametrize(
    "changes",
    [{"as_at": dt.date(2021, 11, 14)}, {"is_about": True}, {"as_at": dt.date(2020, 12, 31)}],
)
def test_what_is_of_another_day_has_no_computed_figure(year, changes):
    QuotedNumberFactory(quotation=QuotationFactory(**changes))

    (found,) = quoted()

    assert beside(found) == {"enterprises": (5, None)}
    assert not found.differs


@pytest.mark.parametrize(
    ("value", "bound", "explanation", "differs", "lacks"),
    [
        (5, "", "", False, False),
        (4, "", "", True, True),
        (4, "", "口径不同。", True, False),
        (4, "more", "", False, False),
    ],
)
def test_what_differs_wants_an_explanation(year, value, bound, explanation, differs, lacks):
    quotation = QuotationFactory(explanation=explanation)
    QuotedNumberFactory(quotation=quotation, value=value, bound=bound)

    (found,) = quoted()

    assert (found.differs, found.lacks_explanation) == (differs, lacks)


def test_a_quotation_that_is_not_shown_is_not_given(year):
    QuotationFactory(is_shown=False)

    assert quoted() == []


@pytest.mark.parametrize("count", [1, 3])
def test_the_number_of_queries_does_not_grow(count, year, django_assert_num_queries):
    for _number in range(count):
        QuotedNumberFactory()

    with django_assert_num_queries(4):
        assert len(quoted()) == count


@pytest.mark.parametrize(
    ("bound", "words"), [("", "1,530"), ("more", "1,530 多"), ("nearly", "近 1,530")]
)
def test_a_number_is_as_exact_as_it_was_published(bound, words):
    assert QuotedNumberFactory(value=1530, bound=bound).words == words
