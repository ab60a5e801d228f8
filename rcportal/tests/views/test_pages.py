import pytest

PAGES = ["/about/", "/accessibility/", "/privacy/", "/sitemap/", "/contact/"]


@pytest.mark.parametrize("path", PAGES)
def test_pages_about_the_portal_ask_the_database_nothing(
    client, path, db, django_assert_num_queries
):
    with django_assert_num_queries(0):
        response = client.get(path)

    assert response.status_code == 200


@pytest.mark.parametrize("path", PAGES)
def test_public_pages_set_no_cookie_and_carry_no_token(client, path):
    response = client.get(path)

    assert dict(response.cookies) == {}
    assert response.content.decode().count("csrfmiddlewaretoken") == 0


@pytest.mark.parametrize("path", PAGES)
def test_each_page_has_one_heading_and_its_own_title(client, path):
    page = client.get(path).content.decode()

    assert [page.count("<h1"), page.count("<title>")] == [1, 1]


def test_the_current_place_is_marked_in_the_navigation(client):
    page = client.get("/about/").content.decode()

    assert page.count('<a href="/about/" aria-current="page">关于平台</a>') == 1


def test_the_frame_shows_what_the_settings_say(client, settings):
    settings.PORTAL_ICP_NUMBER = "京ICP备00000000号"
    settings.PORTAL_CONTACT = "secretariat@example.com"

    page = client.get("/contact/").content.decode()

    assert [page.count("京ICP备00000000号"), page.count("<dd>secretariat@example.com</dd>")] == [
        1,
        1,
    ]


def test_the_demonstration_says_that_it_is_one(client):
    assert client.get("/about/").content.decode().count('class="demonstration"') == 1


def test_a_real_portal_does_not(client, settings):
    settings.IS_DEMO = False

    assert client.get("/about/").content.decode().count('class="demonstration"') == 0


def test_robots_stay_out_of_what_is_not_public(client):
    lines = client.get("/robots.txt").content.decode().splitlines()

    assert lines == [
        "User-agent: *",
        "Disallow: /admin/",
        "Disallow: /accounts/",
        "Disallow: /desk/",
        "Disallow: /preferences/",
    ]
