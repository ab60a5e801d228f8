"""What arrives after the session has ended is kept for its author, and for nobody else."""

import re
from urllib.parse import parse_qs, urlsplit

import pytest
from django.conf import settings

from core import cookies, typed
from workgroups.tests.desk import at_the_desk, plan_of, to
from workgroups.tests.desk import typed as typed_in
from workgroups.tests.factories import BodyFactory, item, officer, plan_content

pytestmark = [pytest.mark.django_db, pytest.mark.shows("R14")]

LATER = plan_content(item(description="会话过期之后才送到的一段文字"))


@pytest.fixture
def leader():
    return officer(BodyFactory())


@pytest.fixture
def plan(leader):
    return plan_of(leader.person.offices.get().body, by=leader, draft=plan_content(item()))


@pytest.fixture
def client(leader, plan):
    """A browser that showed the editor, and whose session has ended since."""
    client = at_the_desk(leader)
    client.get(to("edit", plan))
    del client.cookies[settings.SESSION_COOKIE_NAME]
    return client


def next_of(response):
    assert response.status_code == 302
    return parse_qs(urlsplit(response["Location"]).query)["next"][0]


def fields_on(page):
    found = re.findall(r'<input type="hidden" name="([^"]+)" value="([^"]*)">', page)
    return {name: value for name, value in found if name != "csrfmiddlewaretoken"}


def test_it_comes_back_after_the_sign_in_and_is_saved(client, leader, plan):
    kept_at = next_of(client.post(to("edit", plan), typed_in(plan, LATER)))
    plan.refresh_from_db()
    assert (kept_at[:7], plan.draft_number) == ("/typed/", 1)

    client.force_login(leader, backend="accounts.adapters.SignInBackend")
    page = client.get(kept_at).content.decode()
    assert "会话过期之后才送到的一段文字" in page
    assert f'action="{to("edit", plan)}"' in page
    client.post(to("edit", plan), fields_on(page))

    plan.refresh_from_db()
    assert plan.draft["items"][0]["description"] == "会话过期之后才送到的一段文字"


def test_nobody_else_reads_it(client, plan):
    kept_at = next_of(client.post(to("edit", plan), typed_in(plan, LATER)))

    assert at_the_desk(officer(BodyFactory(code="ds"))).get(kept_at).status_code == 404
    assert at_the_desk(officer(BodyFactory(code="ps"))).get("/typed/x/").status_code == 404


def test_a_stranger_makes_us_keep_nothing(client, plan):
    """The control: without the cookie of whoever was signed in it is as it always was."""
    del client.cookies[cookies.named(typed.KNOWN)]

    assert next_of(client.post(to("edit", plan), typed_in(plan, LATER))) == to("edit", plan)


def test_a_password_is_never_kept(client):
    sent = {"oldpassword": "a very old one", "password1": "a new one", "password2": "a new one"}

    assert next_of(client.post("/accounts/password/change/", sent)) == "/accounts/password/change/"


def test_a_form_that_saves_itself_is_told_to_wait(client, plan):
    sent = typed_in(plan, LATER)

    response = client.post(to("edit", plan), sent, headers={"X-Autosave": "yes"})

    assert (response.status_code, response.json()) == (401, {"said": "您已退出登录。"})


def test_signing_out_forgets_who_one_was(leader, plan):
    client = at_the_desk(leader)
    client.get(to("edit", plan))
    assert client.cookies[cookies.named(typed.KNOWN)].value

    client.post("/accounts/logout/")

    assert client.cookies[cookies.named(typed.KNOWN)].value == ""
