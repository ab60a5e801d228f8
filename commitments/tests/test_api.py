from urllib.parse import quote

import pytest
from django.utils import timezone

from commitments.enums import Document, Kind
from commitments.services import lineage, naming
from commitments.tests.entries import day, province, sign, signed
from commitments.tests.factories import IndustryFactory, OrganisationFactory, RegionFactory

pytestmark = pytest.mark.django_db

LIST = "/api/v1/organisations"


def test_list_has_the_documented_keys(client):
    organisation = signed(
        "甲化工",
        "2020-05-01",
        short_name="甲",
        english_name="Jia",
        former=["旧甲", "更旧甲"],
        uscc="91370000163044841F",
        industry=IndustryFactory(code="2614", level=4),
        city=RegionFactory(code="370600", short_name="烟台", level="city"),
        note="内部备注",
    )

    assert client.get(LIST).json() == {
        "count": 1,
        "next": None,
        "previous": None,
        "results": [
            {
                "code": organisation.code,
                "name": "甲化工",
                "short_name": "甲",
                "english_name": "Jia",
                "former_names": ["旧甲", "更旧甲"],
                "kind": "enterprise",
                "uscc": "91370000163044841F",
                "province": "370000",
                "province_name": "山东",
                "city": "370600",
                "city_name": "烟台",
                "industry": "2614",
                "status": "in_force",
                "signed_on": "2020-05-01",
                "url": f"http://testserver/commitments/{organisation.code}/",
            }
        ],
    }


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("", ["甲园区", "乙化工"]),
        ("q=yihuagong", ["乙化工"]),
        ("kind=park", ["甲园区"]),
        ("province=320000", ["乙化工"]),
        ("as_at=2019-12-31", ["甲园区"]),
        ("sort=-signed_on", ["乙化工", "甲园区"]),
        ("status=ended", []),
    ],
)
def test_list_takes_the_parameters_of_the_register(client, query, expected):
    signed("甲园区", "2019-01-01", kind=Kind.PARK)
    signed("乙化工", "2020-01-01", province=province("320000", "江苏"))

    document = client.get(f"{LIST}?{query}").json()

    assert [row["name"] for row in document["results"]] == expected
    assert document["count"] == len(expected)


def test_pages_lead_to_one_another(client):
    for number in range(5):
        signed(f"甲{number}")

    first = client.get(f"{LIST}?q={quote('甲')}&page_size=2").json()
    second = client.get(first["next"]).json()
    third = client.get(second["next"]).json()

    assert [len(page["results"]) for page in (first, second, third)] == [2, 2, 1]
    assert (first["previous"], third["next"]) == (None, None)
    assert client.get(second["previous"]).json() == first
    assert client.get(f"{LIST}?page_size=2&page=4").status_code == 404


@pytest.mark.parametrize(
    ("query", "faults"),
    [
        ("kind=firm", ["没有“firm”这一类型，该条件未使用。"]),
        ("foo=1", ["网址中的“foo”不是名录的参数，未使用。"]),
        ("page_size=0", ["page_size 应为 1 到 100 的整数。"]),
        ("page_size=101", ["page_size 应为 1 到 100 的整数。"]),
        ("page_size=x", ["page_size 应为 1 到 100 的整数。"]),
        ("q=" + "x" * 101, ["查询内容过长，最多 100 个字，足够输入任何名称。"]),
    ],
)
def test_what_cannot_be_used_is_refused_in_words(client, query, faults):
    response = client.get(f"{LIST}?{query}")

    assert (response.status_code, response.json()["faults"]) == (400, faults)


def test_page_that_cannot_be_is_not_found(client):
    response = client.get(f"{LIST}?page=0")

    assert (response.status_code, response.json()) == (404, {"detail": "没有“0”这一页。"})


@pytest.mark.parametrize("number", [1, 3])
def test_list_is_two_queries_and_one_more_for_the_first_count(
    client, number, django_assert_num_queries
):
    for n in range(number):
        signed(f"甲{n}")

    with django_assert_num_queries(3):
        client.get(LIST)
    with django_assert_num_queries(2):
        client.get(LIST)


def test_unchanged_list_is_answered_304(client, django_assert_num_queries):
    signed("甲化工")
    first = client.get(LIST)

    with django_assert_num_queries(1):
        again = client.get(LIST, headers={"If-None-Match": first["ETag"]})

    assert again.status_code == 304


def test_one_organisation_has_its_commitments_and_names(client):
    organisation = OrganisationFactory(name="旧名化工", website="https://example.com", is_demo=True)
    sign(organisation, "2010-01-01", ended="2015-06-30", suspended=("2012-01-01", "2013-01-01"))
    sign(organisation, "2016-01-01", document=Document.CHARTER, note="内部备注")
    naming.rename(organisation, by=None, to="新名化工", on=day("2021-05-01"))

    document = client.get(f"{LIST}/{organisation.code}").json()

    assert document["name"] == "新名化工"
    assert document["former_names"] == [{"name": "旧名化工", "until": "2021-05-01"}]
    assert (document["is_demo"], document["website"]) == (True, "https://example.com")
    assert (document["park"], document["merged_into"]) == (None, None)
    assert document["commitments"] == [
        {
            "document": "letter",
            "state": "ended",
            "signed_on": "2010-01-01",
            "held_from": None,
            "occasion": "",
            "ended_on": "2015-06-30",
            "end_reason": "withdrawn",
            "suspensions": [{"since": "2012-01-01", "until": "2013-01-01"}],
        },
        {
            "document": "charter",
            "state": "in_force",
            "signed_on": "2016-01-01",
            "held_from": None,
            "occasion": "",
            "ended_on": None,
            "end_reason": "",
            "suspensions": [],
        },
    ]
    assert "内部备注" not in str(document)


def test_who_has_merged_says_into_whom_and_the_other_since_when_it_holds(
    client, django_assert_num_queries
):
    park = OrganisationFactory(name="东园", kind=Kind.PARK)
    old, new = signed("甲化工", "2015-03-01", park=park), OrganisationFactory(name="乙化工")
    on = day("2022-07-01")
    lineage.merge(old, into=new, by=None, at=timezone.now(), on=on, source="公告")

    with django_assert_num_queries(2):  # the version of the register, the organisation
        gone = client.get(f"{LIST}/{old.code}").json()
    there = client.get(f"{LIST}/{new.code}").json()

    assert (gone["merged_into"], gone["park"]) == (new.code, park.code)
    assert (there["merged_into"], there["park"]) == (None, None)
    assert [(each["signed_on"], each["held_from"]) for each in there["commitments"]] == [
        ("2015-03-01", "2022-07-01")
    ]


def test_unknown_organisation_is_not_found_in_words(client):
    response = client.get(f"{LIST}/rc9999999")

    assert response.status_code == 404
    assert response.json() == {"detail": "名录中没有代码为“rc9999999”的单位。"}


@pytest.mark.parametrize("method", ["post", "put", "patch", "delete"])
def test_nothing_can_be_written(client, method):
    assert getattr(client, method)(LIST).status_code == 405


def test_description_names_every_address_and_is_json(client):
    response = client.get("/api/v1/openapi.json")

    document = response.json()
    assert {"/api/v1/organisations", "/api/v1/organisations/{code}"} <= document["paths"].keys()
    parameters = document["paths"]["/api/v1/organisations"]["get"]["parameters"]
    assert [each["name"] for each in parameters] == sorted(
        [
            "q", "kind", "province", "industry", "status", "year", "city", "ownership", "size",
            "group", "park", "as_at", "snapshot", "sort", "page", "page_size",
        ]
    )  # fmt: skip
