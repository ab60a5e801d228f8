import pytest

from commitments.tests.entries import signed
from reports.tests.register import built, small_register

pytestmark = pytest.mark.django_db
PATH = "/api/v1/statistics/2021"


def test_the_answer_has_the_documented_form(client):
    small_register()
    snapshot = built(2021)

    document = client.get(PATH).json()

    assert {name: document[name] for name in ("year", "as_at", "snapshot")} == {
        "year": 2021,
        "as_at": "2021-12-31",
        "snapshot": snapshot.pk,
    }
    assert document["rule"].startswith("计入截至日当天承诺有效的单位")
    assert list(document) == ["year", "as_at", "rule", "snapshot", "figures"]
    assert document["figures"][0] == {
        "key": "signatories.enterprises",
        "name": "企事业单位等（不含园区）",
        "value": 5,
        "unit": "家",
        "dimensions": {},
        "href": f"/commitments/?snapshot={snapshot.pk}"
        "&kind=group&kind=enterprise&kind=association&kind=college",
    }
    assert {
        "key": "signatories.parks",
        "name": "化工园区：山东",
        "value": 1,
        "unit": "家",
        "dimensions": {"province": "370000"},
        "href": f"/commitments/?snapshot={snapshot.pk}&kind=park&province=370000",
    } in document["figures"]


def test_every_total_is_there(client):
    small_register()
    built(2021)

    figures = client.get(PATH).json()["figures"]

    assert {f["key"]: f["value"] for f in figures if not f["dimensions"]} == {
        "signatories.enterprises": 5,
        "signatories.parks": 2,
        "signatories.new_enterprises": 2,
        "signatories.new_parks": 1,
        "signatories.ended": 1,
        "signatories.suspended": 1,
    }


def test_a_year_without_statistics_says_so(client):
    answer = client.get("/api/v1/statistics/2019")

    assert (answer.status_code, answer.json()) == (404, {"detail": "没有 2019 年度的统计数据。"})


def test_an_unchanged_answer_is_not_sent_again(client):
    small_register()
    built(2021)
    etag = client.get(PATH)["ETag"]

    assert client.get(PATH, headers={"If-None-Match": etag}).status_code == 304


def test_the_answer_is_described(client):
    description = client.get("/api/v1/openapi.json").json()

    operation = description["paths"]["/api/v1/statistics/{year}"]["get"]
    assert set(operation["responses"]) == {"200", "404"}


@pytest.mark.parametrize("count", [1, 3])
def test_the_number_of_queries(count, client, django_assert_num_queries):
    small_register()
    for number in range(count):
        signed(f"企业{number}", "2020-01-01")
    built(2021)

    with django_assert_num_queries(5):
        client.get(PATH)
