"""An e-mail address that an account had before opens nothing."""

import re

import pytest
from allauth.account.models import EmailAddress
from django.test import Client

from accounts.models import User
from accounts.tests.clients import signed_in

pytestmark = pytest.mark.django_db

BEFORE, AFTER, PASSWORD = "old@example.com", "new@example.com", "correct Horse battery 9"


@pytest.fixture
def owner():
    """Somebody who has signed in: from then on the library keeps the address too."""
    owner = User.objects.create_user(BEFORE, PASSWORD)
    assert enters(BEFORE)
    return owner


def enters(email):
    client = Client()
    client.post("/accounts/login/", {"login": email, "password": PASSWORD})
    return client.get("/desk/").status_code == 200


def change_in_admin(owner):
    page = f"/admin/accounts/user/{owner.pk}/change/"
    data = {"email": AFTER, "is_active": "on", "language": "zh-hans"}
    data |= {"posts-TOTAL_FORMS": "0", "posts-INITIAL_FORMS": "0"}
    assert signed_in("admin").post(page, data).status_code == 302


def change_by_sql(owner):
    User.objects.filter(pk=owner.pk).update(email=AFTER)


@pytest.mark.parametrize("change", [change_in_admin, change_by_sql])
def test_after_a_change_only_the_new_one_signs_in(owner, change):
    EmailAddress.objects.create(user=owner, email=BEFORE, verified=True, primary=True)

    change(owner)

    assert (enters(BEFORE), enters(AFTER)) == (False, True)


def test_a_letter_to_the_former_address_resets_no_password(owner, mailoutbox):
    EmailAddress.objects.create(user=owner, email=BEFORE, verified=True, primary=True)
    change_by_sql(owner)

    Client().post("/accounts/password/reset/", {"email": BEFORE})

    assert [each.to for each in mailoutbox] == []


def test_a_link_that_was_sent_before_the_change_opens_nothing(owner, mailoutbox):
    Client().post("/accounts/password/reset/", {"email": BEFORE})
    (link,) = re.findall(r"http://\S+(/accounts/password/reset/key/\S+)", mailoutbox[0].body)

    change_by_sql(owner)

    assert Client().get(link, follow=True).context["token_fail"]
