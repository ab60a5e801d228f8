import pytest

from commitments.enums import Document, Kind, Size
from commitments.models import Organisation
from commitments.queries.listing import PAGE_SIZE, count_of, page_of
from commitments.tests.entries import province, selected, sign, signed
from commitments.tests.factories import IndustryFactory, OrganisationFactory, RegionFactory
from core import parts

pytestmark = pytest.mark.django_db


def names(query: str = "") -> list[str]:
    return [entry.name for entry in page_of(selected(query))]


@pytest.fixture
def register():
    """One of each status; the founding organisation and the committee have no commitment."""
    signed("甲化工")
    sign(OrganisationFactory(name="乙化工"), "2019-03-01", suspended=("2021-02-01", None))
    sign(OrganisationFactory(name="丙化工"), "2018-01-01", ended="2021-06-30")
    OrganisationFactory(name="丁化工")
    OrganisationFactory(name="委员会化工", kind=Kind.COMMITTEE)


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("", ["甲化工", "乙化工"]),
        ("status=ended", ["丙化工"]),
        ("status=none", ["丁化工", "委员会化工"]),
        ("status=suspended&status=in_force", ["甲化工", "乙化工"]),
        ("q=化工", ["丙化工", "丁化工", "甲化工", "委员会化工", "乙化工"]),
        ("q=化工&status=ended", ["丙化工"]),
        ("kind=committee", []),
    ],
)
def test_status_that_is_listed(register, query, expected):
    assert names(query) == expected


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("as_at=2017-12-31", []),
        ("as_at=2018-01-01", ["丙化工"]),
        ("as_at=2019-03-01", ["丙化工", "乙化工"]),
        ("as_at=2021-01-31", ["丙化工", "甲化工", "乙化工"]),
        ("as_at=2021-02-01", ["丙化工", "甲化工"]),
        ("as_at=2021-02-01&status=suspended", ["乙化工"]),
        ("as_at=2021-06-29", ["丙化工", "甲化工"]),
        ("as_at=2021-06-30", ["甲化工"]),
        ("as_at=2021-06-30&status=ended", ["丙化工"]),
        ("as_at=2019-03-01&status=none", ["丁化工", "甲化工", "委员会化工"]),
        ("as_at=2021-01-31&year=2019", ["乙化工"]),
        ("as_at=2021-01-31&year=2018&year=2020", ["丙化工", "甲化工"]),
    ],
)
def test_day_lists_those_in_force_on_it(register, query, expected):
    assert names(query) == expected


def test_working_body_is_no_signatory_whatever_stands_beside_it():
    body = OrganisationFactory(name="委员会化工", kind=Kind.COMMITTEE)
    sign(body, "2010-01-01")

    assert (names(), names("as_at=2020-01-01")) == ([], [])
    assert names("as_at=2020-01-01&status=none") == ["委员会化工"]


def test_day_before_and_day_of_a_signing_differ_by_exactly_it(register):
    before, on = names("as_at=2020-04-30"), names("as_at=2020-05-01")

    assert sorted(set(on) - set(before)) == ["甲化工"]
    assert set(before) - set(on) == set()


def test_entry_as_at_a_day_has_the_facts_of_the_day():
    organisation = OrganisationFactory(name="甲化工")
    sign(organisation, "2010-01-01", ended="2015-01-01")
    sign(organisation, "2016-01-01", document=Document.CHARTER)

    then, between, now = (
        page_of(selected(query))[0]
        for query in ("as_at=2012-01-01", "as_at=2015-06-01&status=ended", "")
    )

    assert (then.status, then.signed_on.isoformat()) == ("in_force", "2010-01-01")
    assert (between.status, between.signed_on.isoformat()) == ("ended", "2010-01-01")
    assert (now.status, now.signed_on.isoformat()) == ("in_force", "2016-01-01")


