"""What the embedded servers and the launcher need to know about processes and folders."""

import ctypes
import functools
import os
import signal
import subprocess
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

PR_SET_PDEATHSIG = 1  # <linux/prctl.h>
NOBODY = "nobody"
_prctl = ctypes.CDLL(None).prctl if sys.platform == "linux" else None


class ServerFailed(Exception):
    """A server of ours cannot run; the words say why and what helps."""


@dataclass(frozen=True)
class Identity:
    """As whom PostgreSQL runs: it refuses root."""

    prefix: tuple[str, ...] = ()
    user: str | None = None

    def popen(self) -> dict[str, Any]:
        """Give the arguments of Popen that change the user."""
        return (
            {"user": self.user, "group": _group(self.user), "extra_groups": []} if self.user else {}
        )

    def uid(self) -> int:
        """Give the owner that the server's files must have."""
        if self.user is None:
            return os.geteuid()
        import pwd  # noqa: PLC0415 -- does not exist everywhere

        return pwd.getpwnam(self.user).pw_uid


@functools.cache
def ordinary_identity() -> Identity:
    """Find a way to run a program without being root: a user namespace, else `nobody`."""
    if os.geteuid() != 0:
        return Identity()
    prefix = ("unshare", "--user", "--map-user=65534", "--map-group=65534", "--")
    try:
        works = subprocess.run([*prefix, "true"], capture_output=True, check=False).returncode == 0
    except OSError:
        works = False
    return Identity(prefix=prefix) if works else Identity(user=NOBODY)


def running_in(folder: Path, program: str) -> list[int]:
    """Find the live processes of the program that work in the folder (Linux only)."""
    found = []
    for entry in Path("/proc").glob("[0-9]*"):
        try:
            if (entry / "cwd").readlink() != folder:
                continue
            words = (entry / "cmdline").read_bytes().decode(errors="replace").split("\0")
        except OSError:  # gone meanwhile, another user's, or a zombie
            continue
        if Path(words[0].split(":")[0]).name == program:
            found.append(int(entry.name))
    return found


def end_with_parent(end_signal: int) -> Callable[[], None]:
    """Give a `preexec_fn`: the child gets the signal when this process is gone, however it went."""
    parent = os.getpid()

    def ask() -> None:
        follow_parent(end_signal)
        if os.getppid() != parent:
            os.kill(os.getpid(), signal.SIGKILL)

    return ask


def follow_parent(end_signal: int) -> None:
    """Let the system send us the signal when our parent is gone (Linux only)."""
    if _prctl is not None:
        _prctl(PR_SET_PDEATHSIG, end_signal)


def _group(user: str | None) -> int:
    import pwd  # noqa: PLC0415 -- does not exist everywhere

    return pwd.getpwnam(user or NOBODY).pw_gid
