"""S19. What a cache may keep: pages for everybody without a cookie, and nobody's own page."""

import pytest
from django.test import Client

from rcportal.tests.access.test_access import ROLES, signed_in, url_of
from rcportal.tests.access.walking import addresses
from rcportal.tests.doors.asking import ask

pytestmark = [pytest.mark.django_db, pytest.mark.shows("S19")]

# Three people in each round: the long one makes about 500 requests.
ROUNDS = [12, pytest.param(167, marks=pytest.mark.full)]
PUBLIC = ["/", "/commitments/", "/workgroups/", "/statistics/", "/about/"]


def may_be_kept(response):
    said = response.headers.get("Cache-Control", "")
    return "no-store" not in said and "private" not in said


@pytest.mark.parametrize("role", ["staff", pytest.param("lead", marks=pytest.mark.full)])
def test_nothing_is_kept_of_whoever_is_signed_in(things, role):
    client = signed_in(role)
    answers = {
        address.name: ask(client, "get", url_of(address, things))[0]
        for address in addresses()
        if "logout" not in address.name
    }

    kept = [name for name, answer in answers.items() if may_be_kept(answer)]
    assert kept == []


@pytest.mark.parametrize("path", PUBLIC)
def test_a_page_for_everybody_sets_no_cookie_and_may_be_kept(things, path):
    response = Client().get(path)

    assert (response.status_code, len(response.cookies), may_be_kept(response)) == (200, 0, True)
    assert "Cookie" in response["Vary"]


@pytest.mark.parametrize("rounds", ROUNDS)
def test_people_who_take_turns_never_see_each_other(things, rounds, figure):
    people = {role: signed_in(role) for role in ("lead", "staff", "stranger")}
    emails = {role: ROLES[role] for role in people if ROLES[role]}
    mixed, asked = [], 0
    for number in range(rounds):
        path = PUBLIC[number % len(PUBLIC)]
        for role, client in people.items():
            page = client.get(path).content.decode()
            asked += 1
            seen = {other for other, email in emails.items() if email in page}
            leads_in = "/accounts/login/" in page
            if seen - {role} or leads_in is not (role == "stranger"):
                mixed.append((role, path))

    assert mixed == []
    figure("S19", f"{asked} requests of three people in turn, 0 pages mixed up")
