"""One migration at a time, whoever starts it."""

from collections.abc import Iterator
from contextlib import contextmanager

from django.db.backends.base.base import BaseDatabaseWrapper

MIGRATION_LOCK = 7_201_993  # any number, the same in every release
LONGEST_WAIT = "60s"


@contextmanager
def only_one_migrates(database: BaseDatabaseWrapper) -> Iterator[None]:
    """Hold the migration lock of the database while the body works.

    While it does, nothing waits longer than a minute for a lock: a change of a table that waits
    behind somebody's long reading would keep everybody else waiting behind it.
    """
    with database.cursor() as cursor:
        cursor.execute("SELECT set_config('lock_timeout', %s, false)", [LONGEST_WAIT])
        cursor.execute("SELECT pg_advisory_lock(%s)", [MIGRATION_LOCK])
    try:
        yield
    finally:
        with database.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_unlock(%s)", [MIGRATION_LOCK])
            cursor.execute("RESET lock_timeout")
