"""What the night clears away, and the accounts that nobody uses."""

import datetime as dt

import pytest
from allauth.usersessions.models import UserSession
from django.contrib.sessions.models import Session
from django.test import Client
from django.utils import timezone

from accounts.models import User
from accounts.services import sign_in, sweeping
from accounts.services.unused import close_unused
from accounts.tests.clients import signed_in
from core.models import OutboxMail, Tally

pytestmark = pytest.mark.django_db

DAY = dt.timedelta(days=1)


def subjects():
    return list(OutboxMail.objects.order_by("pk").values_list("address", "subject"))


def test_what_has_ended_is_cleared_away_and_nothing_else():
    User.objects.create_user("owner@example.com", "correct Horse battery 9")
    data = {"login": "owner@example.com", "password": "correct Horse battery 9"}
    for _ in range(2):
        Client().post("/accounts/login/", data)
    Client().post("/accounts/login/", data | {"password": "wrong"})
    first = Session.objects.order_by("pk").first()
    Session.objects.filter(pk=first.pk).update(expire_date=timezone.now() - DAY)
    Tally.objects.create(key="0" * 64, count=1, ends_at=timezone.now() - DAY)

    swept = sweeping.sweep(at=timezone.now())

    assert swept == {"tallies": 1, "sessions": 1, "listed": 1, "closed": 0}
    assert (Session.objects.count(), UserSession.objects.count()) == (1, 1)


def test_an_unused_account_is_told_and_then_closed():
    user = User.objects.create_user("liaison@example.com")
    begin = timezone.now()

    closed = [close_unused(at=begin + days * DAY) for days in (165, 167, 168, 180, 182)]

    assert closed == [0, 0, 0, 0, 1]
    assert subjects() == [("liaison@example.com", "您的账号因长期未使用即将停用")]
    user.refresh_from_db()
    assert not user.is_active


def test_whoever_signs_in_meanwhile_keeps_the_account():
    user = User.objects.create_user("liaison@example.com")
    begin = timezone.now()
    close_unused(at=begin + 167 * DAY)
    User.objects.filter(pk=user.pk).update(last_login=begin + 170 * DAY)

    assert [close_unused(at=begin + days * DAY) for days in (185, 300)] == [0, 0]


def test_without_two_weeks_notice_nothing_is_closed():
    """The portal was off for a year: whoever it finds unused is told first."""
    User.objects.create_user("liaison@example.com")
    begin = timezone.now()

    assert [close_unused(at=begin + days * DAY) for days in (365, 378, 380)] == [0, 0, 1]


def test_administrators_and_demonstration_accounts_stay():
    signed_in("admin")
    signed_in("staff")
    User.objects.create_user("lead@example.com", is_demo=True)
    begin = timezone.now()
    close_unused(at=begin + 200 * DAY)

    assert close_unused(at=begin + 215 * DAY) == 1
    closed = User.objects.filter(is_active=False).values_list("email", flat=True)
    assert list(closed) == ["staff@example.com"]


# --- A lock is told to whom it concerns ---


def test_the_owner_of_a_locked_account_is_told_once():
    User.objects.create_user("owner@example.com")
    until = dt.datetime(2026, 6, 1, 4, 15, tzinfo=dt.UTC)

    for _ in range(2):
        sign_in.tell_of_lock(
            " Owner@example.com", place="192.0.2.7", until=until, at=timezone.now()
        )

    assert subjects() == [("owner@example.com", "您的账号登录已暂时锁定")]
    assert "2026-06-01 12:15" in OutboxMail.objects.get().text


@pytest.mark.parametrize("is_active", [True, False])
def test_of_nobody_and_of_a_closed_account_nobody_is_told(is_active):
    User.objects.create_user("closed@example.com", is_active=False)
    email = "nobody@example.org" if is_active else "closed@example.com"

    sign_in.tell_of_lock(email, place="192.0.2.7", until=timezone.now(), at=timezone.now())

    assert subjects() == []


@pytest.mark.parametrize("email", ["owner@example.com", "nobody@example.org"])
def test_the_sixth_try_asks_for_the_letter_whether_or_not_there_is_an_account(
    email, monkeypatch, django_capture_on_commit_callbacks
):
    User.objects.create_user("owner@example.com")
    asked = []
    monkeypatch.setattr("core.jobs._send", lambda task, ids: asked.append((task, ids["email"])))

    with django_capture_on_commit_callbacks(execute=True):
        for _ in range(8):
            Client().post("/accounts/login/", {"login": email, "password": "wrong"})

    assert asked == [(sign_in.TELL_TASK, email)]
