"""S8. Headers and cookies of every answer: of every address, of files, of every kind of error."""

import re

import pytest
from django.core.exceptions import PermissionDenied, SuspiciousOperation
from django.db import OperationalError
from django.http import Http404, HttpResponse
from django.test import Client
from django.urls import path

from core.limits import limited
from rcportal.tests.access.test_access import signed_in, url_of
from rcportal.tests.access.walking import addresses
from rcportal.tests.doors.installations import HOST
from rcportal.urls import *  # noqa: F403 -- the portal's addresses and error pages, and a few that fail
from rcportal.urls import urlpatterns as real

pytestmark = pytest.mark.shows("S8")

POLICY = {
    "default-src": "'none'", "img-src": "'self' data:", "script-src": "'self'",
    "style-src": "'self'", "font-src": "'self'", "connect-src": "'self'",
    "form-action": "'self'", "frame-ancestors": "'none'", "base-uri": "'none'",
    "manifest-src": "'self'",
}  # fmt: skip
OF_FILES = {"default-src": "'none'", "frame-ancestors": "'none'", "base-uri": "'none'"}
EXPECTED = {
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
}
SHOWN_ELSEWHERE = {"X-Frame-Options": None, "Cross-Origin-Resource-Policy": "cross-origin"}
# What other sites may show (core.embedding): nothing else may be framed.
EMBEDDED = re.compile(r"/commitments/\w+/(badge\.svg|embed/)$")
TWO_YEARS = "max-age=63072000; includeSubDomains; preload"
FORM = "application/x-www-form-urlencoded"
FILES = ["/static/css/portal.css", "/static/js/portal.js", "/static/favicon.svg", "/static/no-such"]


def failing(error):
    def view(request):
        raise error

    return view


def loose(request):
    """What a careless view might send."""
    response = HttpResponse(headers={"Content-Security-Policy": "script-src 'unsafe-inline'"})
    response.set_cookie("loose", "x")
    return response


ERRORS = {
    "fails/400": SuspiciousOperation("x"),
    "fails/403": PermissionDenied(),
    "fails/404": Http404(),
    "fails/500": ValueError("x"),
    "fails/503": OperationalError("x"),
}
TRIED = ["/loose", "/fails/429", *(f"/{address}" for address in ERRORS)]
urlpatterns = [
    *(path(address, failing(error)) for address, error in ERRORS.items()),
    path("fails/429", limited("check")(lambda request: HttpResponse())),
    path("loose", loose),
    *real,
]


def policy_of(response):
    given = response.headers.get("Content-Security-Policy", "")
    return dict(part.strip().partition(" ")[::2] for part in given.split(";"))


def wrong_headers(response, *, is_production):
    expected, policies = EXPECTED, (POLICY, OF_FILES)
    if response.status_code == 200 and EMBEDDED.match(response.request["PATH_INFO"]):
        expected = EXPECTED | SHOWN_ELSEWHERE
        policies = (POLICY | {"frame-ancestors": "*"},)
    found = {name: response.headers.get(name) for name in expected}
    wrong = [name for name in expected if found[name] != expected[name]]
    wrong += [] if policy_of(response) in policies else ["Content-Security-Policy"]
    hsts = response.headers.get("Strict-Transport-Security")
    return wrong + ([] if hsts == (TWO_YEARS if is_production else None) else ["HSTS"])


def is_taken_back(cookie):
    return (cookie.value, cookie["max-age"]) == ("", 0)


def wrong_cookies(response, *, is_production):
    return [
        name
        for name, cookie in response.cookies.items()
        if not (cookie["httponly"] or is_taken_back(cookie))
        or (cookie["samesite"], cookie["path"], cookie["domain"]) != ("Lax", "/", "")
        or (bool(cookie["secure"]), name.startswith("__Host-")) != (is_production, is_production)
    ]


class Knocker:
    """Asks addresses and notes which answers carry wrong headers or cookies."""

    def __init__(self, client, *, is_production):
        self.client, self.is_production = client, is_production
        client.raise_request_exception = False
        self.wrong, self.answers, self.cookies = {}, 0, set()

    def ask(self, method, url, **kwargs):
        if self.is_production:
            kwargs |= {"secure": True, "HTTP_HOST": HOST} | kwargs
        response = getattr(self.client, method)(url, **kwargs)
        for close in response._resource_closers:
            close()
        kind = {"is_production": self.is_production}
        if found := wrong_headers(response, **kind) + wrong_cookies(response, **kind):
            self.wrong[f"{method} {url} {response.status_code}"] = found
        self.answers += 1
        self.cookies |= set(response.cookies)
        return response


