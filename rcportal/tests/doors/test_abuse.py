"""S23. What is far too long, far too much or guessed is refused soon, and costs little."""

import time

import pytest
from django.test import Client

from rcportal.tests.access.walking import addresses

pytestmark = [pytest.mark.django_db, pytest.mark.shows("S23")]

SECONDS = 2.0
ABUSES = {
    "a word of 10,000 characters": {"q": "化" * 10_000},
    "page one billion": {"page": "1000000000"},
    "a page that is no number": {"page": "9" * 500},
    "a thousand filters": {"province": [f"{number}" for number in range(1000)]},
    "a thousand parameters": {f"x{number}": "1" for number in range(1000)},
    "a year of a thousand digits": {"as_at": "1" * 1000},
}
LISTS = [each.template for each in addresses() if not each.arguments and "admin" not in each.name]


@pytest.mark.parametrize("abuse", ABUSES)
def test_no_page_is_held_up(things, abuse):
    slow, broken = {}, {}
    client = Client()
    for path in LISTS:
        begin = time.thread_time()
        response = client.get(path, ABUSES[abuse])
        seconds = time.thread_time() - begin
        if response.status_code >= 500 and path != "/readyz":
            broken[path] = response.status_code
        if seconds > SECONDS:
            slow[path] = round(seconds, 1)
    assert (broken, slow) == ({}, {})


@pytest.mark.parametrize("path", ["/accounts/login/", "/preferences/", "/accounts/password/reset/"])
@pytest.mark.parametrize("kind", ["application/json", "application/x-www-form-urlencoded"])
def test_a_body_of_eleven_million_bytes_is_refused(things, path, kind):
    begin = time.thread_time()
    response = Client().post(path, b"a=" + b"x" * 11_000_000, content_type=kind)

    assert time.thread_time() - begin < SECONDS
    assert 200 <= response.status_code < 500


def test_a_form_of_too_many_fields_is_refused(things):
    data = {f"x{number}": "1" for number in range(3000)}

    assert Client().post("/accounts/login/", data).status_code == 400


def test_numbers_of_certificates_are_guessed_in_vain(things, figure):
    """Thirty a minute of some ten thousand possible ones of a year, and no list of them."""
    client = Client()
    answers = [client.get(f"/verify/RC-1990-{number:04}/").status_code for number in range(200)]

    assert answers.count(429) == 170
    figure("S23", "200 numbers guessed in a minute: 170 refused before anybody looked")


def test_a_link_to_a_new_password_is_not_guessed(things):
    """The key has more than 128 bits and each place has ten tries in a quarter of an hour."""
    tries = [Client().post(f"/accounts/password/reset/key/1-cabc12-{n:032x}/") for n in range(12)]

    assert [each.status_code for each in tries[:10]].count(429) == 0
    assert [each.status_code for each in tries[10:]] == [429, 429]
