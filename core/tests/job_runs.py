"""A run of a job as the tests begin it, and another worker that holds it."""

import datetime as dt
from contextlib import contextmanager

from django.db import connection
from django.utils import timezone

from core import jobs, locks
from core.models import JobRun

NOON = dt.datetime(2026, 6, 1, 12, tzinfo=timezone.get_default_timezone())


def started(*, key="2021", period="", **fields):
    run, _is_new = jobs.start(
        kind="count", key=key, task="nobody.listens", by=None, at=NOON, period=period
    )
    if fields:
        JobRun.objects.filter(pk=run.pk).update(**fields)
        run.refresh_from_db()
    return run


@contextmanager
def held_elsewhere(run):
    """Another worker, with a connection of its own, holds the lock of the job."""
    mine, other = locks.connection, connection.copy()
    try:
        locks.connection = other
        assert locks.take(jobs._lock_of(run))
        locks.connection = mine
        yield
    finally:
        locks.connection = mine
        other.close()
