"""A web server as the portal starts it, and visitors who ask it so many times a second."""

import http.client
import subprocess
import sys
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from django.conf import settings

from rcportal.bench.load import free_port
from reports.tests.workers import processes_environment, wait_until

# About the same work for each; whoever opens the sign-in page uses the database too.
PATHS = ("/", "/commitments/", "/workgroups/", "/accounts/login/")
PATIENCE = 30.0
CHECKED = "rcportal.tests.database.settings_web"
UNCHECKED = "rcportal.tests.database.settings_unchecked"


@dataclass(frozen=True)
class Answer:
    """What a visitor got: when it was asked for, how long it took, and the page."""

    asked_at: float
    seconds: float
    status: int
    page: str


class Web:
    """Two processes of four threads each, and the processes' ids."""

    def __init__(self, process: "subprocess.Popen[bytes]", port: int) -> None:
        self._process = process
        self._port = port

    @property
    def children(self) -> set[str]:
        pid = self._process.pid
        return set(Path(f"/proc/{pid}/task/{pid}/children").read_text().split())

    def ask(self, path: str) -> Answer:
        begin = time.monotonic()
        connection = http.client.HTTPConnection("127.0.0.1", self._port, timeout=PATIENCE)
        try:
            connection.request("GET", path)
            answer = connection.getresponse()
            page = answer.read().decode()
        finally:
            connection.close()
        return Answer(begin, time.monotonic() - begin, answer.status, page)

    def is_up(self) -> bool:
        try:
            return self.ask("/healthz").status == 200
        except OSError:
            return False

    def asked(self, *, rate: int, seconds: float) -> Iterator[Answer]:
        """Ask so often a second for so long, whether or not the answers come; give them all."""
        begin, count = time.monotonic(), int(rate * seconds)
        with ThreadPoolExecutor(max_workers=40) as visitors:
            asked = []
            for number in range(count):
                time.sleep(max(0.0, begin + number / rate - time.monotonic()))
                asked.append(visitors.submit(self.ask, PATHS[number % len(PATHS)]))
            for each in asked:
                yield each.result()


@contextmanager
def web(log: Path, *, settings_module: str = CHECKED) -> Iterator[Web]:
    port = free_port()
    command = [*(sys.executable, "-m", "gunicorn", "rcportal.wsgi", "--workers", "2")]
    command += ["--worker-class", "gthread", "--threads", "4", "--preload", "--no-control-socket"]
    with log.open("ab") as out:
        process = subprocess.Popen(
            [*command, "--bind", f"127.0.0.1:{port}"],
            cwd=settings.BASE_DIR,
            env=processes_environment() | {"DJANGO_SETTINGS_MODULE": settings_module},
            stdout=out,
            stderr=out,
        )
    server = Web(process, port)
    try:
        wait_until(server.is_up, "the web server answers")
        yield server
    finally:
        process.terminate()
        process.wait()
