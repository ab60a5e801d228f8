"""S14. How often: over a limit nothing is served; a header anybody can write moves no limit."""

import datetime as dt

import pytest
from django.core.cache import cache
from django.http import HttpResponse, JsonResponse
from django.test import Client, RequestFactory
from django.urls import path

from accounts.tests.clients import signed_in
from core.limits import as_json, limit_of, limited
from core.visitors import address_of
from rcportal.urls import *  # noqa: F403 -- the portal's addresses, and three that are only tried
from rcportal.urls import urlpatterns as real

pytestmark = pytest.mark.shows("S14")

NOON = dt.datetime(2026, 6, 1, 12, tzinfo=dt.UTC)


def served(request):
    return HttpResponse("served")


urlpatterns = [
    path("try/check", limited("check")(served)),
    path("try/autosave", limited("autosave", answer=as_json)(lambda request: JsonResponse({}))),
    path("try/posted", limited("reset", methods=["POST"])(served)),
    *real,
]
# Every limit of visitors, with an address that stands for it and how it is asked.
ADDRESSES = {
    "search": ("get", "/commitments/?q=x"),
    "open_data": ("get", "/api/v1/organisations"),
    "export": ("get", "/commitments/export.csv"),
    "check": ("get", "/try/check"),
    "autosave": ("post", "/try/autosave"),
    "reset": ("post", "/accounts/password/reset/"),
    "password": ("post", "/accounts/password/change/"),
    "upload": ("post", "/admin/commitments/importbatch/upload/"),
    "apply_place": ("post", "/commitments/apply/"),
    "hand_in": ("post", "/commitments/apply/begin/"),
}
INSIDE_SERVICES = {
    "sign_in", "sign_in_account", "sign_in_place", "second_factor", "second_factor_code",
    "reset_account", "apply_address", "partner", "partner_address",
}  # fmt: skip


@pytest.fixture
def frozen(db, settings, time_machine):
    settings.ROOT_URLCONF = __name__
    time_machine.move_to(NOON, tick=False)


def ask(client, name, **headers):
    method, address = ADDRESSES[name]
    response = getattr(client, method)(address, headers=headers)
    for close in response._resource_closers:
        close()
    return response.status_code


def use_up(client, name):
    """Ask as often as the limit permits, and give the answers."""
    return {ask(client, name) for _ in range(limit_of(name).most)}


def client_for(name):
    return signed_in("staff") if name in ("upload", "password") else Client()


def test_every_limit_is_tried_here_or_with_its_service(settings):
    assert {*ADDRESSES, *INSIDE_SERVICES} == set(settings.LIMITS)


@pytest.mark.parametrize("name", ADDRESSES)
def test_over_the_limit_nothing_is_served(frozen, name):
    client = client_for(name)
    within = use_up(client, name)

    over = [ask(client, name) for _ in range(1000 if name == "check" else 20)]

    assert within <= {200, 302, 400, 422}
    assert set(over) == {429}


@pytest.mark.parametrize("name", ["search", "reset"])
def test_without_its_limit_an_address_serves_without_end(frozen, settings, name):
    """The control."""
    most = limit_of(name).most
    settings.LIMITS = settings.LIMITS | {name: (10**6, 60, limit_of(name).is_kept)}

    assert {ask(Client(), name) for _ in range(most + 20)} <= {200, 302}


@pytest.mark.parametrize("name", ["search", "reset"])
def test_when_its_time_has_passed_one_may_ask_again(frozen, time_machine, name):
    client = Client()
    use_up(client, name)
    before = ask(client, name)

    time_machine.move_to(NOON + limit_of(name).window, tick=False)

    assert (before, ask(client, name)) in [(429, 200), (429, 302)]


def test_the_page_says_in_chinese_from_when_on(frozen):
    client = Client()
    use_up(client, "check")

    response = client.get("/try/check")

    assert (response.status_code, response["Retry-After"]) == (429, "60")
    assert response["Cache-Control"] == "no-store"
    assert "短时间内操作过于频繁" in response.content.decode()
    assert "2026-06-01 20:01" in response.content.decode()


