import pytest
from django.test import Client

PREFERENCES = "/preferences/"


def cookie(response, name):
    return response.cookies[name].value if name in response.cookies else None


@pytest.mark.parametrize(
    ("sent", "language", "care"),
    [
        ({"language": "en"}, "en", None),
        ({"language": "zh-hans"}, "zh-hans", None),
        ({"care": "on"}, None, "on"),
        ({"care": "off"}, None, "off"),
        ({"language": "xx"}, None, None),
        ({"care": "anything"}, None, "off"),
        ({}, None, None),
    ],
)
def test_preferences_set_only_the_cookie_asked_for(client, sent, language, care):
    response = client.post(PREFERENCES, sent)

    assert [cookie(response, "language"), cookie(response, "care")] == [language, care]


def test_preferences_need_no_token():
    response = Client(enforce_csrf_checks=True).post(PREFERENCES, {"care": "on", "next": "/about/"})

    assert [response.status_code, response["Location"]] == [302, "/about/"]


def test_the_cookies_are_kept_for_a_year_and_out_of_scripts(client):
    kept = client.post(PREFERENCES, {"care": "on"}).cookies["care"]

    assert [kept["max-age"], kept["httponly"], kept["samesite"]] == [31536000, True, "Lax"]


@pytest.mark.parametrize(
    "elsewhere",
    [
        "https://example.org/",
        "//example.org/",
        "///example.org",
        "/\\example.org",
        "\\\\example.org",
        "javascript:alert(1)",
        "http:///example.org",
        "/\t/example.org",
        " https://example.org",
        "",
    ],
)
def test_the_way_back_never_leads_elsewhere(client, elsewhere):
    response = client.post(PREFERENCES, {"care": "on", "next": elsewhere})

    assert response["Location"] == "/"


def test_the_way_back_keeps_the_query(client):
    response = client.post(PREFERENCES, {"next": "/commitments/?q=%E5%8C%96&page=2"})

    assert response["Location"] == "/commitments/?q=%E5%8C%96&page=2"


@pytest.mark.parametrize("method", ["get", "head", "put", "delete"])
def test_preferences_are_posted(client, method):
    assert getattr(client, method)(PREFERENCES).status_code == 405


@pytest.mark.django_db
def test_a_chosen_language_and_large_type_show_on_the_next_page(client):
    client.post(PREFERENCES, {"language": "en"})
    client.post(PREFERENCES, {"care": "on"})

    page = client.get("/about/").content.decode()

    assert page.count('<html lang="en" class="care">') == 1
