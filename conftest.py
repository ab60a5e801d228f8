"""What every test stands on: own PostgreSQL and Valkey, no network, an empty cache.

The settings were loaded before this file (see `rcportal/settings_test.py`): they only name the
places where the servers will be, which start here, once a run.
"""

import contextlib
import logging
import os
import shutil
import socket
from collections.abc import Iterator
from typing import Any

import pytest
from django.core.cache import cache
from django.db import connection
from django.utils import translation

from rcportal.services import servers
from rcportal.tests import environment, migrated

pytest_plugins = ["rcportal.tests.figures"]
FOUND_AGAIN = ("django_content_type", "auth_permission", "django_migrations")
BROWSER_MISSING = "no chromium: apt-get install chromium fonts-noto-cjk"
_running = contextlib.ExitStack()


# --- Servers of this run ---


def _is_first_process(config: pytest.Config) -> bool:
    return not hasattr(config, "workerinput")


@pytest.hookimpl(tryfirst=True)
def pytest_sessionstart(session: pytest.Session) -> None:
    if _is_first_process(session.config):
        names = ["valkey"]
        if not os.environ.get("PORTAL_TEST_DATABASE_URL"):
            names.insert(0, "postgres")
            migrated.provide(environment.var_dir())
        _running.enter_context(servers.running(environment.var_dir(), names, fast=True))


def pytest_unconfigure(config: pytest.Config) -> None:
    if _is_first_process(config):
        _running.close()


# --- Language ---


@pytest.fixture(autouse=True)
def _chinese() -> None:
    """A page that a test read in English would leave its language behind."""
    translation.deactivate()


# --- Browser ---


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Without a browser its tests are skipped, in words; a skip on CI is a failure."""
    if shutil.which("chromium") or os.environ.get("CI") == "true":
        return
    for item in items:
        if item.get_closest_marker("browser"):
            item.add_marker(pytest.mark.skip(reason=BROWSER_MISSING))


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    skipped = terminalreporter.stats.get("skipped", [])
    if count := sum(BROWSER_MISSING in str(each.longrepr) for each in skipped):
        terminalreporter.write_line(f"SKIPPED {count} browser tests: {BROWSER_MISSING}")


# --- Each test ---


@pytest.fixture(autouse=True, scope="session")
def _no_network() -> Iterator[None]:
    """Whoever looks beyond this machine in a test is told so."""
    real = socket.socket.connect

    def connect(self: socket.socket, address: Any) -> None:
        host = address[0] if isinstance(address, tuple) else ""
        if self.family != socket.AF_UNIX and host not in ("127.0.0.1", "::1", "localhost"):
            self.close()
            raise AssertionError(f"A test wanted to connect to {address}.")
        real(self, address)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(socket.socket, "connect", connect)
        yield


@pytest.fixture(autouse=True)
def _empty_cache() -> Iterator[None]:
    yield
    cache.clear()


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup: None, django_db_blocker: Any) -> Iterator[None]:
    """Transactional tests empty all tables at their end: also those whose triggers would refuse.

    The rows that migrations have written stand there again afterwards.
    """
    with django_db_blocker.unblock():
        kept = _kept_rows()
    real = connection.ops.execute_sql_flush

    def flush(statements: list[str]) -> None:
        real(["SET LOCAL session_replication_role = replica", *statements, *map(_put_back, kept)])

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(connection.ops, "execute_sql_flush", flush)
        yield


def _put_back(table: str) -> str:
    return f"INSERT INTO {table} SELECT * FROM kept.{table} ON CONFLICT DO NOTHING"  # noqa: S608 -- a table of ours


def _kept_rows() -> list[str]:
    """Put every row of a new database aside and name the tables that have some."""
    with connection.cursor() as cursor:
        tables = set(connection.introspection.django_table_names()) - {*FOUND_AGAIN}
        cursor.execute("CREATE SCHEMA kept")
        for table in sorted(tables):
            cursor.execute(f"CREATE TABLE kept.{table} AS TABLE public.{table}")
            if not cursor.rowcount:
                tables.discard(table)
    return sorted(tables)


@pytest.fixture
def celery_worker(transactional_db: None) -> Iterator[object]:
    """A worker on the real broker, in a thread: for the few tests that wait for a task."""
    from celery.contrib.testing.worker import start_worker  # noqa: PLC0415 -- slow import

    from rcportal.celery import app  # noqa: PLC0415 -- slow import

    level = logging.getLogger().level  # a worker sets it for the whole process
    app.control.purge()
    with start_worker(app, perform_ping_check=False, shutdown_timeout=30) as worker:
        yield worker
    app.control.purge()
    logging.getLogger().setLevel(level)
