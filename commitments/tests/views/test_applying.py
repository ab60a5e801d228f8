"""The way into an application, and that it opens to its own applicant only."""

import datetime as dt
import re

import pytest
import time_machine
from django.conf import settings
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from accounts.tests.clients import said
from commitments.models import Application
from commitments.services import applying
from commitments.services.founding import load_form, load_texts
from commitments.services.links import link_for, read_token, token_for
from commitments.tests.applying import (
    EMAIL,
    applicant,
    begun,
    saved,
    scan,
    sent,
    to,
)
from commitments.tests.factories import UserFactory
from core.models import OutboxMail

pytestmark = pytest.mark.django_db
START = "/commitments/apply/"


# --- The way in ---


def test_the_way_in_is_a_link_in_a_mail(client):
    load_texts()
    page = client.get(START).content.decode()
    assert all(words in page for words in ("承诺意味着什么", "需要准备什么", "15 分钟"))

    response = client.post(START, {"email": "Zhang@Example.com"}, follow=True)

    mail = OutboxMail.objects.get()
    assert "Zhang@Example.com" in response.content.decode()
    assert (mail.kind, mail.address) == ("commitments/apply_link", "zhang@example.com")
    address = re.search(r"/commitments/apply/open/\S+", mail.text)[0]
    opened = client.get(address, follow=True)
    assert opened.redirect_chain[-1][0] == "/commitments/apply/mine/"
    assert "zhang@example.com" in opened.content.decode()


def test_an_address_typed_in_full_width_is_the_one_that_is_meant(client):
    client.post(START, {"email": "ｚｈａｎｇ＠example.com "})

    assert OutboxMail.objects.get().address == "zhang@example.com"


def test_an_address_that_is_none_is_said_beside_the_field_and_kept(client):
    response = client.post(START, {"email": "nonsense"})

    page = response.content.decode()
    assert response.status_code == 422
    assert 'value="nonsense"' in page
    assert "请填写完整的邮箱地址" in page
    assert not OutboxMail.objects.exists()


def test_one_address_is_sent_three_links_an_hour_and_nobody_is_told(client):
    pages = [client.post(START, {"email": EMAIL}, follow=True) for _time in range(5)]

    assert {page.status_code for page in pages} == {200}
    assert OutboxMail.objects.count() == settings.LIMITS["apply_address"][0] == 3


def test_one_place_asks_for_ten_links_an_hour(client):
    asked = [client.post(START, {"email": f"p{n}@example.com"}) for n in range(13)]

    assert [response.status_code for response in asked] == [302] * 10 + [429] * 3
    assert OutboxMail.objects.count() == 10
    assert asked[-1]["Retry-After"]


@pytest.mark.parametrize("spoil", [lambda t: t[:-1] + "_", lambda t: "x", lambda t: t.upper()])
def test_a_spoilt_link_opens_nothing(client, spoil):
    response = client.get(reverse("commitments:apply_open", args=[spoil(token_for(EMAIL))]))

    assert response.url == START
    assert client.get("/commitments/apply/mine/").url == START


def test_a_link_is_good_for_a_month():
    with time_machine.travel(dt.datetime(2026, 1, 1, tzinfo=dt.UTC), tick=False):
        token = token_for(EMAIL)
    with time_machine.travel(dt.datetime(2026, 1, 30, tzinfo=dt.UTC), tick=False):
        assert read_token(token) == EMAIL
    with time_machine.travel(dt.datetime(2026, 2, 1, tzinfo=dt.UTC), tick=False):
        assert read_token(token) == ""


def test_whoever_is_signed_in_needs_no_link():
    user = UserFactory()
    client = Client()
    client.force_login(user)
    load_form()

    response = client.post("/commitments/apply/begin/")

    application = Application.objects.get()
    assert (application.email, application.opened_by) == (user.email, user)
    assert response.url == to("form", application)


@pytest.mark.parametrize(
    ("email", "sentences"),
    [
        (EMAIL, ["您以其他邮箱登录。请退出后，以 contact@jia.example.com 重新打开链接。"]),
        ("mine@example.com", []),
    ],
)
def test_a_link_to_another_address_than_ones_own_says_so(email, sentences):
    client = Client()
    client.force_login(UserFactory(email="mine@example.com"))

    response = client.get(link_for(email), follow=True)

    assert said(response) == sentences
    assert response.redirect_chain == [("/commitments/apply/mine/", 302)]


# --- Whose it is ---

OWN = ["form", "check", "status"]


@pytest.mark.parametrize("name", OWN)
def test_a_foreign_application_is_not_there(name):
    application = saved()
    stranger, other = Client(), applicant("other@example.com")

    answered = [each.get(to(name, application)).status_code for each in (stranger, other)]

    assert answered == [404, 404]
    missing = other.get(reverse(f"commitments:apply_{name}", args=[application.pk + 1]))
    assert missing.status_code == 404


def test_nothing_of_a_foreign_application_is_changed_or_given_out():
    application = saved()
    applying.bring_file(application, "letter_scan", scan(), by=None, at=timezone.now())
    brought = application.files.get()
    other = applicant("other@example.com")
    before = Application.objects.values().get()

    foreign = [
        other.post(to("form", application), sent(application, name="夺来的公司")),
        other.post(to("submit", application), {"declared": "yes"}),
        other.post(to("withdraw", application)),
        other.get(to("file", application, brought.file_id)),
    ]

    assert [each.status_code for each in foreign] == [404] * 4
    assert Application.objects.values().get() == before


def test_a_scan_is_given_out_with_its_own_application_only():
    mine, other = saved(), begun("other@example.com")
    applying.bring_file(mine, "letter_scan", scan(), by=None, at=timezone.now())
    name = mine.files.get().file_id

    response = applicant("other@example.com").get(to("file", other, name))

    assert response.status_code == 404


def test_more_than_the_questions_is_not_taken():
    application = begun()
    extra = {"state": "accepted", "email": "x@example.com", "organisation": "1", "note": "x"}

    applicant().post(to("form", application), sent(application) | extra)

    application.refresh_from_db()
    assert (application.state, application.email) == ("draft", EMAIL)
    assert set(extra) & set(application.draft["answers"]) == set()


def test_pages_of_an_applicant_are_kept_by_nobody():
    application = saved()
    client = applicant()

    for name in ("form", "check"):
        assert "no-store" in client.get(to(name, application))["Cache-Control"]


def test_opening_a_link_changes_the_session_key():
    client = Client()
    client.get("/commitments/apply/")
    client.post(START, {"email": EMAIL})
    before = client.cookies[settings.SESSION_COOKIE_NAME].value

    client.get(link_for(EMAIL))

    assert client.cookies[settings.SESSION_COOKIE_NAME].value != before
