"""S19. What a cache may keep: pages for everybody without a cookie, and nobody's own page."""

import pytest
from django.test import Client

from rcportal.tests.access.test_access import ADDRESSES, DOORS, ROLES, signed_in, url_of
from rcportal.tests.access.walking import addresses
from rcportal.tests.doors.asking import ask

pytestmark = [pytest.mark.django_db, pytest.mark.shows("S19")]

# Three people in each round: the long one makes about 500 requests.
ROUNDS = [12, pytest.param(167, marks=pytest.mark.full)]
# What anybody may read and is yet for one reader or one moment, with the reason.
FOR_ONE_READER = {
    "account_login": "has a form with a token",
    "account_logout": "has a form with a token",
    "account_reset_password": "has a form with a token",
    "alive": "says how it is now",
    "ready": "says how it is now",
    "commitments:apply": "has a form with a token",
    "commitments:apply_lookup": "an answer to what is being typed",
    "commitments:invitation": "belongs to one person's link",
    "commitments:partner": "belongs to one person's link",
    "typed": "what one person had typed",
    "verify": "says how it is now",
    "verify_number": "says how it is now",
}


def public(things):
    """Give the addresses for everybody that answer a stranger with something: name and path."""
    found = {}
    for address in addresses():
        door = DOORS[ADDRESSES[address.name]["read"]]
        if door.get("stranger", door["else"]) == "open" and address.name not in FOR_ONE_READER:
            group = {"code": "pp"} if address.name.startswith("workgroups:") else {}
            found[address.name] = url_of(address, things | group)
    answers = {name: ask(Client(), "get", path)[0] for name, path in found.items()}
    return {name: path for name, path in found.items() if answers[name].status_code == 200}


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


def test_what_is_for_everybody_sets_no_cookie_and_may_be_kept(things):
    wrong = {}
    paths = public(things)
    for name, path in paths.items():
        response, _content = ask(Client(), "get", path)
        said = (len(response.cookies), may_be_kept(response), "Cookie" in response.get("Vary", ""))
        if said != (0, True, True):
            wrong[name] = said

    assert (len(paths) > 30, wrong) == (True, {})


def test_every_exception_is_an_address_and_is_one(things):
    """An address that may be kept by now is no exception any more."""
    known = {address.name: address for address in addresses()}
    assert {*FOR_ONE_READER} - {*known} == set()

    plain = []
    for name in FOR_ONE_READER:
        response, _content = ask(Client(), "get", url_of(known[name], things))
        if response.status_code == 200 and not response.cookies and may_be_kept(response):
            plain.append(name)
    assert plain == []


@pytest.mark.parametrize("rounds", ROUNDS)
def test_people_who_take_turns_never_see_each_other(things, rounds, figure):
    people = {role: signed_in(role) for role in ("lead", "staff", "stranger")}
    emails = {role: ROLES[role] for role in people if ROLES[role]}
    mixed, asked = [], 0
    paths = _pages(things)
    for number in range(rounds):
        path = paths[number % len(paths)]
        for role, client in people.items():
            page = client.get(path).content.decode()
            asked += 1
            seen = {other for other, email in emails.items() if email in page}
            leads_in = "/accounts/login/" in page
            if seen - {role} or leads_in is not (role == "stranger"):
                mixed.append((role, path))

    assert mixed == []
    figure("S19", f"{asked} requests of three people in turn, 0 pages mixed up")


def _pages(things):
    """Give the public pages that say who reads them: those that lead a stranger to the sign-in.

    Those of the sign-in itself lead everybody there.
    """
    paths = (path for path in public(things).values() if not path.startswith("/accounts/"))
    pages = [path for path in paths if _leads_in(path)]
    assert len(pages) > 15
    return pages


def _leads_in(path):
    _response, content = ask(Client(), "get", path)
    return b"/accounts/login/" in content
