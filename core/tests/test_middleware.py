import pytest
from django.conf import settings
from django.db import DatabaseError, InterfaceError, OperationalError, connection
from django.http import HttpResponse
from django.utils import translation

from core import middleware
from core.middleware import (
    DisplayMiddleware,
    HistoryMiddleware,
    ResponseHeadersMiddleware,
    ServiceUnavailableMiddleware,
)


def answer(request):
    return HttpResponse(translation.get_language())


@pytest.mark.parametrize(
    ("cookie", "language"),
    [("", "zh-hans"), ("en", "en"), ("zh-hans", "zh-hans"), ("fr", "zh-hans"), ("<x>", "zh-hans")],
)
def test_language_follows_the_cookie_alone(rf, cookie, language):
    request = rf.get("/", headers={"Accept-Language": "de,en"})
    request.COOKIES["language"] = cookie

    response = DisplayMiddleware(answer)(request)

    assert response.content.decode() == language
    assert [response["Content-Language"], response["Vary"]] == [language, "Cookie"]


@pytest.mark.parametrize(("cookie", "care"), [("on", True), ("off", False), ("1", False)])
def test_care_mode_follows_its_cookie(rf, cookie, care):
    request = rf.get("/")
    request.COOKIES["care"] = cookie

    DisplayMiddleware(answer)(request)

    assert request.care_mode is care


def test_headers_are_on_every_answer(rf):
    response = ResponseHeadersMiddleware(answer)(rf.get("/"))

    assert response["Cross-Origin-Resource-Policy"] == "same-origin"
    assert response["Permissions-Policy"] == middleware.PERMISSIONS_POLICY
    assert response["Content-Security-Policy"] == middleware.NOTHING_MAY_RUN
    assert response["X-Frame-Options"] == "DENY"


def test_a_policy_made_further_in_stays(rf):
    def with_policy(request):
        return HttpResponse(headers={"Content-Security-Policy": "default-src 'self'"})

    response = ResponseHeadersMiddleware(with_policy)(rf.get("/"))

    assert response["Content-Security-Policy"] == "default-src 'self'"


def cache_control(rf, path, get_response=answer, session=""):
    request = rf.get(path)
    if session:
        request.COOKIES[settings.SESSION_COOKIE_NAME] = session
    return ResponseHeadersMiddleware(get_response)(request).headers.get("Cache-Control", "")


def test_an_anonymous_page_may_be_kept(rf):
    assert cache_control(rf, "/") == ""


def test_a_page_with_a_session_is_kept_nowhere(rf):
    def kept(request):
        return HttpResponse(headers={"Cache-Control": "public, max-age=600"})

    assert cache_control(rf, "/", kept, session="abc") == "no-store"


def test_a_page_that_sets_a_cookie_is_kept_nowhere(rf):
    def with_cookie(request):
        response = HttpResponse()
        response.set_cookie("csrftoken", "x")
        return response

    assert cache_control(rf, "/", with_cookie) == "no-store"


def test_files_may_be_kept_with_a_session_too(rf):
    assert cache_control(rf, f"{settings.STATIC_URL}css/portal.css", session="abc") == ""


@pytest.mark.parametrize("error", [OperationalError, InterfaceError])
def test_a_database_that_is_away_is_said_in_a_plain_page(rf, error, django_assert_num_queries, db):
    refuse = ServiceUnavailableMiddleware(answer)

    with django_assert_num_queries(0):
        response = refuse.process_exception(rf.get("/"), error("gone"))

    assert [response.status_code, response["Retry-After"]] == [503, "10"]
    assert response["Cache-Control"] == "no-store"
    assert response.content.decode().count("平台暂时无法使用，马上恢复") == 1


@pytest.mark.parametrize("error", [DatabaseError("x"), ValueError("x")])
def test_other_errors_are_not_the_databases_absence(rf, error):
    assert ServiceUnavailableMiddleware(answer).process_exception(rf.get("/"), error) is None


def test_the_plain_page_is_english_for_those_who_chose_english(rf):
    request = rf.get("/")
    request.COOKIES["language"] = "en"

    page = middleware.unavailable(request).content.decode()

    assert page.count('<html lang="en">') == 1


def context_of(rf, method):
    """The history context as the database would be told, by asking it inside the view."""
    found = []

    def look(request):
        with connection.cursor() as cursor:
            cursor.execute(
                "WITH told AS (SELECT current_setting('pghistory.context_metadata', true))"
                " TABLE told"
            )
            found.append(cursor.fetchone()[0] or "")
        return HttpResponse()

    HistoryMiddleware(look)(rf.generic(method, "/admin/"))
    return found[0]


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("method", "is_noted"), [("GET", False), ("HEAD", False), ("POST", True), ("DELETE", True)]
)
def test_only_what_may_change_something_is_noted(rf, method, is_noted):
    context = context_of(rf, method)

    assert ('"url": "/admin/"' in context) is is_noted
