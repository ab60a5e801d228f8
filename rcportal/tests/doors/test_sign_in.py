"""S10. Trying passwords: locked after five, for one account from one place; nobody learns more."""

import datetime as dt
import re
import time
from concurrent.futures import ThreadPoolExecutor

import pytest
from django.contrib.auth.hashers import PBKDF2PasswordHasher
from django.db import OperationalError, connection, connections
from django.test import Client
from django.utils import timezone

from accounts.models import User
from accounts.services import sign_in
from core import limits
from core.models import Tally

pytestmark = pytest.mark.shows("S10")

PASSWORD = "a long enough password 26"
OWNER = "owner@example.com"
HERE, ELSEWHERE = "192.0.2.7", "198.51.100.9"
NOON = dt.datetime(2026, 6, 1, 12, tzinfo=dt.UTC)
WRONG = ["电子邮箱或密码不正确。"]


@pytest.fixture
def owner(db):
    return User.objects.create_user(OWNER, PASSWORD)


def try_password(password, *, email=OWNER, place=HERE):
    return Client(REMOTE_ADDR=place).post(
        "/accounts/login/", {"login": email, "password": password}
    )


def sentence_of(response):
    return [str(each) for each in response.context["form"].non_field_errors()]


def lock_of(response):
    """Give the time a lock's sentence names, or None."""
    (sentence,) = sentence_of(response)
    found = re.fullmatch(
        r"密码错误次数过多。为保护账号，您所在网络上该账号的登录已锁定至 (\d\d:\d\d)。"
        r"请届时再试，或重设密码。",
        sentence,
    )
    return found and found[1]


def test_the_sixth_try_is_locked_for_15_minutes_even_with_the_right_password(owner, time_machine):
    time_machine.move_to(NOON, tick=False)
    said = [sentence_of(try_password("wrong")) for _ in range(5)]

    locked = try_password(PASSWORD)

    assert said == [WRONG] * 5
    assert lock_of(locked) == "20:15"
    time_machine.move_to(NOON + dt.timedelta(minutes=14, seconds=59), tick=False)
    assert lock_of(try_password(PASSWORD)) == "20:15"
    time_machine.move_to(NOON + dt.timedelta(minutes=15), tick=False)
    assert try_password(PASSWORD).status_code == 302


def test_without_the_lock_the_sixth_try_would_enter(owner, settings):
    """The control."""
    settings.LIMITS = settings.LIMITS | {"sign_in": (1000, 900, True)}
    for _ in range(5):
        try_password("wrong")

    assert try_password(PASSWORD).status_code == 302


def test_the_owner_still_enters_from_another_place(owner):
    for _ in range(6):
        try_password("wrong")

    assert try_password(PASSWORD, place=ELSEWHERE).status_code == 302


def test_the_right_password_begins_the_count_anew(owner):
    for _ in range(2):
        for _ in range(4):
            try_password("wrong")
        assert try_password(PASSWORD).status_code == 302

    assert Tally.objects.filter(count__gt=8).count() == 0


def test_an_account_that_does_not_exist_is_answered_in_the_same_words(owner):
    def answers(email):
        tries = [try_password("wrong", email=email) for _ in range(6)]
        return [sentence_of(each)[0][:20] for each in tries], [len(each.content) for each in tries]

    words, sizes = answers("nobody@example.org")

    assert words == answers(OWNER)[0]
    assert len(set(sizes)) == 2  # five wrong ones, one locked


class ShorterHasher(PBKDF2PasswordHasher):
    """The real one with fewer rounds, which counts how often a password is worked on."""

    iterations = 300_000
    runs = 0

    def encode(self, password, salt, iterations=None):
        ShorterHasher.runs += 1
        return super().encode(password, salt, iterations)


EMAILS = {
    "known": OWNER,
    "closed": "closed@example.com",
    "without a password": "new@example.com",
    "unknown": "nobody@example.org",
}


@pytest.fixture
def accounts_of_each_kind(db, settings):
    make_accounts(settings, f"{__name__}.ShorterHasher")


@pytest.fixture
def accounts_as_in_production(db, settings):
    make_accounts(settings, "django.contrib.auth.hashers.PBKDF2PasswordHasher")


def make_accounts(settings, hasher):
    settings.PASSWORD_HASHERS = [hasher]
    settings.LIMITS = dict.fromkeys(settings.LIMITS, (1000, 900, True))
    User.objects.create_user(OWNER, PASSWORD)
    User.objects.create_user("closed@example.com", PASSWORD, is_active=False)
    User.objects.create_user("new@example.com")
    try_password("wrong")


def runs_of_answers():
    """Give how often a password is worked on for an answer, by account: that is what takes time."""
    runs = {}
    for kind, email in EMAILS.items():
        before = ShorterHasher.runs
        try_password("wrong", email=email)
        runs[kind] = ShorterHasher.runs - before
    return runs


@pytest.fixture
def nobody_is_tried(monkeypatch):
    """For an unknown account no password is worked on: the guard is off."""
    monkeypatch.setattr(
        "allauth.account.auth_backends.AuthenticationBackend._mitigate_timing_attack",
        lambda self, password: None,
    )


