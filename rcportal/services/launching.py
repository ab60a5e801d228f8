"""The start of the whole portal on this machine: `manage.py portal`."""

import contextlib
import fcntl
import os
import signal
import socket
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from types import FrameType
from typing import IO, NoReturn

from django.conf import settings
from django.db import connections

from rcportal.services import addresses, preparing, processes, servers, serving
from rcportal.services.children import Children, Program

LOOK_EVERY = 0.5
ENDING = "ending"
Say = Callable[[str], None]


class AlreadyRunning(Exception):
    """The portal of this folder runs already."""


class Stopped(KeyboardInterrupt):
    """Somebody asked the portal to end."""


def run(say: Say) -> None:
    """Start everything, watch over it, and end it when asked. Raises a sentence when it cannot."""
    with contextlib.suppress(Stopped), _signals(), _only_one(settings.PORTAL_VAR, say) as note:
        listener = addresses.listen(settings.PORTAL_HOST, settings.PORTAL_PORT)
        with listener, _servers(say) as uses:
            _open(say, listener, note, uses)
    say("stopped")


def _open(
    say: Say, listener: socket.socket, note: Callable[[str], None], uses: list[servers.Use]
) -> None:
    address = addresses.url(listener)
    note(address)
    children = Children(settings.PORTAL_VAR, _environment(listener), say)

    def look() -> None:
        children.look_after()
        for use in uses:
            if use.revive():
                say(f"{use.server.title} had ended and runs again")

    try:
        _prepare(say)
        children.start(WORKER, BEAT)
        preparing.build_statistics(say, look)
        if settings.IS_DEMO:
            preparing.publish_demonstration_report(say, look)
        connections.close_all()
        children.start(_web(listener))
        if not addresses.wait_until_it_answers(address, seconds=60, look=look):
            say(f"the web server does not answer yet; see {settings.PORTAL_VAR}/log/web.log")
        _tell_address(say, address)
        while True:
            look()
            time.sleep(LOOK_EVERY)
    finally:
        note(ENDING)
        if children.running:
            say("stopping ...")
        children.stop()


def _prepare(say: Say) -> None:
    preparing.bring_tables_up_to_date(say)
    serving.refuse_demonstration_accounts()
    preparing.load_founding_data()
    preparing.collect_static_files(say)
    if settings.IS_DEMO:
        preparing.load_demonstration(say)


def _tell_address(say: Say, address: str) -> None:
    sign_ins = settings.PORTAL_VAR / "demo-accounts.txt"
    say(f"web server, worker and beat run; their logs are in {settings.PORTAL_VAR}/log")
    if settings.IS_DEMO and sign_ins.exists():
        say(f"sign-ins of the demonstration, kept in {sign_ins}:\n\n{sign_ins.read_text()}")
    say(f"the portal is open at {address} (Ctrl-C ends it)")


# --- The programs ---

WORKER = Program(
    name="worker",
    module="celery",
    arguments=(
        *("--app", "rcportal", "worker", "--pool", "prefork", "--concurrency", "2"),
        *("--loglevel", "INFO", "--without-mingle", "--without-gossip"),
    ),
    # Warm, then cold: what was not finished is brought again by the broker.
    endings=((signal.SIGTERM, 20), (signal.SIGQUIT, 10)),
)
BEAT = Program(
    name="beat",
    module="celery",
    arguments=("--app", "rcportal", "beat", "--loglevel", "INFO", "--pidfile="),
    endings=((signal.SIGTERM, 10),),
)


def _web(listener: socket.socket) -> Program:
    """Threads, because a browser's idle connection would hold a process that has none."""
    return Program(
        name="web",
        module="gunicorn",
        arguments=(
            *("rcportal.wsgi", "--bind", f"fd://{listener.fileno()}", "--workers", "2"),
            *("--worker-class", "gthread", "--threads", "4", "--timeout", "120", "--preload"),
            *("--graceful-timeout", "10", "--no-control-socket"),
            # So that a long search in Chinese is answered by the portal, in words.
            *("--limit-request-line", "8190"),
        ),
        endings=((signal.SIGTERM, 15),),
        sockets=(listener.fileno(),),
    )


def _environment(listener: socket.socket) -> dict[str, str]:
    """Give the children what they need to come to the same places as we do."""
    Path(settings.CELERY_BEAT_SCHEDULE_FILENAME).parent.mkdir(parents=True, exist_ok=True)
    return os.environ | {
        "DJANGO_SETTINGS_MODULE": "rcportal.settings",
        "PORTAL_VAR": str(settings.PORTAL_VAR),
        "PORTAL_PORT": str(listener.getsockname()[1]),
        "PYTHONUNBUFFERED": "1",
    }


# --- One portal, its servers, its end ---


@contextlib.contextmanager
def _servers(say: Say) -> Iterator[list[servers.Use]]:
    began = time.monotonic()
    names = servers.needed()
    with servers.running(settings.PORTAL_VAR, names) as uses:
        if uses:
            titles = " and ".join(use.server.title for use in uses)
            seconds = f"{time.monotonic() - began:.1f} s"
            say(f"{titles} ready after {seconds}, data in {settings.PORTAL_VAR}")
        yield uses


@contextlib.contextmanager
def _only_one(var: Path, say: Say) -> Iterator[Callable[[str], None]]:
    """Hold the portal's lock; the body notes the address for whoever comes second."""
    path = servers.lock_dir(var) / "portal"
    with path.open("a+") as lock:
        _take_lock(lock, var, say)

        def note(address: str) -> None:
            lock.truncate(0)
            lock.write(address)
            lock.flush()

        note("")
        yield note


def _take_lock(lock: IO[str], var: Path, say: Say) -> None:
    """Take the lock, waiting for a portal that is ending. Raises AlreadyRunning."""
    is_waiting = False
    while not _is_taken(lock):
        lock.seek(0)
        noted = lock.read().strip()
        if noted != ENDING:
            address = noted or "an address it will print"
            raise AlreadyRunning(f"The portal in {var} is already running at {address}.")
        if not is_waiting:
            say("the portal that ran here is just ending; waiting for it")
        is_waiting = True
        time.sleep(LOOK_EVERY)


def _is_taken(lock: IO[str]) -> bool:
    try:
        fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True


@contextlib.contextmanager
def _signals() -> Iterator[None]:
    """Turn the signals that end a program into Stopped; a second one does not disturb the end."""

    def stop(_number: int, _frame: FrameType | None) -> NoReturn:
        for each in kinds:
            signal.signal(each, signal.SIG_IGN)
        raise Stopped

    kinds = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)
    before = [signal.signal(each, stop) for each in kinds]
    if os.environ.get("PORTAL_FOLLOWS"):  # make: killed, it takes us along
        processes.follow_parent(signal.SIGTERM)
    try:
        yield
    finally:
        for each, handler in zip(kinds, before, strict=True):
            signal.signal(each, handler)
