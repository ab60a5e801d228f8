"""The database that tests begin with: migrated once, then copied from run to run.

Migrating costs more than most test modules. What comes out depends on the migrations and on what is
installed, so the copy carries their digest; another digest is another copy.
"""

import hashlib
import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import psycopg2

from rcportal.services import places, servers

NAME = "portal_migrated"
FOLDER = places.BASE_DIR / "var" / "tests"
COPIES = 3
_SAYING_MORE = ("requirements.txt", "rcportal/settings.py")


def provide(var: Path) -> None:
    """Put a cluster with the migrated database into the run's folder, before its server starts."""
    kept = FOLDER / _digest()
    if kept.exists():
        os.utime(kept)  # it is in use
        _copy(kept, var)
    else:
        _migrate(var)
        _keep(var, kept)


def _digest() -> str:
    digest = hashlib.sha256(sys.version.encode())
    for path in _sources():
        digest.update(f"{path.name}\n".encode() + path.read_bytes())
    return digest.hexdigest()[:16]


def _sources() -> Iterator[Path]:
    yield from (places.BASE_DIR / name for name in _SAYING_MORE)
    yield from sorted(places.BASE_DIR.glob("*/migrations/*.py"))


def _migrate(var: Path) -> None:
    """Migrate the cluster's own database and give it away under the name of the copy."""
    with servers.running(var, ["postgres"], fast=True):
        environment = os.environ | {"DJANGO_SETTINGS_MODULE": "rcportal.settings_test"}
        command = [sys.executable, "-m", "django", "migrate", "--verbosity", "0"]
        subprocess.run(command, cwd=places.BASE_DIR, env=environment, check=True)
        server = places.database(var)
        connection = psycopg2.connect(
            host=server["HOST"], port=server["PORT"], user=server["USER"], dbname="postgres"
        )
        connection.autocommit = True
        with connection.cursor() as cursor:
            cursor.execute(f"ALTER DATABASE {server['NAME']} RENAME TO {NAME}")
        connection.close()


def _keep(var: Path, kept: Path) -> None:
    """Under another name first, so that a copy is whole or not there; the oldest make room."""
    unfinished = kept.with_name(f"{kept.name}.{os.getpid()}")
    unfinished.mkdir(parents=True)
    _copy(var, unfinished)
    if kept.exists():
        shutil.rmtree(unfinished)  # another run was faster
    else:
        unfinished.rename(kept)
    copies = sorted(FOLDER.iterdir(), key=lambda path: -path.stat().st_mtime)
    for old in copies[COPIES:]:
        shutil.rmtree(old, ignore_errors=True)


def _copy(source: Path, target: Path) -> None:
    """Copy the cluster with owners and rights: the server's user may be another one than ours."""
    (cluster,) = source.glob("pg[0-9]*")
    target.mkdir(parents=True, exist_ok=True)
    subprocess.run(["cp", "-a", str(cluster), str(target)], check=True)
