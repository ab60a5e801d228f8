import re
from html import unescape

import pytest

from accounts.enums import PostRole
from accounts.tests.clients import signed_in
from commitments.models import Organisation
from reports.tests.register import built, small_register
from workgroups.models import Body, Seat

pytestmark = pytest.mark.django_db


def page_of(client):
    return client.get("/").content.decode()


def figures(page):
    """The headline figures: number, change, and the address of their rows."""
    stats = re.findall(r'<div class="stat">.*?</div>', page, re.DOTALL)
    return [
        (
            re.search(r">([\d,]+)<span", stat)[1],
            re.search(r"▲</span>(.*?)</span>", stat)[1] if "▲" in stat else "",
        )
        for stat in stats
    ]


@pytest.fixture
def years():
    small_register()
    return built(2020), built(2021)


def test_home_shows_the_figures_of_the_latest_year_with_their_change(client, years):
    assert figures(page_of(client))[:2] == [("5", "比上年多 1 家"), ("2", "比上年多 1 家")]


def test_each_figure_opens_the_rows_it_counts(client, years):
    addresses = re.findall(r'<dd class="stat-value">\s*<a href="([^"]+)"', page_of(client))

    answers = [client.get(unescape(address)) for address in addresses]

    assert [answer.status_code for answer in answers] == [200] * 4


def test_all_divisions_stand_as_tiles_and_as_rows(client, years):
    page = page_of(client)

    provinces = page.count('class="tile ')
    assert [provinces, page.count('role="rowheader"')] == [provinces, provinces]
    assert provinces >= 2


def test_home_before_the_first_statistics_offers_the_register(client):
    page = page_of(client)

    assert page.count("还没有统计数据") == 1
    assert page.count('class="tile ') == 0


def test_home_sends_the_search_to_the_register(client):
    form = re.search(r'<form class="search-box".*?</form>', page_of(client), re.DOTALL)[0]

    assert re.findall(r'(?:action|name|method)="([^"]+)"', form) == ["get", "/commitments/", "q"]


@pytest.mark.usefixtures("years")
def test_home_is_made_once_and_again_when_a_group_gets_another_lead(
    client, django_assert_max_num_queries
):
    first = page_of(client)
    with django_assert_max_num_queries(3):
        second = page_of(client)

    lead = Organisation.objects.get(name="甲化工")
    body = Body.objects.working_groups().first() or Body.objects.create(
        code="pp",
        name="污染防治工作组",
        english_name="Pollution prevention",
        kind="working_group",
        track="code",
        position=1,
    )
    Seat.objects.create(body=body, organisation=lead, role="lead", valid=("2020-01-01", None))
    third = page_of(client)

    assert second == first
    assert [first.count("甲化工"), third.count("甲化工")] == [0, 1]


def test_home_of_an_anonymous_reader_sets_no_cookie_and_carries_no_token(client, years):
    response = client.get("/")

    assert dict(response.cookies) == {}
    assert response.content.decode().count("csrfmiddlewaretoken") == 0


def test_the_secretariat_finds_its_workplace_in_the_navigation(client, years):
    secretary = signed_in(PostRole.STAFF)
    response = secretary.get("/")

    assert response.content.decode().count('href="/admin/"') == 1
    assert response["Cache-Control"] == "no-store"
    assert page_of(client).count('href="/admin/"') == 0
