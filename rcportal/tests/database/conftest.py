"""One server for all tests that kill or stop it; each works on a database of its own there."""

import pytest
from celery import current_app

from rcportal.tests.database.own_database import looking_at, own_database


@pytest.fixture(scope="session")
def server(django_db_setup, django_db_blocker):
    with django_db_blocker.unblock(), own_database() as server:
        yield server


@pytest.fixture
def own(server, request, transactional_db):
    """The server; this process, and those it starts, work on a new database of it."""
    name = f"of_{abs(hash(request.node.nodeid))}"
    server.copy(name)
    current_app.control.purge()
    with looking_at(server, name):
        yield server
    current_app.control.purge()