@pytest.fixture(params=["demonstration", "production"])
def is_production(request, settings):
    if request.param == "production":
        request.getfixturevalue("production")
    settings.ROOT_URLCONF = __name__
    return request.param == "production"


def knock_everywhere(knocker, things):
    for address in addresses():
        if "logout" not in address.name and address.template not in TRIED:
            knocker.ask("get", url_of(address, things))
            knocker.ask("post", url_of(address, things))


@pytest.mark.parametrize("role", ["stranger", "staff"])
def test_every_address_answers_with_all_headers(things, is_production, role):
    knocker = Knocker(signed_in(role), is_production=is_production)

    knock_everywhere(knocker, things)

    assert knocker.wrong == {}
    assert knocker.answers > 200


@pytest.mark.django_db
def test_files_and_errors_answer_with_all_headers(is_production, settings):
    settings.LIMITS = settings.LIMITS | {"check": (0, 60)}
    knocker = Knocker(Client(), is_production=is_production)

    statuses = [knocker.ask("get", f"/{address}").status_code for address in ERRORS]
    statuses += [knocker.ask("get", url).status_code for url in [*FILES, "/fails/429", "/no-such/"]]
    statuses += [
        knocker.ask("post", "/about/").status_code,
        knocker.ask("get", "/about/", HTTP_HOST="evil.example.org").status_code,
        knocker.ask("post", "/preferences/", data=b"x" * 11_000_000, content_type=FORM).status_code,
    ]

    assert statuses == [400, 403, 404, 500, 503, 200, 200, 200, 404, 429, 404, 405, 400, 400]
    assert knocker.wrong == {}


@pytest.mark.django_db
def test_a_form_without_its_token_is_refused_with_all_headers(is_production):
    knocker = Knocker(Client(enforce_csrf_checks=True), is_production=is_production)

    assert knocker.ask("post", "/accounts/login/").status_code == 403
    assert knocker.wrong == {}


@pytest.mark.django_db
def test_every_cookie_there_is_was_looked_at(is_production, settings, django_user_model):
    """Session, token, message, language, large type, who is known here: set and taken back."""
    django_user_model.objects.create_user("a@example.com", "a long Password 26!")
    knocker = Knocker(Client(), is_production=is_production)
    knocker.ask("post", "/preferences/", data={"language": "en", "care": "on"})
    sent = {"login": "a@example.com", "password": "a long Password 26!"}
    knocker.ask("get", "/accounts/login/")
    knocker.ask("post", "/accounts/login/", data=sent)
    knocker.ask("post", "/accounts/logout/")

    kinds = {name.removeprefix("__Host-") for name in knocker.cookies}
    assert kinds == {"sessionid", "csrftoken", "messages", "language", "care", "known"}
    assert knocker.wrong == {}


@pytest.mark.django_db
def test_careless_headers_are_noticed(is_production):
    """The control."""
    knocker = Knocker(Client(), is_production=is_production)

    knocker.ask("get", "/loose")

    assert knocker.wrong == {"get /loose 200": ["Content-Security-Policy", "loose"]}


@pytest.mark.django_db
def test_in_production_plain_http_is_led_to_https_with_all_headers(production):
    response = Client(HTTP_HOST=HOST).get("/about/")

    assert (response.status_code, response.url) == (301, f"https://{HOST}/about/")
    assert [name for name in EXPECTED if response.headers.get(name) != EXPECTED[name]] == []


@pytest.mark.django_db
def test_in_production_without_them_the_same_knocks_are_noticed(things, production, settings):
    """The control: headers and cookies of the demonstration would not pass for production's."""
    settings.SECURE_HSTS_SECONDS = 0
    settings.CSRF_COOKIE_SECURE = False
    knocker = Knocker(Client(), is_production=True)

    knocker.ask("get", "/accounts/login/")

    assert knocker.wrong == {"get /accounts/login/ 200": ["HSTS", "__Host-csrftoken"]}
