"""A PostgreSQL of one test's own, safe as the portal starts it, to be killed while it works."""

import contextlib
import os
import shutil
import signal
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import psycopg2
import pytest
from django.core.management import call_command
from django.db import connection

from commitments.services.founding import load_reference_tables
from rcportal.services import places, servers


class OwnDatabase:
    """The server, with a database that has all tables; its keeper starts it again if it dies."""

    def __init__(self, var: Path, use: servers.Use) -> None:
        self.var = var
        self._use = use

    def copy(self, name: str, *, of: str = places.POSTGRES_DATABASE) -> None:
        """Make a database with all that stands in another one, with which nobody may work."""
        words = f"CREATE DATABASE {name} TEMPLATE {of}"
        with contextlib.closing(self._connect("postgres")) as own, own.cursor() as cursor:
            cursor.execute(words)

    def kill(self) -> None:
        """Kill the server as a machine that goes dark; what it had promised stands in its files."""
        data = next(self.var.glob("pg[0-9]*"))
        pid = int((data / "postmaster.pid").read_text().split()[0])
        os.kill(pid, signal.SIGKILL)

    def stop(self) -> None:
        """End the server in order and leave it so."""
        self._use.let_go()
        self._use.wait_for_end()

    def start(self) -> None:
        """Start it again and come back when it answers."""
        self._use.begin()
        self._use.wait()

    def answers(self) -> bool:
        return self._use.server.is_ready()

    def ask(self, question: str, *, database: str) -> list[tuple]:
        """Ask beside the portal's own connection, as somebody who looks."""
        with contextlib.closing(self._connect(database)) as own, own.cursor() as cursor:
            cursor.execute(question)
            return cursor.fetchall()

    def _connect(self, name: str) -> "psycopg2.extensions.connection":
        place = places.database(self.var)
        own = psycopg2.connect(
            host=place["HOST"], port=place["PORT"], user=place["USER"], dbname=name
        )
        own.autocommit = True
        return own


@contextmanager
def own_database() -> Iterator[OwnDatabase]:
    """Start a server, give it the tables of the portal, and end it."""
    var = Path(tempfile.mkdtemp(prefix="rcp-", dir="/tmp"))
    try:
        with servers.running(var, ["postgres"]) as (use,):
            own = OwnDatabase(var, use)
            with looking_at(own):
                call_command("migrate", verbosity=0)
                load_reference_tables()
            yield own
    finally:
        shutil.rmtree(var)


@contextmanager
def looking_at(own: OwnDatabase, name: str = places.POSTGRES_DATABASE) -> Iterator[None]:
    """Let this process, and those it starts, work on the database of this server."""
    place = places.database(own.var) | {"NAME": name, "PASSWORD": ""}
    with pytest.MonkeyPatch.context() as patch:
        connection.close()
        for key, value in place.items():
            patch.setitem(connection.settings_dict, key, value)
        try:
            yield
        finally:
            connection.close()
