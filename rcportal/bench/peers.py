"""The web servers of `bench list`, one process each: ours, the stock admin, Datasette."""

import contextlib
import importlib.util
import os
import sqlite3
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Final

from django.conf import settings
from django.db import connection

from rcportal.bench.load import free_port, wait_for

TABLE: Final = "organisation"
COLUMNS: Final = (
    "code", "name", "short_name", "former_names", "kind", "uscc", "province", "city", "division",
    "status", "signed_on", "sign_year", "name_sort", "searched",
)  # fmt: skip
SHOWN: Final = ("code", "name", "kind", "province", "city", "signed_on", "status")
FACETS: Final = ("kind", "province", "division", "status", "sign_year")
_ROWS: Final = """
    SELECT entry.code, entry.name, entry.short_name, entry.former_names, entry.kind, entry.uscc,
           entry.province_id, city.short_name, left(entry.industry_id, 2), entry.status,
           entry.signed_on::text, entry.sign_year, entry.name_sort,
           concat_ws(' ', entry.name_keys, entry.latin)
    FROM commitments_organisation AS entry
    LEFT JOIN commitments_region AS city ON city.code = entry.city_id
"""


class NotInstalled(Exception):
    """The peer is not in this environment."""


@contextlib.contextmanager
def gunicorn(settings_module: str, probe: str) -> Iterator[int]:
    """Run the portal with one process under these settings; gives the port."""
    port = free_port()
    command = [
        *(sys.executable, "-m", "gunicorn", "rcportal.wsgi", "--workers", "1"),
        *("--bind", f"127.0.0.1:{port}", "--log-level", "critical"),
    ]
    with _running(command, {"DJANGO_SETTINGS_MODULE": settings_module}, port, probe):
        yield port


@contextlib.contextmanager
def datasette(folder: Path) -> Iterator[int]:
    """Run Datasette over the same rows with limits so wide that it answers; gives the port."""
    if importlib.util.find_spec("datasette") is None:
        raise NotInstalled("pip install -r requirements-bench.txt")
    file, port = folder / "register.db", free_port()
    fill(file)
    options = {
        "facet_time_limit_ms": 10_000,
        "sql_time_limit_ms": 20_000,
        "default_facet_size": 40,
        "suggest_facets": 0,
        "default_cache_ttl": 0,
    }
    set_options = [word for name, value in options.items() for word in ("--setting", name, value)]
    command = [sys.executable, "-m", "datasette", str(file), "--port", str(port)]
    with _running([*command, *map(str, set_options)], {}, port, "/-/versions.json"):
        yield port


def fill(file: Path) -> None:
    """Copy the register into SQLite, with an index for all that is sorted or counted."""
    with connection.cursor() as cursor:
        cursor.execute(_ROWS)
        rows = cursor.fetchall()
    with contextlib.closing(sqlite3.connect(file)) as database:
        names = ", ".join(COLUMNS)
        database.execute(f"CREATE TABLE {TABLE} ({names}, PRIMARY KEY (code))")
        marks = ", ".join("?" for _ in COLUMNS)
        database.executemany(f"INSERT INTO {TABLE} VALUES ({marks})", rows)  # noqa: S608 -- ours
        for column in (*FACETS, "name_sort", "signed_on"):
            database.execute(f"CREATE INDEX by_{column} ON {TABLE} ({column})")
        database.execute(f"CREATE INDEX by_status_name ON {TABLE} (status, name_sort)")
        database.execute("ANALYZE")
        database.commit()


@contextlib.contextmanager
def _running(command: list[str], more: dict[str, str], port: int, probe: str) -> Iterator[None]:
    process = subprocess.Popen(  # noqa: S603 -- our own words
        command,
        env=os.environ | more,
        cwd=settings.BASE_DIR,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    try:
        wait_for(port, probe)
        yield
    finally:
        process.terminate()
        process.wait(timeout=20)
