import pytest

from commitments.enums import Kind
from commitments.queries import facets
from commitments.queries.facets import Counts, counts_of
from commitments.queries.listing import count_of
from commitments.tests.entries import province, selected, sign, signed
from commitments.tests.factories import IndustryFactory, OrganisationFactory

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _register():
    jiangsu = province("320000", "江苏")
    for code in ("25", "26"):
        IndustryFactory(code=code)
    chemistry = IndustryFactory(code="2614", level=4)
    refining = IndustryFactory(code="2511", level=4)
    signed("企业甲", "2019-01-01", industry=chemistry)
    signed("企业乙", "2020-01-01", industry=refining, province=jiangsu)
    signed("园区丙", "2020-01-01", kind=Kind.PARK)
    sign(
        OrganisationFactory(name="企业丁", province=jiangsu, industry=chemistry),
        "2020-06-01",
        ended="2021-01-01",
    )
    OrganisationFactory(name="企业戊")
    signed("集团己", "2019-05-05", kind=Kind.GROUP, province=None)


def test_plain_list_counts_under_its_statuses_and_statuses_under_everything():
    assert counts_of(selected()) == Counts(
        total=4,
        facets={
            "kind": {"enterprise": 2, "group": 1, "park": 1},
            "province": {"320000": 1, "370000": 2, "none": 1},
            "industry": {"25": 1, "26": 1, "none": 2},
            "status": {"in_force": 4, "ended": 1, "none": 1},
            "year": {"2019": 2, "2020": 2},
        },
    )


def test_facet_counts_under_the_others_but_not_under_itself():
    counts = counts_of(selected("province=320000&kind=enterprise&industry=25"))

    assert counts.total == 1
    assert counts.facets == {
        "kind": {"enterprise": 1},
        "province": {"320000": 1},
        "industry": {"25": 1},
        "status": {"in_force": 1},
        "year": {"2020": 1},
    }


@pytest.mark.parametrize(
    "query",
    [
        "", "q=企业", "q=企业&province=320000", "kind=park", "year=2020&status=ended",
        "industry=none", "as_at=2020-07-01", "as_at=2021-07-01&status=ended",
        "as_at=2020-07-01&province=320000",
        "status=in_force&status=ended&status=none&industry=26",
    ],
)  # fmt: skip
def test_each_count_is_what_its_list_has(query):
    selection = selected(query)
    counts = counts_of(selection)

    assert counts.total == count_of(selection)
    for facet, values in counts.facets.items():
        for value, count in values.items():
            rest = selection.without(facet).address()
            assert (facet, value, count_of(selected(f"{rest}&{facet}={value}"))) == (
                facet,
                value,
                count,
            )


@pytest.mark.parametrize("query", ["", "q=企业", "as_at=2021-12-31", "kind=park&year=2020"])
def test_counting_is_one_query(query, django_assert_num_queries):
    selection = selected(query)

    with django_assert_num_queries(1):
        counts_of(selection)


def test_past_the_most_the_total_says_that_there_are_more(monkeypatch):
    monkeypatch.setattr(facets, "MOST_COUNTED", 2)

    plain, narrowed = counts_of(selected()), counts_of(selected("province=320000"))

    assert (plain.total, plain.is_capped) == (2, True)
    assert (narrowed.total, narrowed.is_capped) == (1, False)