def test_an_account_that_does_not_exist_costs_the_same_work(accounts_of_each_kind):
    assert runs_of_answers() == dict.fromkeys(EMAILS, 1)


def test_without_a_password_tried_for_nobody_the_work_would_tell(
    accounts_of_each_kind, nobody_is_tried
):
    """The control."""
    assert runs_of_answers()["unknown"] == 0


def times_of_answers(rounds):
    """Give the least processor time an answer to a wrong password takes, by account."""
    seconds = {kind: [] for kind in EMAILS}
    for _ in range(rounds):
        for kind, email in EMAILS.items():
            started = time.thread_time()
            try_password("wrong", email=email)
            seconds[kind].append(time.thread_time() - started)
    return {kind: min(each) for kind, each in seconds.items()}


def spread(times):
    return max(times.values()) / min(times.values()) - 1


@pytest.mark.full
def test_an_account_that_does_not_exist_is_answered_in_the_same_time(
    accounts_as_in_production, figure
):
    found = spread(times_of_answers(12))

    assert found <= 0.10
    figure("S10", f"known, closed and unknown accounts: answered within {found:.0%} of each other")


@pytest.mark.full
def test_without_a_password_tried_for_nobody_the_time_would_tell(
    accounts_as_in_production, nobody_is_tried
):
    """The control."""
    assert spread(times_of_answers(3)) > 0.10


def outcomes(attempts):
    found = []
    for email, place in attempts:
        try:
            sign_in.begin_attempt(email, place=place, at=NOON)
        except sign_in.SignInLocked:
            found.append("locked")
        else:
            found.append("tried")
    return found


def test_a_place_that_tries_many_accounts_is_locked(db):
    found = outcomes((f"{number}@example.com", HERE) for number in range(60))

    assert found == ["tried"] * 50 + ["locked"] * 10
    assert outcomes([(OWNER, ELSEWHERE)]) == ["tried"]


def test_an_account_tried_from_many_places_leaves_each_one_try(db):
    outcomes((OWNER, f"192.0.2.{number % 5}") for number in range(20))

    assert outcomes([(OWNER, ELSEWHERE)] * 3) == ["tried", "locked", "locked"]


@pytest.mark.django_db(transaction=True)
def test_of_forty_tries_at_once_five_are_looked_at():
    def attempt(_number):
        try:
            return outcomes([(OWNER, HERE)])
        finally:
            connections.close_all()

    with ThreadPoolExecutor(8) as pool:
        found = [each for (each,) in pool.map(attempt, range(40))]

    assert (found.count("tried"), found.count("locked")) == (5, 35)


def test_whoever_is_already_in_is_counted_as_well(owner):
    """“Is it you?” asks for the password again: it is no way around."""
    client = Client(REMOTE_ADDR=HERE)
    client.post("/accounts/login/", {"login": OWNER, "password": PASSWORD})

    answers = [client.post("/accounts/reauthenticate/", {"password": "wrong"}) for _ in range(6)]

    assert [each.status_code for each in answers] == [200] * 6
    assert "已锁定至" in answers[5].content.decode()
    assert "已锁定至" not in answers[4].content.decode()


def test_a_new_password_opens_the_lock_of_the_place(owner, mailoutbox):
    client = Client(REMOTE_ADDR=HERE)
    for _ in range(6):
        try_password("wrong")
    client.post("/accounts/password/reset/", {"email": OWNER})
    (link,) = re.findall(r"http://\S+(/accounts/password/reset/key/\S+)", mailoutbox[0].body)
    form = client.get(link, follow=True).context["action_url"]

    client.post(
        form, {"password1": "another long Password 27!", "password2": "another long Password 27!"}
    )

    assert try_password("another long Password 27!").status_code == 302


def test_nobody_is_named_in_what_is_counted(owner):
    try_password("wrong")

    assert Tally.objects.count() == 3
    assert [each for each in Tally.objects.values_list("pk", flat=True) if len(each) != 64] == []


def test_what_was_counted_in_times_that_passed_is_swept_away(db):
    outcomes([(OWNER, HERE)])

    swept = [limits.sweep(at=NOON + dt.timedelta(minutes=minutes)) for minutes in (15, 16)]

    assert swept == [0, 3]


def test_without_the_cache_signing_in_is_open_and_locked_as_ever(owner, settings):
    gone = settings.CACHES["default"] | {"LOCATION": "unix:///nowhere/valkey.sock"}
    settings.CACHES = {"default": gone}

    answers = [try_password("wrong") for _ in range(6)]

    assert [each.status_code for each in answers] == [200] * 6
    assert lock_of(answers[5])
    assert try_password(PASSWORD, place=ELSEWHERE).status_code == 302


def test_without_the_database_signing_in_says_so(owner, settings):
    def gone(execute, *args):
        raise OperationalError("gone")

    with connection.execute_wrapper(gone):
        response = try_password(PASSWORD)

    assert (response.status_code, response["Retry-After"]) == (503, "10")


def test_the_times_named_are_those_of_beijing():
    standing = limits.Standing(6, 5, NOON + dt.timedelta(seconds=1))

    assert timezone.localtime(standing.free_at).strftime("%H:%M") == "20:01"