def test_resumed_commitment_counts_again_from_its_day():
    sign(OrganisationFactory(name="甲化工"), "2010-01-01", suspended=("2012-01-01", "2013-01-01"))

    assert [names(f"as_at={day}") for day in ("2011-12-31", "2012-12-31", "2013-01-01")] == [
        ["甲化工"],
        [],
        ["甲化工"],
    ]


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("kind=park", ["园区甲"]),
        ("kind=park&kind=college", ["学院乙", "园区甲"]),
        ("province=320000", ["学院乙"]),
        ("province=320000&province=370000", ["企业丙", "学院乙", "园区甲"]),
        ("industry=26", ["企业丙", "无处丁"]),
        ("industry=2614", ["企业丙", "无处丁"]),
        ("industry=C", ["企业丙", "无处丁"]),
        ("industry=none", ["学院乙", "园区甲"]),
        ("province=none", ["无处丁"]),
        ("province=none&province=320000", ["无处丁", "学院乙"]),
        ("industry=none&industry=26", ["企业丙", "学院乙", "园区甲", "无处丁"]),
        ("year=2019", ["园区甲"]),
        ("kind=park&year=2020", []),
        ("as_at=2025-01-01&industry=26&province=370000", ["企业丙"]),
    ],
)
def test_facet_narrows_the_list(query, expected):
    IndustryFactory(code="C", name="制造业", level=1)
    IndustryFactory(code="26", level=2, parent_id="C")
    leaf = IndustryFactory(code="2614", level=4, parent_id="26")
    signed("园区甲", "2019-02-02", kind=Kind.PARK)
    signed("学院乙", "2020-02-02", kind=Kind.COLLEGE, province=province("320000", "江苏"))
    signed("企业丙", "2021-02-02", industry=leaf)
    signed("无处丁", "1999-02-02", kind=Kind.GROUP, industry=leaf, province=None)

    assert sorted(names(query)) == sorted(expected)


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("city=370600", ["企业甲"]),
        ("city=none", ["企业乙", "企业丙"]),
        ("city=370600&city=none", ["企业丙", "企业乙", "企业甲"]),
        ("ownership=private", ["企业甲"]),
        ("ownership=none&ownership=state", ["企业丙", "企业乙"]),
        ("size=lt20", ["企业甲"]),
        ("size=20to299", ["企业乙"]),
        ("size=300to999", []),
        ("size=none", ["企业丙"]),
        ("size=none&size=1000up&size=lt20", ["企业丙", "企业甲"]),
        ("park=none", ["企业丙", "企业甲"]),
        ("size=20to299&city=370600", []),
        ("as_at=2025-01-01&size=lt20&ownership=private", ["企业甲"]),
    ],
)
def test_what_narrows_without_counts(query, expected):
    yantai = RegionFactory(code="370600", short_name="烟台", level="city", parent=RegionFactory())
    park = OrganisationFactory(name="园区丁", kind=Kind.PARK)
    signed("企业甲", city=yantai, ownership="private", staff_count=19)
    signed("企业乙", ownership="state", staff_count=20, park=park)
    signed("企业丙")

    assert sorted(names(query)) == sorted(expected)


def test_sizes_follow_one_another_without_gap():
    for count in (0, 19, 20, 299, 300, 999, 1000, 2_000_000):
        signed(f"企业{count}", staff_count=count)

    found = {size: sorted(names(f"size={size}")) for size in Size.values}

    assert found == {
        "lt20": ["企业0", "企业19"],
        "20to299": ["企业20", "企业299"],
        "300to999": ["企业300", "企业999"],
        "1000up": ["企业1000", "企业2000000"],
    }


def test_park_lists_the_organisations_that_stand_in_it():
    park = signed("园区甲", kind=Kind.PARK)
    signed("企业乙", park=park)
    signed("企业丙")

    assert names(f"park={park.code}") == ["企业乙"]


def test_group_and_snapshot_are_answered_by_higher_apps(monkeypatch):
    signed("企业甲")
    member = signed("企业乙")
    found = Organisation.objects.filter(pk=member.pk)
    monkeypatch.setitem(parts._filters["commitments.register"], "group", lambda code: found)

    assert names("group=pp") == ["企业乙"]


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("", ["安庆化工", "长沙化工", "重庆化工"]),
        ("sort=name", ["安庆化工", "长沙化工", "重庆化工"]),
        ("sort=-signed_on", ["重庆化工", "安庆化工", "长沙化工"]),
        ("sort=signed_on", ["长沙化工", "安庆化工", "重庆化工"]),
        ("q=化工&sort=-signed_on", ["重庆化工", "安庆化工", "长沙化工", "无日化工"]),
        ("as_at=2025-01-01&sort=-signed_on", ["重庆化工", "安庆化工", "长沙化工"]),
    ],
)
def test_order(query, expected):
    signed("重庆化工", "2021-01-01")
    signed("长沙化工", "2019-01-01")
    signed("安庆化工", "2020-01-01")
    OrganisationFactory(name="无日化工")

    assert names(query) == expected


def test_relevance_puts_exact_names_first_then_beginnings():
    signed("上海万华化工")
    signed("万华化学集团")
    signed("中国万华", short_name="万华")
    signed("烟台国际", former=["万华化工"])

    assert names("q=万华") == ["中国万华", "万华化学集团", "上海万华化工", "烟台国际"]
    assert names("q=wanhua") == ["万华化学集团", "上海万华化工", "烟台国际", "中国万华"]


@pytest.mark.parametrize("query", ["", "q=化工&sort=relevance", "as_at=2025-01-01"])
def test_pages_follow_one_another_without_gap_or_double(query):
    for number in range(PAGE_SIZE + 3):
        signed(f"化工{number:02}")

    first, second = names(query), names(f"{query}&page=2")

    assert (len(first), len(second)) == (PAGE_SIZE, 3)
    assert first + second == [f"化工{number:02}" for number in range(PAGE_SIZE + 3)]


@pytest.mark.parametrize("query", ["", "q=化工", "as_at=2025-01-01", "kind=park"])
@pytest.mark.parametrize("size", [1, 3])
def test_page_is_one_query_however_many_entries(query, size, django_assert_num_queries):
    for number in range(size):
        signed(f"化工{number}", former=[f"旧名{number}"])
    selection = selected(query)

    with django_assert_num_queries(1):
        page_of(selection)


def test_count_stops_where_it_is_told():
    for number in range(4):
        signed(f"化工{number}")

    assert count_of(selected()) == 4
    assert count_of(selected(), most=3) == 3
