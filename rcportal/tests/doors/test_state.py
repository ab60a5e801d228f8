"""S22. Reading changes nothing, and nothing is written without the form's token."""

import pytest
from django.db import connection
from django.test import Client

from accounts.models import User
from rcportal.tests.access.test_access import (
    ADDRESSES,
    BACKEND,
    DOORS,
    ROLES,
    signed_in,
    url_of,
)
from rcportal.tests.access.walking import addresses
from rcportal.tests.doors.asking import ask

pytestmark = [pytest.mark.django_db, pytest.mark.shows("S22")]

# Who is signed in where, what was asked how often, and what somebody has looked at.
MAY_CHANGE = {"django_session", "usersessions_usersession", "core_tally", "core_look"}
# Keeps language and type in cookies of whoever asks: pages from the cache have no token.
NEEDS_NO_TOKEN = {"preferences"}
UNSAFE = ("post", "put", "patch", "delete")


def digests():
    """Give count and order-free digest of every table."""
    tables = sorted(set(connection.introspection.table_names()) - MAY_CHANGE)
    with connection.cursor() as cursor:
        for table in tables:
            cursor.execute(
                f"SELECT count(*), sum(hashtextextended(t::text, 0)) FROM {table} AS t"  # noqa: S608 -- ours
            )
            yield table, cursor.fetchone()


def changed_by(read, client, things):
    before = dict(digests())
    for address in addresses():
        if "logout" not in address.name:
            read(client, url_of(address, things))
    after = dict(digests())
    return [table for table in before if before[table] != after[table]]


LONG = [pytest.param(role, marks=pytest.mark.full) for role in ("stranger", "lead")]


@pytest.mark.parametrize("role", ["admin", *LONG])
def test_reading_every_address_changes_no_row(things, role):
    client = signed_in(role)

    def read(client, url):
        ask(client, "get", url)

    assert changed_by(read, client, things) == []


def test_writing_would_be_noticed(things):
    """The control: the same walk, and one address that writes."""
    client = signed_in("admin")

    def read(client, url):
        if url.endswith("/admin/"):
            User.objects.filter(email=ROLES["lead"]).update(language="en")
        ask(client, "get", url)

    assert changed_by(read, client, things) == ["accounts_user", "accounts_userevent"]


def is_written(role, address):
    door = DOORS[ADDRESSES[address.name]["write"]]
    return door.get(role, door["else"]) == "open"


@pytest.mark.parametrize("role", ["admin", *LONG])
def test_nothing_is_written_without_a_token(things, role, figure):
    client = Client(enforce_csrf_checks=True)
    if ROLES[role]:
        client.force_login(User.objects.get(email=ROLES[role]), backend=BACKEND)
    before, taken, asked = dict(digests()), {}, 0
    for address in addresses():
        is_asked = is_written(role, address) and address.name not in NEEDS_NO_TOKEN
        for method in UNSAFE if is_asked else ():
            asked += 1
            answer, _content = ask(client, method, url_of(address, things))
            if answer.status_code not in (403, 405):
                taken[f"{method} {address.name}"] = answer.status_code
    after = dict(digests())

    assert taken == {}
    assert before == after
    figure("S22", f"{role}: {asked} requests without a token, 0 taken")


def test_with_a_token_the_same_is_taken(things):
    """The control."""
    client = Client(enforce_csrf_checks=True)
    page = client.get("/accounts/login/").content.decode()
    token = page.partition('name="csrfmiddlewaretoken" value="')[2].partition('"')[0]
    data = {"login": "a@example.com", "password": "x"}

    answers = [client.post("/accounts/login/", data | more) for more in ({}, _token(token))]

    assert [each.status_code for each in answers] == [403, 200]


def _token(token):
    return {"csrfmiddlewaretoken": token}
