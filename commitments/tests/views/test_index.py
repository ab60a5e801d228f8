import re
from html import unescape
from urllib.parse import quote

import pytest
from django.core.cache import cache
from django.test import Client

from accounts.tests.clients import signed_in
from commitments.enums import Kind
from commitments.queries import facets
from commitments.services import facts
from commitments.tests.entries import province, sign, signed
from commitments.tests.factories import OrganisationFactory
from commitments.views import index

pytestmark = pytest.mark.django_db


def names(response) -> list[str]:
    return [row["name"] for row in response.context["rows"]]


def test_list_shows_rows_count_rule_and_downloads(client):
    organisation = signed("甲化工有限公司", "2020-05-01", short_name="甲化工")

    response = client.get("/commitments/?kind=enterprise&page=1")

    page = response.content.decode()
    assert response.status_code == 200
    assert f'<a href="/commitments/{organisation.code}/">甲化工有限公司</a>' in page
    assert response.context["around"].counts.total == 1
    assert response.context["around"].rule == (
        "这里列出目前已承诺和暂停的单位；已结束和未登记承诺的单位可按状态筛选或按名称查询。"
    )
    for suffix in ("xlsx", "csv", "json"):
        assert f'<a href="/commitments/export.{suffix}?kind=enterprise" download>' in page
    assert page.count("<h1>") == 1


@pytest.mark.parametrize("number", [1, 3])
@pytest.mark.parametrize(
    "query", ["", "?q=化工", "?as_at=2025-01-01", "?kind=enterprise&year=2020"]
)
def test_list_is_two_queries_and_one_more_while_nothing_is_kept(
    client, query, number, django_assert_num_queries
):
    for n in range(number):
        signed(f"化工{n}", former=[f"旧{n}"])

    with django_assert_num_queries(4):  # one of them for the names of provinces and industries
        client.get(f"/commitments/{query}")
    cache.delete_many([key for key in _keys() if key.startswith("page:")])
    with django_assert_num_queries(2):
        client.get(f"/commitments/{query}")
    with django_assert_num_queries(1):  # the whole page is kept
        client.get(f"/commitments/{query}")


def _keys() -> list[str]:
    """The keys in the cache, without prefix and version."""
    connection = cache._cache.get_client()
    return [key.decode().split(":", 2)[2] for key in connection.keys("*")]


def test_page_past_the_end_is_not_found(client):
    signed("甲化工")

    assert client.get("/commitments/?page=2").status_code == 404
    assert client.get("/commitments/?page=1000000000").status_code == 404
    assert client.get("/commitments/?page=x").status_code == 404


def test_a_page_past_all_that_is_counted_is_refused_in_a_sentence(client, monkeypatch):
    for number in range(3):
        signed(f"化工{number}")
    monkeypatch.setattr(index, "LAST_PAGE", 1)
    complete = client.get("/commitments/?page=2")
    cache.clear()
    monkeypatch.setattr(facets, "MOST_COUNTED", 2)

    response = client.get("/commitments/?page=2")

    assert complete.status_code == 404
    assert response.status_code == 400
    assert "名录只逐页显示到第 1 页。请按省份或年份等条件缩小范围，或将全部结果下载为文件。" in (
        response.content.decode()
    )


def test_empty_first_page_is_a_page(client):
    response = client.get("/commitments/")

    assert (response.status_code, names(response)) == (200, [])


def test_faults_stand_on_the_page_beside_the_list(client):
    signed("甲化工")

    response = client.get("/commitments/?kind=firm&from=singlemessage")

    assert names(response) == ["甲化工"]
    assert response.context["faults"] == [
        "网址中的“from”不是名录的参数，未使用。",
        "没有“firm”这一类型，该条件未使用。",
    ]


@pytest.mark.parametrize(
    "query", ["q=" + "万" * 10_000, "&".join(f"kind=park&x{n}=1" for n in range(500))]
)
def test_too_long_an_address_is_answered_in_words(client, query):
    response = client.get(f"/commitments/?{query}")

    assert response.status_code == 400
    assert "无法列出" in response.content.decode()


def test_former_name_is_shown_only_where_it_alone_was_found(client):
    signed("甲化工", former=["万华旧厂", "别的旧厂"])
    signed("万华化工", former=["万华老厂"])

    found = {
        text: {
            row["name"]: row["former"]
            for row in client.get(f"/commitments/?q={text}").context["rows"]
        }
        for text in ("万华", "wanhua", "whjc", "甲化工")
    }

    assert found == {
        "万华": {"万华化工": "", "甲化工": "万华旧厂"},
        "wanhua": {"万华化工": "", "甲化工": "万华旧厂"},
        "whjc": {"甲化工": "万华旧厂"},
        "甲化工": {"甲化工": ""},
    }


