"""Time that passes, and time that processors work: on a busy machine only the second compares."""

import os
import resource
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path


@dataclass
class Spent:
    """What was spent inside the clock, in seconds."""

    seconds: float = 0.0
    work: float = 0.0  # of this program, its children and the database's process for it


@contextmanager
def clock() -> Iterator[Spent]:
    """Measure the body; the database is counted where it runs on this machine."""
    spent = Spent()
    server = _database_process()
    began, worked = time.perf_counter(), _work(server)
    yield spent
    spent.seconds = time.perf_counter() - began
    spent.work = _work(server) - worked


def _work(server: Path | None) -> float:
    children = resource.getrusage(resource.RUSAGE_CHILDREN)
    own = time.process_time() + children.ru_utime + children.ru_stime
    return own + (_work_of(server) if server else 0)


def _database_process() -> Path | None:
    from django.db import connection  # noqa: PLC0415 -- the contenders set Django up first

    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_backend_pid()")
        ((pid,),) = cursor.fetchall()
    entry = Path(f"/proc/{pid}/stat")
    return entry if entry.exists() and "postgres" in entry.read_text() else None


def _work_of(entry: Path) -> float:
    user, system = entry.read_text().rpartition(")")[2].split()[11:13]
    return (int(user) + int(system)) / os.sysconf("SC_CLK_TCK")
