import re
from html import unescape

import pytest
from django.urls import reverse

from accounts.enums import PostRole
from accounts.tests.clients import signed_in
from commitments.tests.entries import signed
from core.models import JobRun
from reports.models import Snapshot
from reports.services import building
from reports.tests.register import NOON, built, small_register

pytestmark = pytest.mark.django_db
PAGE = "/statistics/2021/"


@pytest.fixture
def years():
    small_register()
    return built(2020), built(2021)


def text(response) -> str:
    """The words of the page without its marks."""
    page = re.sub(r"<[^>]+>", "", response.content.decode())
    return re.sub(r"\s+", " ", unescape(page))


def test_the_first_sentence_says_it_all(client, years):
    page = text(client.get(PAGE))

    assert (
        "截至2021年12月31日，共有5家企事业单位（不含园区）和2家化工园区在承诺期内；"
        "当年新增2家和1家。"
    ) in page


def test_the_page_names_its_day_rule_and_snapshot(client, years):
    page = text(client.get(PAGE))

    for words in (
        "计入截至日当天承诺有效的单位",
        "截至日2021-12-31",
        "生成时间2026-06-01 12:00",
        "在承诺期内（第 1 版）",
        f"{years[1].pk} 号。",
        "比上年多 1 家",
        "数据截至 2021-12-31",
    ):
        assert words in page


def test_the_page_is_the_same_for_every_role(client, years):
    anonymous = text(client.get(PAGE))

    staff = text(signed_in(PostRole.STAFF).get(PAGE))

    assert anonymous[anonymous.index("截至2021") :] == staff[staff.index("截至2021") :]


def test_a_later_entry_is_said_quietly_and_changes_no_figure(client, years):
    assert "又补录" not in text(client.get(PAGE))

    signed("补录化工", "2019-07-01")

    page = text(client.get(PAGE))
    assert "又补录 1 家、移出 0 家、更正 0 家" in page
    assert "共有5家企事业单位" in page


def test_the_link_of_the_difference_opens_what_is_known_today(client, years):
    signed("补录化工", "2019-07-01")

    answer = client.get("/api/v1/organisations?as_at=2021-12-31")

    assert answer.json()["count"] == 8


def test_a_year_without_statistics_says_so(client, years):
    answer = client.get("/statistics/2019/")

    assert answer.status_code == 404
    assert "2019 年度还没有统计数据" in text(answer)
    assert "已有统计的年度 20212020" in text(answer)


@pytest.mark.parametrize(("year", "status"), [(2019, 404), (2021, 200)])
def test_a_year_whose_job_is_at_work_says_so(year, status, client, years):
    run, _is_new = building.request_statistics(year, by=None, at=NOON)
    JobRun.objects.filter(pk=run.pk).update(state="running", done=1, total=6, step="正在统计")

    answer = client.get(f"/statistics/{year}/")

    assert answer.status_code == status
    assert f"正在生成 {year} 年度的统计，请稍后刷新页面。" in text(answer)
    assert '<progress value="1" max="6" aria-label="正在统计"></progress>' in str(
        answer.content, "utf8"
    )


@pytest.mark.parametrize("path", ["/statistics/21/", "/statistics/20211/", "/statistics/x/"])
def test_what_is_no_year_is_no_page(path, client):
    assert client.get(path).status_code == 404


def test_a_year_without_a_year_before_tells_no_change(client):
    small_register()
    built(2021)

    page = text(client.get(PAGE))

    assert "比上年" not in page
    assert "变化最大的地区" not in page


def test_the_page_in_english(client, years):
    client.cookies["language"] = "en"

    page = text(client.get(PAGE))

    assert (
        "As at 31 December 2021, 5 enterprises and institutions (parks not included) and 2 "
        "chemical parks are committed; 2 and 1 of them joined in the year."
    ) in page


def test_the_index_lists_every_year_with_links(client, years):
    answer = client.get("/statistics/")

    page = answer.content.decode()
    assert text(answer).count("2021") >= 2
    for snapshot in years:
        assert f'<a href="{snapshot.get_absolute_url()}">{snapshot.year}</a>' in page


def test_the_index_without_statistics_says_so(client):
    answer = client.get(reverse("reports:statistics_index"))

    assert answer.status_code == 200
    assert "第一个年度的统计" in text(answer)


@pytest.mark.parametrize(
    ("path", "queries"), [("/statistics/", 4), (PAGE, 8), ("/statistics/2021/figures.csv", 5)]
)
@pytest.mark.parametrize("count", [1, 3])
def test_the_number_of_queries_of_a_page(path, queries, count, client, django_assert_num_queries):
    small_register()
    for number in range(count):
        signed(f"企业{number}", "2020-01-01")
    built(2020)
    built(2021)

    with django_assert_num_queries(queries):
        answer = client.get(path)
        assert b"".join(answer) if answer.streaming else answer.content


def test_a_kept_page_asks_for_the_version_alone(client, years, django_assert_num_queries):
    client.get(PAGE)

    with django_assert_num_queries(2):
        assert client.get(PAGE).status_code == 200


def test_a_kept_page_is_forgotten_when_a_newer_snapshot_is_published(client, years):
    client.get(PAGE)
    signed("补录化工", "2019-07-01")

    built(2021)

    assert "共有6家企事业单位" in text(client.get(PAGE))
    assert Snapshot.objects.count() == 3


@pytest.mark.parametrize("method", ["post", "put", "delete"])
def test_the_page_is_for_reading(method, client):
    assert getattr(client, method)(PAGE).status_code == 405


# --- One table ---


def test_a_table_shows_every_dimension_with_its_lists(client, years):
    answer = client.get(f"{PAGE}enterprises/")

    page = text(answer)
    for words in (
        "2021 年度：企事业单位等（不含园区）",
        "有多少家企事业单位在承诺期内？ 5 家 ▲比上年多 1 家",
        "计入截至日当天承诺有效的企事业单位、央企集团、专业协会和院校。",
        "按市（家）",
        "烟台1",
        "按职工人数（家）",
        "职工 20—299 人1",
        "5 家中已注明的有 1 家。",
    ):
        assert words in page


@pytest.mark.parametrize(
    ("path", "status"),
    [
        (f"{PAGE}ended/", 200),
        (f"{PAGE}suspended/", 200),
        (f"{PAGE}nothing/", 404),
        ("/statistics/2019/parks/", 404),
    ],
)
def test_a_table_that_is_none_is_not_found(path, status, client, years):
    assert client.get(path).status_code == status


@pytest.mark.parametrize("slug", ["enterprises", "parks", "new-enterprises", "new-parks", "ended"])
def test_the_page_of_the_year_leads_to_its_tables(slug, client, years):
    assert f'href="{PAGE}{slug}/"' in client.get(PAGE).content.decode()
