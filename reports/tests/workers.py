"""Real worker processes on the test's database and broker, to be killed."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from django.conf import settings
from django.db import connection

POINTS = {
    "while it clears away what others left": "LOCK TABLE reports_snapshot IN SHARE MODE",
    "while it writes the members": "LOCK TABLE reports_snapshotmember IN SHARE MODE",
    "while it writes the figures": "LOCK TABLE reports_figure IN SHARE MODE",
    "while it notes a chunk": "LOCK TABLE core_jobchunk IN SHARE MODE",
    "in the swap": "SELECT 1 FROM reports_snapshot WHERE state = 'current' FOR UPDATE",
}


class Worker:
    """A prefork worker with one child, in a session of its own."""

    def __init__(self, log: Path, children: int = 1) -> None:
        self.log = log
        command = ["-m", "celery", "--app", "rcportal", "worker", "--pool", "prefork"]
        command += ["--concurrency", str(children), "--loglevel", "INFO"]
        command += ["--without-mingle", "--without-gossip", "--without-heartbeat"]
        with log.open("ab") as out:
            self.process = subprocess.Popen(
                [sys.executable, *command],
                cwd=settings.BASE_DIR,
                env=processes_environment(),
                stdout=out,
                stderr=out,
                start_new_session=True,
            )

    def until_ready(self) -> None:
        wait_until(lambda: " ready." in self.log.read_text(), "the worker is ready")

    def kill(self) -> None:
        """Kill it with all its children, as a machine that goes dark."""
        os.killpg(self.process.pid, signal.SIGKILL)
        self.process.wait()

    def kill_children(self) -> None:
        """Kill the child that works and leave the worker."""
        for child in self._children():
            os.kill(child, signal.SIGKILL)

    def end(self) -> None:
        if self.process.poll() is None:
            self.kill()

    def _children(self) -> list[int]:
        pid = self.process.pid
        return [int(each) for each in Path(f"/proc/{pid}/task/{pid}/children").read_text().split()]


def processes_environment() -> dict[str, str]:
    place = connection.settings_dict
    secret = f":{place['PASSWORD']}" if place["PASSWORD"] else ""
    host = place["HOST"] if str(place["HOST"]).startswith("/") else ""
    address = "" if host else f"{place['HOST']}:{place['PORT']}"
    return os.environ | {
        "DATABASE_URL": f"postgres://{place['USER']}{secret}@{address}/{host}/{place['NAME']}",
        "REDIS_URL": settings.REDIS_URL,
        "PORTAL_ENV": "demo",
        "DJANGO_SETTINGS_MODULE": "rcportal.settings",
    }


@contextmanager
def workers(folder: Path) -> Iterator[Callable[..., Worker]]:
    """Give a way to start workers; all that were started are ended."""
    started: list[Worker] = []

    def start(**options: int) -> Worker:
        started.append(Worker(folder / f"worker-{len(started)}.log", **options))
        started[-1].until_ready()
        return started[-1]

    try:
        yield start
    finally:
        for worker in started:
            worker.end()


@contextmanager
def stopping(statement: str) -> Iterator[Callable[[], None]]:
    """Hold a lock that stops the worker at a place; what is given waits until it stands there."""
    other = connection.copy()
    other.set_autocommit(False)
    try:
        with other.cursor() as cursor:
            cursor.execute(statement)
        yield lambda: wait_until(_somebody_waits, "the worker stands at the lock")
    finally:
        other.close()


def _somebody_waits() -> bool:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database()"
            " AND wait_event_type = 'Lock'"
        )
        return bool(cursor.fetchone()[0])


def wait_until(is_so: Callable[[], bool], what: str, *, seconds: float = 60) -> float:
    """Wait for it and give how long it took."""
    begin = time.monotonic()
    while not is_so():
        if time.monotonic() - begin > seconds:
            raise AssertionError(f"{what}: not within {seconds:g} seconds")
        time.sleep(0.05)
    return time.monotonic() - begin
