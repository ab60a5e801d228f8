"""Folders that one user alone may enter, and logs that do not grow for ever."""

import contextlib
import hashlib
import os
import shutil
import stat
import subprocess
from pathlib import Path

from rcportal.services.processes import Identity, ServerFailed

LARGEST_LOG = 5_000_000


def private_dir(path: Path, identity: Identity) -> None:
    """Make the folder, for the server's user alone.

    Raises ServerFailed if somebody else owns it: below /tmp anybody could have made it first.
    """
    path.mkdir(mode=0o700, parents=True, exist_ok=True)
    uid = identity.uid()
    if path.lstat().st_uid not in (os.geteuid(), uid):
        raise ServerFailed(
            f"{path} belongs to another user: remove it, or set PORTAL_VAR to another folder."
        )
    if path.stat().st_uid != uid:
        _give_away(path, uid)
    if stat.S_IMODE(path.stat().st_mode) != 0o700:
        path.chmod(0o700)


def put_in_reach(path: Path, identity: Identity) -> None:
    """Let `identity` come to `path`, by a link to a folder of its own where the way is barred.

    Only a server that runs as another user than we do needs it: below /root, for example.
    """
    if identity.user is None or path.is_symlink() or _can_enter(path.parent, identity):
        return
    name = hashlib.sha256(os.fsencode(path.parent)).hexdigest()[:12]
    elsewhere = Path("/var/tmp") / f"rcportal-{identity.user}-{name}"  # noqa: S108 -- owner checked
    elsewhere.mkdir(mode=0o711, exist_ok=True)
    if elsewhere.lstat().st_uid != os.geteuid():
        raise ServerFailed(f"{elsewhere} belongs to another user: remove it.")
    real = elsewhere / path.name
    if path.exists() and not path.is_symlink():
        shutil.move(path, real)
    real.mkdir(mode=0o700, exist_ok=True)
    path.parent.mkdir(parents=True, exist_ok=True)
    with contextlib.suppress(FileExistsError):  # the other server's keeper was first
        path.symlink_to(real)


def rotate_log(path: Path, *, largest: int = LARGEST_LOG) -> None:
    """Set a log that has grown large aside, as `.1`, and make the folder of a new one."""
    path.parent.mkdir(parents=True, exist_ok=True)
    if path.exists() and path.stat().st_size > largest:
        path.replace(path.with_name(path.name + ".1"))


def _can_enter(path: Path, identity: Identity) -> bool:
    nearest = next(folder for folder in (path, *path.parents) if folder.exists())
    test = subprocess.run(["test", "-x", nearest], check=False, cwd="/", **identity.popen())
    return test.returncode == 0


def _give_away(path: Path, uid: int) -> None:
    if os.geteuid() != 0:
        raise ServerFailed(
            f"{path} belongs to another user: remove it, or set PORTAL_VAR to another folder."
        )
    for folder, _folders, files in os.walk(path):
        for name in (".", *files):
            os.chown(Path(folder) / name, uid, -1, follow_symlinks=False)
