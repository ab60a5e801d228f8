"""S11. What a password must be, in both profiles; pasted and long ones are welcome in each."""

import datetime as dt

import pytest
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.test import Client
from django.utils import timezone

from accounts.models import User
from rcportal.tests.doors.installations import settings_of

pytestmark = pytest.mark.shows("S11")

LONG = "四十四个字的口令也可以，只要记得住：春眠不觉晓处处闻啼鸟夜来风雨声花落知多少 Aa1" * 2
REFUSED = {
    "Short1!": ["password_too_short"],
    "1234567890123": ["password_too_common", "password_entirely_numeric"],
    "Administrator123": [],
    "RC-Portal 2026!!": ["password_names_portal"],
    "责任关怀 责任关怀 Aa1": ["password_names_portal"],
    "owner@example.com1A": ["password_too_similar"],
    LONG: [],
    "correct Horse battery 9": [],
}
BY_KINDS = {
    "correct horse battery staple": {"mlps": ["password_of_few_kinds"], "asvs": []},
    "correcthorsebatterystaple": {"mlps": ["password_of_few_kinds"], "asvs": []},
    "correct horse 9 battery": {"mlps": [], "asvs": []},
    "CorrectHorse9battery": {"mlps": [], "asvs": []},
}


@pytest.fixture(params=["mlps", "asvs"])
def profile(request, settings):
    """This process with the rules of an installation of the profile."""
    chosen = settings_of(PORTAL_ENV="demo", PORTAL_PASSWORD_PROFILE=request.param)
    settings.AUTH_PASSWORD_VALIDATORS = chosen["AUTH_PASSWORD_VALIDATORS"]
    settings.PASSWORD_DAYS = chosen["PASSWORD_DAYS"]
    return request.param


@pytest.fixture
def owner(db):
    return User.objects.create_user("owner@example.com", "correct Horse battery 9")


def faults(password, user=None):
    try:
        validate_password(password, user)
    except ValidationError as error:
        return sorted(each.code for each in error.error_list)
    return []


@pytest.mark.parametrize("password", [each for each in REFUSED if each != "1234567890123"])
def test_both_profiles_refuse_the_same_bad_ones(profile, password):
    owner = User(email="owner@example.com")

    assert faults(password, owner) == REFUSED[password]


@pytest.mark.parametrize("password", BY_KINDS)
def test_only_one_profile_counts_kinds_of_characters(profile, password):
    assert faults(password) == BY_KINDS[password][profile]


def test_a_password_of_digits_is_refused_by_both(profile):
    assert {"password_entirely_numeric"} <= set(faults("1234567890123"))


def test_none_of_the_last_five_comes_back(profile, owner):
    used = [f"correct Horse battery {number}" for number in range(10, 15)]
    for each in used:
        owner.set_password(each)
        owner.save()
    owner.refresh_from_db()

    again = [faults(each, owner) for each in (*used, "correct Horse battery 9")]

    refused = ["password_used_before"] if profile == "mlps" else []
    assert again == [refused] * 5 + [[]]


@pytest.mark.parametrize(("days", "is_led"), [(89, False), (91, True)])
def test_an_old_password_is_changed_first(profile, owner, days, is_led):
    past = timezone.now() - dt.timedelta(days=days)
    User.objects.update(password_set_at=past)
    client = Client()
    client.force_login(owner)

    answer = client.get("/desk/?x=1")

    led = is_led and profile == "mlps"
    where = "/accounts/password/change/?next=%2Fdesk%2F%3Fx%3D1"
    assert (answer.status_code, answer.get("Location")) == ((302, where) if led else (200, None))
    if led:
        page = client.get(where)
        assert [str(each) for each in page.context["messages"]] == [
            "您的密码已超过 90 天未更换：请设置新密码。"
        ]


def test_a_new_password_opens_the_pages_again(owner, settings):
    settings.PASSWORD_DAYS = 90
    User.objects.update(password_set_at=timezone.now() - dt.timedelta(days=91))
    client, new = Client(), "another Horse battery 9"
    client.force_login(owner)
    data = {"oldpassword": "correct Horse battery 9", "password1": new, "password2": new}

    client.post("/accounts/password/change/", data)

    assert client.get("/desk/").status_code == 200


def test_demonstration_accounts_keep_their_passwords(owner, settings):
    settings.PASSWORD_DAYS = 90
    past = timezone.now() - dt.timedelta(days=91)
    User.objects.update(password_set_at=past, is_demo=True)
    client = Client()
    client.force_login(owner)

    assert client.get("/desk/").status_code == 200


def test_passwords_may_be_pasted_and_found_by_a_keeper_of_passwords(client, db):
    page = client.get("/accounts/login/").content.decode()

    assert 'autocomplete="current-password"' in page
    assert "onpaste" not in page
    assert "maxlength" not in page.partition('name="password"')[2].partition(">")[0]


def test_an_unknown_profile_is_refused_at_the_start(manage):
    ended = manage("check", PORTAL_ENV="demo", PORTAL_PASSWORD_PROFILE="own")

    assert ended.returncode == 1
    assert "PORTAL_PASSWORD_PROFILE must be 'mlps' or 'asvs'." in ended.stderr