def test_a_program_is_answered_as_a_program(frozen):
    client = Client()
    use_up(client, "autosave")

    response = client.post("/try/autosave")

    assert (response.status_code, response["Retry-After"]) == (429, "60")
    assert response.json() == {"detail": "请求过于频繁，请在 60 秒后重试。"}


def test_only_the_methods_named_are_counted(frozen):
    client = Client()
    for _ in range(limit_of("reset").most):
        client.get("/try/posted")

    assert client.post("/try/posted").status_code == 200


def test_people_behind_one_address_are_counted_one_by_one(frozen):
    staff, head = signed_in("staff"), signed_in("head")
    use_up(staff, "check")

    assert (ask(staff, "check"), ask(head, "check"), ask(Client(), "check")) == (429, 200, 200)


def test_a_forged_header_moves_no_limit(frozen):
    client = Client(REMOTE_ADDR="192.0.2.7")
    use_up(client, "check")

    forged = {"X-Forwarded-For": "203.0.113.1", "X-Real-IP": "203.0.113.2", "Forwarded": "for=x"}

    assert ask(client, "check", **forged) == 429


def test_a_header_that_is_believed_would_move_it(frozen, settings):
    """The control: the network of the visitor is taken for our proxy."""
    settings.TRUSTED_PROXIES = ["192.0.2.0/24"]
    client = Client(REMOTE_ADDR="192.0.2.7")
    use_up(client, "check")

    assert ask(client, "check", **{"X-Forwarded-For": "203.0.113.1"}) == 200


@pytest.mark.parametrize(
    ("proxies", "remote", "said", "address"),
    [
        ([], "192.0.2.7", "203.0.113.1", "192.0.2.7"),
        (["192.0.2.7"], "192.0.2.7", "203.0.113.1", "203.0.113.1"),
        (["192.0.2.7"], "192.0.2.8", "203.0.113.1", "192.0.2.8"),
        (["192.0.2.7"], "192.0.2.7", "10.1.1.1, 203.0.113.1", "203.0.113.1"),
        (["192.0.2.7", "10.0.0.0/8"], "192.0.2.7", "203.0.113.1, 10.1.1.1", "203.0.113.1"),
        (["192.0.2.7"], "192.0.2.7", "", "192.0.2.7"),
        (["192.0.2.7"], "192.0.2.7", "203.0.113.1, not an address", "192.0.2.7"),
        (["10.0.0.0/8"], "", "203.0.113.1", "203.0.113.1"),
        ([], "", "203.0.113.1", "::"),
        ([], "2001:db8:1:2:3:4:5:6", "", "2001:db8:1:2::"),
        ([], "::ffff:192.0.2.7", "", "192.0.2.7"),
    ],
)  # fmt: skip
def test_the_visitors_address(settings, proxies, remote, said, address):
    settings.TRUSTED_PROXIES = proxies
    request = RequestFactory().get("/", REMOTE_ADDR=remote, headers={"X-Forwarded-For": said})

    assert address_of(request) == address


def test_without_the_cache_reading_goes_on(frozen, settings):
    gone = settings.CACHES["default"] | {"LOCATION": "unix:///nowhere/valkey.sock"}
    settings.CACHES = {"default": gone}

    assert {ask(Client(), "search") for _ in range(limit_of("search").most + 5)} == {200}


def test_without_the_cache_what_opens_an_account_is_counted_on(frozen, settings):
    gone = settings.CACHES["default"] | {"LOCATION": "unix:///nowhere/valkey.sock"}
    settings.CACHES = {"default": gone}
    client = Client()
    use_up(client, "reset")

    assert ask(client, "reset") == 429


def test_a_count_that_ended_while_it_was_asked_is_a_first_one(frozen, monkeypatch):
    monkeypatch.setattr(type(cache), "incr", _ended, raising=False)

    assert ask(Client(), "check") == 200


def _ended(self, key, *args):
    raise ValueError(key)
