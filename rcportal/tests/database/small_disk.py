"""A real disk of few megabytes, on which one table of the tests' database stands for a while."""

import os
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from django.db import connection

MEGABYTES = 8
NAME = "small_disk"


class SmallDisk:
    """The disk; it may be filled up and emptied."""

    def __init__(self, folder: Path) -> None:
        self._filler = folder / "filler"

    def fill(self) -> None:
        """Leave not a byte free."""
        with self._filler.open("wb", buffering=0) as file:
            try:
                while file.write(b"0" * 4096):
                    pass
            except OSError:
                return

    def empty(self) -> None:
        self._filler.unlink(missing_ok=True)


@contextmanager
def on_a_small_disk(table: str) -> Iterator[SmallDisk]:
    """Let the table stand on a disk of its own, and give the disk; needs a mount, thus root."""
    folder = Path(tempfile.mkdtemp(prefix="rcp-disk-", dir="/tmp"))
    words = ["mount", "-t", "tmpfs", "-o", f"size={MEGABYTES}m,mode=755", "tmpfs", str(folder)]
    if subprocess.run(words, check=False, capture_output=True).returncode:
        folder.rmdir()
        pytest.skip("SKIPPED: a disk that is really full needs the right to mount one")
    try:
        with _moved(table, _place_of_tables(folder)):
            yield SmallDisk(folder)
    finally:
        subprocess.run(["umount", str(folder)], check=True)
        shutil.rmtree(folder)


@contextmanager
def _moved(table: str, place: Path) -> Iterator[None]:
    with connection.cursor() as cursor:
        cursor.execute(f"CREATE TABLESPACE {NAME} LOCATION %s", [str(place)])
        cursor.execute(f"ALTER TABLE {table} SET TABLESPACE {NAME}")
    try:
        yield
    finally:
        with connection.cursor() as cursor:
            cursor.execute(f"ALTER TABLE {table} SET TABLESPACE pg_default")
            cursor.execute(f"DROP TABLESPACE {NAME}")


def _place_of_tables(folder: Path) -> Path:
    """Make the folder that belongs to whoever runs the server."""
    with connection.cursor() as cursor:
        cursor.execute("SHOW data_directory")
        owner = Path(cursor.fetchone()[0]).stat()
    place = folder / "tables"
    place.mkdir(mode=0o700)
    os.chown(place, owner.st_uid, owner.st_gid)
    return place
