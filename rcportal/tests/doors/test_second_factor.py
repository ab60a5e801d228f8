"""S12. A second factor for whoever holds a post or leads a group: no way in leads around it."""

import re
import time

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal.auth import (
    TOTP,
    format_hotp_value,
    generate_totp_secret,
    hotp_value,
)
from django.test import Client

from accounts.models import User
from accounts.services import second_factor
from accounts.tests.clients import SINCE, said, signed_in
from core.models import OutboxMail
from workgroups.tests.factories import BodyFactory, officer

pytestmark = [pytest.mark.django_db, pytest.mark.shows("S12")]

PASSWORD = "correct Horse battery 9"
SET_UP, AGAIN = "/accounts/2fa/totp/activate/", "/accounts/2fa/reauthenticate/"
PAGES = ["/desk/", "/admin/", "/admin/commitments/organisation/", "/", "/commitments/"]


@pytest.fixture(autouse=True)
def required(settings):
    settings.SECOND_FACTOR_REQUIRED = True


@pytest.fixture
def staff():
    user = User.objects.create_user("staff@example.com", PASSWORD)
    user.posts.create(role="staff", valid=SINCE)
    return user


def code_of(user, *, step=0):
    secret = second_factor.unsealed(_totp(user).data["secret"])
    return format_hotp_value(hotp_value(secret, int(time.time()) // 30 + step))


def _totp(user):
    return Authenticator.objects.get(user=user, type=Authenticator.Type.TOTP)


def entered(user, client=None):
    client = client or Client()
    client.post("/accounts/login/", {"login": user.email, "password": PASSWORD})
    return client


def led_to(client, path):
    answer = client.get(path)
    return answer["Location"].partition("?")[0] if answer.status_code == 302 else ""


def set_up(user):
    return TOTP.activate(user, generate_totp_secret())


@pytest.mark.parametrize("path", PAGES)
def test_a_post_without_one_sets_it_up_first(staff, path):
    assert led_to(entered(staff), path) == SET_UP


@pytest.mark.parametrize(("role", "is_led"), [("leader", True), ("liaison", False)])
def test_of_a_group_its_leader_needs_one(role, is_led):
    user = officer(BodyFactory(), role)
    client = Client()
    client.force_login(user)

    assert (led_to(client, "/desk/") == SET_UP) is is_led


def test_where_it_is_not_required_the_password_is_enough(staff, settings):
    """The control, and the demonstration."""
    settings.SECOND_FACTOR_REQUIRED = False

    assert [led_to(entered(staff), path) for path in PAGES] == [""] * len(PAGES)


def test_production_requires_it_and_a_demonstration_does_not(of_production):
    assert of_production["SECOND_FACTOR_REQUIRED"] is True


def test_whoever_has_set_it_up_goes_on_without_another_code(staff):
    client = entered(staff)
    client.post("/accounts/reauthenticate/", {"password": PASSWORD})
    page = client.get(SET_UP)
    secret = page.context["form"].secret
    code = format_hotp_value(hotp_value(secret, int(time.time()) // 30))

    answer = client.post(SET_UP, {"code": code})

    assert answer["Location"] == "/accounts/2fa/recovery-codes/"
    assert led_to(client, "/desk/") == ""


def test_the_password_leads_to_the_code_and_the_code_in(staff):
    set_up(staff)
    client = entered(staff)
    before = led_to(client, "/desk/")

    client.post("/accounts/2fa/authenticate/", {"code": code_of(staff)})

    assert before == "/accounts/login/"
    assert led_to(client, "/admin/") == ""


def test_a_session_without_a_code_is_asked_for_one(staff):
    """However the session began: by a way that the library opens one day, or before the post."""
    set_up(staff)
    client = Client()
    client.force_login(staff)
    before = led_to(client, "/desk/")

    client.post(AGAIN, {"code": code_of(staff)})

    assert before == AGAIN
    assert led_to(client, "/desk/") == ""


def test_a_new_password_by_mail_is_no_way_around(staff, mailoutbox):
    set_up(staff)
    client, new = Client(), "another Horse battery 9"
    client.post("/accounts/password/reset/", {"email": staff.email})
    (link,) = re.findall(r"http://\S+(/accounts/password/reset/key/\S+)", mailoutbox[0].body)
    form = client.get(link, follow=True).context["action_url"]
    client.post(form, {"password1": new, "password2": new})
    after_reset = led_to(client, "/desk/")

    client.post("/accounts/login/", {"login": staff.email, "password": new})

    assert (after_reset, led_to(client, "/desk/")) == ("/accounts/login/", "/accounts/login/")


def test_a_code_opens_once_and_soon_not_at_all(staff):
    set_up(staff)
    code, old = code_of(staff), code_of(staff, step=-4)
    first, second, third = (entered(staff) for _ in range(3))

    first.post("/accounts/2fa/authenticate/", {"code": code})
    second.post("/accounts/2fa/authenticate/", {"code": code})
    third.post("/accounts/2fa/authenticate/", {"code": old})

    doors = [led_to(client, "/desk/") for client in (first, second, third)]
    assert doors == ["", "/accounts/login/", "/accounts/login/"]


def test_after_five_wrong_codes_the_right_one_waits_too(staff):
    set_up(staff)
    client = entered(staff)
    for _ in range(5):
        client.post("/accounts/2fa/authenticate/", {"code": "000000"})

    page = client.post("/accounts/2fa/authenticate/", {"code": code_of(staff)})

    (fault,) = page.context["form"].errors["code"]
    assert fault.startswith("验证码错误次数过多。")
    assert led_to(client, "/desk/") == "/accounts/login/"


def test_a_recovery_code_opens_once(staff):
    set_up(staff)
    (code, *_others) = RecoveryCodes.activate(staff).get_unused_codes()
    clients = [entered(staff), entered(staff)]

    for client in clients:
        client.post("/accounts/2fa/authenticate/", {"code": code})

    assert [led_to(client, "/desk/") for client in clients] == ["", "/accounts/login/"]


def test_who_needs_it_cannot_switch_it_off(staff):
    set_up(staff)
    client = Client()
    client.force_login(staff)
    client.post(AGAIN, {"code": code_of(staff)})

    client.post("/accounts/2fa/totp/deactivate/", {})

    assert _totp(staff)


def test_secrets_are_sealed_in_the_database(staff, settings):
    set_up(staff)
    kept = _totp(staff).data["secret"]
    plain = second_factor.unsealed(kept)

    settings.SECRET_KEY_FALLBACKS, settings.SECRET_KEY = [settings.SECRET_KEY], "n" * 60

    assert plain not in kept
    assert second_factor.unsealed(kept) == plain
    assert second_factor.unsealed(second_factor.sealed("abc")) == "abc"


def test_asking_costs_no_question_more_than_the_post_itself(staff, django_assert_num_queries):
    set_up(staff)
    client = Client()
    client.force_login(staff)
    client.post(AGAIN, {"code": code_of(staff)})

    with django_assert_num_queries(6):
        client.get("/about/")


def test_an_administrator_removes_that_of_a_lost_telephone(staff, settings):
    set_up(staff)
    client = entered(staff)
    client.post("/accounts/2fa/authenticate/", {"code": code_of(staff)})
    settings.SECOND_FACTOR_REQUIRED = False  # of the administrator of this test
    data = {"action": "remove_second_factor", "_selected_action": staff.pk}

    page = signed_in("admin").post("/admin/accounts/user/", data, follow=True)

    assert said(page) == ["已解除，并已结束全部会话：staff@example.com"]
    assert led_to(client, "/desk/") == "/accounts/login/"
    assert OutboxMail.objects.get(recipient=staff).subject == "您账号的双因素验证已解除"
