"""Locks by name in the database: given back when their connection ends, however it ends.

They do not survive a transaction pooler: workers, beat and commands connect directly.
"""

import hashlib
import logging
import time
from typing import Any

from django.db import DatabaseError, connection

logger = logging.getLogger(__name__)


def take(name: str, *, patience: float = 0) -> bool:
    """Take the lock for this connection; False if another one keeps it for `patience` seconds."""
    deadline = time.monotonic() + patience
    while not _ask("SELECT pg_try_advisory_lock(%s)", name):
        if time.monotonic() >= deadline:
            return False
        time.sleep(0.1)
    return True


def give_back(name: str) -> None:
    try:
        _ask("SELECT pg_advisory_unlock(%s)", name)
    except DatabaseError as error:
        # A broken connection holds no lock any more, and a closed one neither.
        logger.warning("lock of %s given back with its connection: %s", name, error)
        connection.close()


def is_free(name: str) -> bool:
    was_free = take(name)
    if was_free:
        give_back(name)
    return was_free


def wait_for_turn(name: str) -> None:
    """Go on when nobody else is in a transaction of this name; others then wait for its end."""
    _ask("SELECT pg_advisory_xact_lock(%s)", name)


def _ask(question: str, name: str) -> Any:
    number = int.from_bytes(hashlib.blake2b(name.encode(), digest_size=8).digest(), signed=True)
    with connection.cursor() as cursor:
        cursor.execute(question, [number])
        return cursor.fetchone()[0]
