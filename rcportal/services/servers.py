"""The embedded servers as their users see them: `with running(var, ("postgres", "valkey")):`.

The first user starts a server's keeper, the others wait until the server answers; when the last one
has gone, the keeper ends it (see `keeper.py`).
"""

import contextlib
import fcntl
import os
import subprocess
import sys
import time
from collections.abc import Iterator, Sequence
from pathlib import Path

from rcportal.services import keeper, places
from rcportal.services.processes import ServerFailed

PAUSE = 0.02
# Commands that touch neither database nor broker: they start nothing.
SERVERLESS = {
    *("help", "version", "check", "diffsettings", "makemigrations", "portal"),
    *("collectstatic", "findstatic", "compilemessages", "makemessages", "sendtestemail"),
}


def needed() -> tuple[str, ...]:
    """Name the servers that the environment gives no address of."""
    addresses = {"postgres": "DATABASE_URL", "valkey": "REDIS_URL"}
    return tuple(name for name, variable in addresses.items() if not os.environ.get(variable))


def needed_by(arguments: Sequence[str]) -> tuple[str, ...]:
    """Name the servers that `manage.py` with these arguments needs to find running."""
    command = arguments[1] if len(arguments) > 1 else "help"
    asks_help = bool({"--help", "-h", "--version"} & set(arguments[1:]))
    return () if asks_help or command in SERVERLESS else needed()


def lock_dir(var: Path) -> Path:
    """Give the folder of the lock files. Raises ServerFailed if `var` is not ours to use."""
    folder = var / "locks"
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise ServerFailed(f"{var} cannot be made ({error.strerror}): set PORTAL_VAR.") from error
    if folder.stat().st_uid != os.geteuid():
        owner = folder.stat().st_uid
        raise ServerFailed(
            f"{var} belongs to another user (number {owner}): "
            "run the portal as that user, or set PORTAL_VAR to a folder of your own."
        )
    return folder


@contextlib.contextmanager
def running(var: Path, names: Sequence[str], *, fast: bool = False) -> "Iterator[list[Use]]":
    """Have the servers run while the body does. Raises ServerFailed."""
    uses = [Use(var, name, fast=fast) for name in names]
    try:
        for use in uses:
            use.begin()
        for use in uses:
            use.wait()
        yield uses
    finally:
        for use in uses:
            use.let_go()
        for use in uses:
            use.wait_for_end()


class Use:
    """One process's use of one embedded server."""

    def __init__(self, var: Path, name: str, *, fast: bool = False) -> None:
        self.var = var
        self.name = name
        self.fast = fast
        self.server = keeper.make(name, var, fast=fast)
        self._users: int | None = None
        self._keeper: subprocess.Popen[bytes] | None = None

    def begin(self) -> None:
        """Keep the server from ending from now on, and start it if nobody has."""
        lock_dir(self.var)
        self._users = os.open(self._path("users"), os.O_RDWR | os.O_CREAT, 0o600)
        fcntl.flock(self._users, fcntl.LOCK_SH)  # waits while a keeper is just ending the server
        self._start_keeper()

    def wait(self) -> None:
        """Come back when the server answers. Raises ServerFailed if it will not."""
        deadline = time.monotonic() + keeper.PATIENCE + keeper.PATIENCE_AT_END
        while not self._is_up():
            if time.monotonic() > deadline:
                raise ServerFailed(f"{self.server.title} does not answer; see {self.server.log}")
            time.sleep(PAUSE)
            self._start_keeper()  # the one we wait for may have failed

    def revive(self) -> bool:
        """Start the server again if its keeper is gone; True says that it was."""
        if not self._start_keeper():
            return False
        self.wait()
        return True

    def let_go(self) -> None:
        """End our use."""
        if self._users is not None:
            fcntl.flock(self._users, fcntl.LOCK_UN)

    def wait_for_end(self) -> None:
        """Come back when the server has ended or somebody else uses it."""
        if self._users is None:
            return
        while not (gone := self._keeper_is_gone()) and not self._others_use():
            time.sleep(PAUSE)
        os.close(self._users)
        self._users = None
        if self._keeper is not None and self._keeper.stdout is not None:
            self._keeper.stdout.close()
            if gone:
                self._keeper.wait()

    def _start_keeper(self) -> bool:
        lock = self._lock_keeper()
        if lock is None:
            return False
        words = [self.name, str(self.var), str(lock), "fast" if self.fast else "safe"]
        log = self.var / "log" / "servers.log"
        log.parent.mkdir(exist_ok=True)
        with log.open("ab") as errors:
            self._keeper = subprocess.Popen(
                [sys.executable, "-m", "rcportal.services.keeper", *words],
                cwd=places.BASE_DIR,
                pass_fds=[lock],
                stdin=subprocess.DEVNULL,
                stdout=subprocess.PIPE,
                stderr=errors,
                start_new_session=True,
            )
        os.close(lock)  # the keeper has it now, and with it the lock
        return True

    def _is_up(self) -> bool:
        if self._keeper is None or self._keeper.stdout is None or self._keeper.stdout.closed:
            return self.server.is_ready()
        with self._keeper.stdout as said:
            words = said.read(len(keeper.READY)).decode()
            if words != keeper.READY:
                words += said.read().decode()
                sentence = words or f"{self.server.title} could not be started; see {self.var}/log"
                raise ServerFailed(sentence)
        return True

    def _lock_keeper(self) -> int | None:
        lock = os.open(self._path("keeper"), os.O_RDWR | os.O_CREAT, 0o600)
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            os.close(lock)
            return None
        return lock

    def _keeper_is_gone(self) -> bool:
        lock = self._lock_keeper()
        if lock is not None:
            os.close(lock)
        return lock is not None

    def _others_use(self) -> bool:
        """Ask the locks: a keeper not yet awake leaves both free, one that ends the server none."""
        for kind, answer in ((fcntl.LOCK_EX, False), (fcntl.LOCK_SH, True)):
            try:
                fcntl.flock(self._users or -1, kind | fcntl.LOCK_NB)
            except BlockingIOError:
                continue
            fcntl.flock(self._users or -1, fcntl.LOCK_UN)
            return answer
        return False

    def _path(self, part: str) -> Path:
        return keeper.lock_file(self.var, self.name, part)
