"""Keeps one embedded server running as long as anybody uses it: a small process of its own.

Whoever uses the server holds a shared lock on its `.users` file; the kernel drops it however that
process ends. The keeper waits for the exclusive lock on the same file: it gets it when the last
user has gone, and ends the server. So nothing has to be counted, and a killed portal leaves no
server behind. The keeper itself holds the lock of the `.keeper` file, which its starter took for
it: there is never a second one.
"""

import fcntl
import logging
import os
import signal
import subprocess
import sys
import time
from pathlib import Path
from typing import Any, NoReturn

from rcportal.services.postgres import Postgres
from rcportal.services.processes import ServerFailed
from rcportal.services.valkey import Valkey

logger = logging.getLogger(__name__)
READY = "ready"
PATIENCE = 90.0  # seconds; recovering a large database after a crash takes its time
PATIENCE_AT_END = 60.0
MOST_RESTARTS = 5
PAUSE = 0.02


Server = Postgres | Valkey


class ServerEnded(Exception):
    """The server ended although it is in use."""


class ToldToEnd(Exception):
    """Somebody asked the keeper to end, a machine that shuts down for example."""


def make(name: str, var: Path, *, fast: bool = False) -> Server:
    """Give the server of that name."""
    return Postgres(var, fast=fast) if name == "postgres" else Valkey(var, fast=fast)


def lock_file(var: Path, name: str, part: str) -> Path:
    """Give the path of one of the server's two lock files."""
    return var / "locks" / f"{name}.{part}"


def start(server: Server) -> subprocess.Popen[bytes]:
    """Start the server and come back when it can be used. Raises ServerFailed."""
    server.prepare()
    try:
        return _start_once(server)
    except ServerFailed:
        if not server.recover():
            raise
        logger.warning("%s: its files were damaged and have been set aside", server.title)
        return _start_once(server)


def stop(server: Server, process: subprocess.Popen[bytes]) -> None:
    """End the server, kindly and then less so."""
    for end_signal in (*server.end_signals, signal.SIGKILL):
        process.send_signal(end_signal)
        try:
            process.wait(PATIENCE_AT_END)
        except subprocess.TimeoutExpired:
            logger.warning("%s did not end at signal %s", server.title, end_signal)
        else:
            return


def keep(server: Server, process: subprocess.Popen[bytes], users: int) -> None:
    """Stay until nobody uses the server, start it again if it dies, and end it at last."""
    deaths: list[float] = []
    try:
        while not _wait_until_unused(users, process):
            logger.warning("%s ended with %s; starting it again", server.title, process.returncode)
            deaths = [*(when for when in deaths if time.monotonic() - when < 60), time.monotonic()]
            if len(deaths) > MOST_RESTARTS:
                logger.error("%s ended %s times within a minute", server.title, len(deaths))
                return
            process = start(server)
        logger.info("%s is not used any more", server.title)
    except ToldToEnd:
        logger.info("%s was told to end", server.title)
    except (ServerFailed, OSError) as error:
        logger.error("%s", error)  # noqa: TRY400 -- a sentence, not a trace
    finally:
        signal.signal(signal.SIGTERM, signal.SIG_IGN)
        stop(server, process)


def _start_once(server: Server) -> subprocess.Popen[bytes]:
    process, deadline = server.spawn(), time.monotonic() + PATIENCE
    while not server.finish():
        if process.poll() is not None:
            raise ServerFailed(
                f"{server.title} does not start; {server.log} ends: {_tail(server.log)}"
            )
        if time.monotonic() > deadline:
            stop(server, process)
            raise ServerFailed(
                f"{server.title} did not answer within {PATIENCE:.0f} seconds; see {server.log}"
            )
        time.sleep(PAUSE)
    return process


def _tail(path: Path) -> str:
    lines = path.read_text(errors="replace").strip().splitlines()
    return " / ".join(lines[-3:])


def _wait_until_unused(users: int, process: subprocess.Popen[bytes]) -> bool:
    """Wait; False says that the server died meanwhile."""

    def child_ended(*_: Any) -> NoReturn:
        raise ServerEnded

    signal.signal(signal.SIGCHLD, child_ended)
    try:
        if process.poll() is None:
            fcntl.flock(users, fcntl.LOCK_EX)
            return True
    except ServerEnded:
        pass
    finally:
        signal.signal(signal.SIGCHLD, signal.SIG_DFL)
    process.wait()
    return False


def _told(*_: Any) -> NoReturn:
    raise ToldToEnd


def main(name: str, folder: str, lock: str, speed: str) -> int:
    """Be the keeper's whole life; the starter reads `ready`, or a sentence, from its output."""
    os.set_inheritable(int(lock), False)
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    signal.signal(signal.SIGTERM, _told)
    logging.basicConfig(level=logging.INFO, format="%(asctime)s %(levelname)s %(message)s")
    var = Path(folder)
    server = make(name, var, fast=speed == "fast")
    users = os.open(lock_file(var, name, "users"), os.O_RDWR)
    try:
        process = start(server)
    except (ServerFailed, OSError) as error:
        logger.error("%s", error)  # noqa: TRY400 -- a sentence, not a trace
        os.write(1, str(error).encode())
        return 1
    logger.info("%s runs as process %s", server.title, process.pid)
    os.write(1, READY.encode())
    os.dup2(2, 1)
    keep(server, process, users)
    return 0


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