def test_empty_result_offers_names_that_sound_alike_and_filters_to_drop(client):
    province("320000", "江苏")
    organisation = signed("万华化学集团")

    misspelt = client.get("/commitments/?q=万花化学").context["help"]
    narrowed = client.get("/commitments/?q=万华&province=320000&kind=park").context["help"]
    both = client.get("/commitments/?q=万华&province=320000").context["help"]

    assert misspelt.names == [(f"/commitments/{organisation.code}/", "万华化学集团")]
    assert misspelt.ways == []
    assert (narrowed.names, narrowed.ways) == ([], [])
    assert [(way.label, way.url, way.count) for way in both.ways] == [
        ("江苏", f"?q={quote('万华')}", 1)
    ]


def test_facets_link_to_what_they_count(client):
    signed("甲化工", kind=Kind.PARK)
    signed("乙化工", on="2019-01-01")

    page = client.get("/commitments/?kind=park&sort=-signed_on").content.decode()

    links = [unescape(link) for link in re.findall(r'<a href="(\?[^"]*)"', page)]
    assert "?sort=-signed_on" in links  # takes the park away again
    assert "?sort=-signed_on&kind=park&kind=enterprise" in links
    assert "?kind=park&sort=-signed_on&year=2020" in links
    assert "?kind=park&sort=-signed_on&year=2019" not in links


def test_chosen_filters_can_each_be_taken_away(client):
    province("320000", "江苏")
    signed("甲化工", kind=Kind.PARK, province=province("320000", "江苏"))

    page = client.get(
        "/commitments/?kind=park&kind=college&province=320000&as_at=2025-01-01&page=1"
    ).content.decode()

    chosen = page[page.index('<ul class="chosen"') :].partition("</ul>")[0]
    links = re.findall(r'<a href="([^"]*)"><span class="[^"]*">去掉： </span>([^<]*)<', chosen)
    assert [(unescape(url), label) for url, label in links] == [
        ("?kind=college&province=320000&as_at=2025-01-01", "化工园区"),
        ("?kind=park&province=320000&as_at=2025-01-01", "院校"),
        ("?kind=park&kind=college&as_at=2025-01-01", "江苏"),
        ("?kind=park&kind=college&province=320000", "截至 2025-01-01"),
    ]


def test_typing_gets_the_results_alone_and_the_address_to_show(client):
    signed("甲化工")

    response = client.get("/commitments/?q=甲&sort=&as_at=", headers={"HX-Request": "true"})

    page = response.content.decode()
    assert response["HX-Push-Url"] == f"/commitments/?q={quote('甲')}"
    assert "<html" not in page
    assert 'hx-swap-oob="true"' in page
    assert "HX-Request" in response["Vary"]


def test_going_back_gets_the_whole_page(client):
    headers = {"HX-Request": "true", "HX-History-Restore-Request": "true"}

    assert "<html" in client.get("/commitments/", headers=headers).content.decode()


def test_unchanged_page_is_answered_304_with_one_query(client, django_assert_num_queries):
    signed("甲化工")
    first = client.get("/commitments/?q=甲")

    with django_assert_num_queries(1):
        again = client.get("/commitments/?q=甲", headers={"If-None-Match": first["ETag"]})

    assert (again.status_code, again.content) == (304, b"")
    assert first["Cache-Control"] == "no-cache"


def test_change_of_the_register_makes_the_page_new(client):
    signed("甲化工")
    first = client.get("/commitments/")
    signed("乙化工")

    again = client.get("/commitments/", headers={"If-None-Match": first["ETag"]})

    assert again.status_code == 200
    assert "乙化工" in again.content.decode()


def test_language_and_display_are_pages_of_their_own(client):
    signed("甲化工")
    tags = {client.get("/commitments/")["ETag"]}

    client.cookies["language"] = "en"
    english = client.get("/commitments/")
    client.cookies["care"] = "on"
    tags |= {english["ETag"], client.get("/commitments/")["ETag"]}

    assert len(tags) == 3
    assert "Register of commitments" in english.content.decode()


def test_nothing_is_kept_of_people_who_are_signed_in(django_assert_num_queries):
    signed("甲化工")
    anonymous, staff = Client(), signed_in("staff")

    mine, theirs = staff.get("/commitments/"), anonymous.get("/commitments/")

    assert mine["Cache-Control"] == "no-store"
    assert "ETag" not in mine
    assert "staff@example.com" in mine.content.decode()
    assert "staff@example.com" not in theirs.content.decode()


def test_list_is_there_without_the_cache(client, settings):
    signed("甲化工")
    settings.CACHES = {
        "default": {
            "BACKEND": "django.core.cache.backends.redis.RedisCache",
            "LOCATION": "unix:///nowhere/valkey.sock",
        }
    }

    response = client.get("/commitments/?province=370000")

    assert names(response) == ["甲化工"]


def test_english_page_has_english_words(client):
    sign(OrganisationFactory(name="甲化工"), "2020-01-01")
    client.cookies["language"] = "en"

    response = client.get("/commitments/?year=2020")

    assert response.context["around"].rule.startswith("Listed are organisations that are committed")
    assert "signed in 2020" in response.content.decode()


def test_version_counts_every_entry():
    before = facts.version()
    signed("甲化工")

    assert facts.version() > before
