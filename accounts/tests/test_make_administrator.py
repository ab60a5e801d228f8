"""The command that makes the first administrator of an empty portal."""

import io
from urllib.parse import urlsplit

import pytest
from django.core.management import CommandError, call_command
from django.test import Client

from accounts.models import StaffPost, User

pytestmark = pytest.mark.django_db

EMAIL, PASSWORD = "office@example.com", "correct Horse battery 9"


def run(email=EMAIL):
    said = io.StringIO()
    call_command("make_administrator", email, stdout=said)
    return said.getvalue().splitlines()


def test_its_owner_chooses_a_password_and_keeps_the_accounts(settings):
    (sentence, address) = run("Office@example.com")
    client = Client()
    page = client.get(urlsplit(address).path, follow=True)
    data = {"password1": PASSWORD, "password2": PASSWORD}

    client.post(page.context["action_url"], data)
    client.post("/accounts/login/", {"login": EMAIL, "password": PASSWORD})

    assert sentence == "office@example.com is an administrator. To choose a password, open once:"
    assert address.startswith(f"{settings.PORTAL_URL}/accounts/password/reset/key/")
    assert client.get("/admin/accounts/user/add/").status_code == 200


def test_twice_is_one_post():
    run()
    run()

    assert (User.objects.count(), StaffPost.objects.get().role) == (1, "admin")


@pytest.mark.parametrize(
    ("email", "sentence"),
    [
        ("no address", "“no address”"),
        ("closed@example.com", "The account closed@example.com is closed: open it again first."),
    ],
)
def test_what_cannot_be_done_is_said_and_nothing_is_written(email, sentence):
    User.objects.create_user("closed@example.com", is_active=False)

    with pytest.raises(CommandError) as refused:
        run(email)

    assert sentence in str(refused.value)
    assert (User.objects.count(), StaffPost.objects.count()) == (1, 0)
