"""Folders that one user alone may enter, and logs that do not grow for ever."""

import contextlib
import hashlib
import os
import shutil
import stat
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
    if identity.user is None or path.is_symlink() or _anybody_can_enter(path.parent):
        return
    real = _elsewhere(path.parent) / path.name
    if path.exists() and not path.is_symlink():
        shutil.move(path, real)
    real.mkdir(mode=0o700, exist_ok=True)
    path.parent.mkdir(parents=True, exist_ok=True)
    with contextlib.suppress(FileExistsError):  # the other server's keeper was first
        path.symlink_to(real)


def copy_in_reach(folder: Path, identity: Identity, var: Path) -> Path:
    """Give the folder of programs, or of a copy of them where `identity` cannot come to them.

    What the programs need lies beside their folder, and beside that one: both are copied.
    """
    if identity.user is None or _anybody_can_enter(folder):
        return folder
    installation = folder.parent
    age = int((folder / "postgres").stat().st_mtime)
    copy = _elsewhere(var) / f"programs-{age}"
    if not copy.exists():
        unfinished = copy.with_name(f"{copy.name}.new")
        shutil.rmtree(unfinished, ignore_errors=True)
        package = installation.parent
        shutil.copytree(installation, unfinished / package.name / installation.name)
        libraries = package.with_name(f"{package.name}.libs")
        if libraries.exists():
            shutil.copytree(libraries, unfinished / libraries.name)
        unfinished.rename(copy)
    return copy / installation.parent.name / installation.name / folder.name


def rotate_log(path: Path, *, largest: int = LARGEST_LOG) -> None:
    """Set a log that has grown large aside, as `.1`, and make the folder of a new one."""
    path.parent.mkdir(parents=True, exist_ok=True)
    if path.exists() and path.stat().st_size > largest:
        path.replace(path.with_name(path.name + ".1"))


def _elsewhere(var: Path) -> Path:
    """Give a folder of ours that everybody may pass through: /root, for example, bars the way."""
    name = hashlib.sha256(os.fsencode(var)).hexdigest()[:12]
    folder = Path("/var/tmp") / f"rcportal-{name}"  # noqa: S108 -- its owner is checked
    folder.mkdir(mode=0o711, exist_ok=True)
    if folder.lstat().st_uid != os.geteuid():
        raise ServerFailed(f"{folder} belongs to another user: remove it.")
    folder.chmod(0o711)
    return folder


def _anybody_can_enter(path: Path) -> bool:
    existing = (folder for folder in (path, *path.parents) if folder.exists())
    return all(folder.stat().st_mode & stat.S_IXOTH for folder in existing)


def _give_away(path: Path, uid: int) -> None:
    if os.geteuid() != 0:
        raise ServerFailed(
            f"{path} belongs to another user: remove it, or set PORTAL_VAR to another folder."
        )
    for folder, _folders, files in os.walk(path.resolve()):
        for each in (Path(folder), *(Path(folder) / name for name in files)):
            os.chown(each, uid, -1, follow_symlinks=False)
