"""S13. Sessions: a new one at sign-in, an end to each, and a page of one's own where all stand."""

import datetime as dt

import pytest
from django.conf import settings as portal
from django.contrib.sessions.models import Session
from django.test import Client

from accounts.models import User
from accounts.tests.clients import said, signed_in

PASSWORD = "a long enough Password 26!"
EMAIL = "owner@example.com"
pytestmark = [pytest.mark.django_db, pytest.mark.shows("S13")]

MORNING = dt.datetime(2026, 6, 1, tzinfo=dt.UTC)
MINE = "/accounts/2fa/"
CHROME = "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 Chrome/126.0 Safari/537.36"
WECHAT = "Mozilla/5.0 (iPhone; CPU iPhone OS 17_0 like Mac OS X) MicroMessenger/8.0.49"


@pytest.fixture
def owner(db):
    return User.objects.create_user(EMAIL, PASSWORD)


def enter(client=None, **headers):
    client = client or Client(headers=headers)
    client.post("/accounts/login/", {"login": EMAIL, "password": PASSWORD})
    return client


def key_of(client):
    return client.cookies[portal.SESSION_COOKIE_NAME].value


def is_in(client):
    return client.get(MINE).status_code == 200


def test_signing_in_gives_a_new_session(owner):
    client = Client()
    session = client.session
    session["of a stranger"] = True
    session.save()
    before = key_of(client)

    enter(client)

    assert key_of(client) != before
    assert not Session.objects.filter(pk=before).exists()


@pytest.mark.parametrize(("minutes", "is_open"), [(29, True), (30, False)])
def test_a_session_ends_after_half_an_hour_of_doing_nothing(owner, time_machine, minutes, is_open):
    time_machine.move_to(MORNING, tick=False)
    client = enter()

    time_machine.move_to(MORNING + dt.timedelta(minutes=minutes), tick=False)

    assert is_in(client) is is_open


def be_busy(client, time_machine, minutes):
    """Use the session every ten minutes."""
    for minute in range(0, minutes + 1, 10):
        time_machine.move_to(MORNING + dt.timedelta(minutes=minute), tick=False)
        answer = is_in(client)
    return answer


@pytest.mark.parametrize(("hours", "is_open"), [(11.9, True), (12, False)])
def test_a_session_ends_after_twelve_hours_however_busy(owner, time_machine, hours, is_open):
    time_machine.move_to(MORNING, tick=False)
    client = enter()

    assert be_busy(client, time_machine, int(hours * 60)) is is_open


def test_without_that_end_it_would_go_on(owner, time_machine, settings):
    """The control."""
    settings.SESSION_LONGEST = 10**6
    time_machine.move_to(MORNING, tick=False)

    assert be_busy(enter(), time_machine, 13 * 60)


def test_whoever_is_signed_out_by_the_clock_is_told(owner, time_machine):
    time_machine.move_to(MORNING, tick=False)
    client = enter()
    be_busy(client, time_machine, 11 * 60 + 50)
    time_machine.move_to(MORNING + dt.timedelta(hours=12), tick=False)

    response = client.get(MINE, follow=True)

    assert response.request["PATH_INFO"] == "/accounts/login/"
    assert said(response) == ["为安全起见，会话满 12 小时即结束：请重新登录。"]


def copied(client):
    """Give a browser that somebody put the other one's cookie into."""
    thief = Client()
    thief.cookies[portal.SESSION_COOKIE_NAME] = key_of(client)
    return thief


@pytest.mark.parametrize("address", ["/accounts/logout/", "/admin/logout/"])
def test_signing_out_ends_the_session_for_every_copy_of_its_cookie(address):
    client = signed_in("staff")
    thief = copied(client)
    was_in = is_in(thief)

    response = client.post(address)

    assert (was_in, is_in(thief), response.url) == (True, False, "/")
    assert response["Clear-Site-Data"] == '"cache", "storage"'


def test_only_signing_out_clears_what_the_browser_keeps(owner, time_machine):
    """Drafts outlive a session that ended by itself."""
    time_machine.move_to(MORNING, tick=False)
    client = enter()
    time_machine.move_to(MORNING + dt.timedelta(hours=13), tick=False)

    answers = [client.get(MINE), client.post("/accounts/logout/"), Client().get("/")]

    assert ["Clear-Site-Data" in each.headers for each in answers] == [False] * 3


def close_account(client, owner):
    User.objects.filter(pk=owner.pk).update(is_active=False)


def change_password(client, owner):
    new = "another long Password 27!"
    fields = {"oldpassword": PASSWORD, "password1": new, "password2": new}
    assert client.post("/accounts/password/change/", fields).status_code == 302


def set_by_the_administrator(client, owner):
    new = "another long Password 27!"
    fields = {"usable_password": "true", "password1": new, "password2": new}
    admin = signed_in("admin")
    assert admin.post(f"/admin/accounts/user/{owner.pk}/password/", fields).status_code == 302


def sign_out_elsewhere(client, owner):
    client.post("/accounts/sessions/")


def do_nothing(client, owner):
    """The control."""


@pytest.mark.parametrize(
    ("act", "mine", "other"),
    [
        (close_account, False, False),
        (change_password, True, False),
        (set_by_the_administrator, False, False),
        (sign_out_elsewhere, True, False),
        (do_nothing, True, True),
    ],
)
def test_what_ends_the_other_sessions_ends_them_at_once(owner, act, mine, other):
    client, elsewhere = enter(), enter()

    act(client, owner)

    assert (is_in(client), is_in(elsewhere)) == (mine, other)


def test_ones_own_sessions_stand_on_a_page(owner):
    here, phone = enter(user_agent=CHROME), enter(user_agent=WECHAT)

    page = here.get("/accounts/sessions/").content.decode()

    assert (page.count("Chrome · Windows"), page.count("WeChat · iPhone")) == (1, 1)
    assert page.count("本次登录") == 1
    assert is_in(phone)


def test_nobody_sees_or_ends_the_sessions_of_another(owner):
    mine = enter(user_agent=WECHAT)
    stranger = signed_in("staff")

    page = stranger.get("/accounts/sessions/").content.decode()
    stranger.post("/accounts/sessions/")

    assert "WeChat" not in page
    assert is_in(mine)


def test_a_session_that_ended_leaves_the_page(owner):
    here, elsewhere = enter(), enter()
    elsewhere.post("/accounts/logout/")

    response = here.get("/accounts/sessions/")

    assert response.context["session_count"] == 1
