"""S14. Every address that takes something in or makes a file has a limit, or says why it has none.

The addresses are those of the resolver; which of them take a POST the matrix of S1 says, which is
tried there address by address.
"""

import re

import pytest

from rcportal.tests.access.test_access import ADDRESSES, DOORS
from rcportal.tests.access.walking import addresses

pytestmark = pytest.mark.shows("S14")

FILE = re.compile(r"\.(pdf|png|csv|xlsx|json|docx)$|/files/|/{name}$|/evidence/{pk}/$")
TAKEN_WITHOUT_LIMIT = {
    "account_login": "counted in the service: sign_in, sign_in_account, sign_in_place",
    "account_logout": "ends one's own session and writes nothing else",
    "favicon": "leads to a file that stands there",
    "mfa_authenticate": "counted in the service: second_factor",
    "preferences": "writes a cookie of the visitor's own and nothing here",
}
# What only people with an account may send: each is known by name, and can be shut out.
SIGNED_IN_WITHOUT_LIMIT = {
    "admin:": "the secretariat's own work: behind the second factor, every change in the history",
    "desk:": "steps of one's own documents: each is open once, and stands in the history",
    "mfa_": "one's own second factor; wrong codes are counted in the service",
    "usersessions_": "ends sessions of one's own",
    "account_reauthenticate": "counted in the service: sign_in",
}


def is_limited(address, method):
    methods = getattr(address.view, "limited_methods", None)
    return methods is not None and (not methods or method in methods)


def open_to(address, use):
    door = DOORS[ADDRESSES[address.name][use]]
    roles = {role for role, answer in door.items() if answer == "open"}
    return roles | {"stranger"} if "else" in roles and "stranger" not in door else roles


def test_whatever_anybody_may_send_has_a_limit():
    bare = {
        address.name
        for address in addresses()
        if "stranger" in open_to(address, "write") and not is_limited(address, "POST")
    }

    assert {name for name in bare if not name.startswith("admin:")} == {*TAKEN_WITHOUT_LIMIT}


def test_whatever_the_signed_in_may_send_has_a_limit_or_a_reason():
    bare = {
        address.name
        for address in addresses()
        if open_to(address, "write") and not is_limited(address, "POST")
    }
    reasons = (*TAKEN_WITHOUT_LIMIT, *SIGNED_IN_WITHOUT_LIMIT)

    assert {name for name in bare if not name.startswith(reasons)} == set()
    assert {start for start in reasons if not any(n.startswith(start) for n in bare)} == set()


def test_whatever_makes_a_file_has_a_limit():
    files = [address for address in addresses() if FILE.search(address.template)]

    bare = {address.name for address in files if not is_limited(address, "GET")}

    assert len(files) > 15
    assert bare == set()


@pytest.mark.parametrize("name", ["commitments:export_csv", "commitments:apply_begin"])
def test_an_address_that_loses_its_limit_is_noticed(monkeypatch, name):
    """The control."""
    (address,) = (each for each in addresses() if each.name == name)
    method = "POST" if name.endswith("begin") else "GET"
    before = is_limited(address, method)

    monkeypatch.delattr(address.view, "limited_methods")

    assert (before, is_limited(address, method)) == (True, False)
