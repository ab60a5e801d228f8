"""The shape of every long job: a row that is the truth, a lock, chunks, one swap.

A killed worker, a lost message or a message delivered twice changes nothing about the result:
finished chunks are kept under (run, chunk), only the holder of the advisory lock works, and what the
public sees changes in the one transaction of `swap`.
"""

import datetime as dt
import logging
import zlib
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

from celery import current_app
from django.db import connection, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from core.enums import JobState
from core.models import JobChunk, JobRun

logger = logging.getLogger(__name__)
SILENCE_BEFORE_REQUEUE = dt.timedelta(seconds=90)
MOST_ATTEMPTS = 5


class JobBusy(Exception):
    """Another worker holds the lock of this job."""


class JobCancelled(Exception):
    """Somebody cancelled the run while it was working."""


def enqueue(task: str, **ids: Any) -> None:
    """Send the task once the present transaction has committed.

    A broker that is gone never fails the save: the row stays, and beat sends what was not sent.
    """
    transaction.on_commit(lambda: _send(task, ids), robust=True)


def _send(task: str, ids: dict[str, Any]) -> None:
    try:
        current_app.send_task(task, kwargs=ids, retry=False)
    except Exception as error:
        logger.warning("not enqueued, the watchdog will: %s %s (%s)", task, ids, error)


@transaction.atomic
def start(
    *, kind: str, key: str, task: str, by: Any, at: dt.datetime, **arguments: Any
) -> tuple[JobRun, bool]:
    """Queue a run of the job and answer (run, True); an open run answers (run, False)."""
    run, is_new = JobRun.objects.open().get_or_create(
        kind=kind,
        key=key,
        defaults={"task": task, "arguments": arguments, "started_by": by, "heartbeat_at": at},
    )
    if is_new:
        enqueue(task, run_id=run.pk)
    return run, is_new


@contextmanager
def working(run_id: int) -> Iterator[JobRun | None]:
    """Hold the job's lock while the body works, and leave the run done, failed or cancelled.

    Yields None when there is nothing to do: another worker holds the lock, or the run has ended (a
    message that came twice). An error inside the body is kept on the row and raised again.
    """
    run = JobRun.objects.get(pk=run_id)
    lock = zlib.crc32(f"{run.kind}:{run.key}".encode())
    if not _try_lock(lock):
        logger.info("another worker holds %s", run)
        yield None
        return
    try:
        if not _begin(run):
            yield None
            return
        yield run
    except JobCancelled:
        logger.info("cancelled: %s", run)
    except Exception as error:
        _fail(run, error)
        raise
    finally:
        _unlock(lock)


def progress(run: JobRun, *, step: str, done: int, total: int) -> None:
    """Note how far the run is and that it lives. Raises JobCancelled if it was cancelled.

    Call it outside transactions: others are to see it at once.
    """
    alive = JobRun.objects.filter(pk=run.pk, state=JobState.RUNNING)
    if not alive.update(step=step, done=done, total=total, heartbeat_at=timezone.now()):
        raise JobCancelled


def chunk(run: JobRun, name: str, make: Callable[[], Any]) -> Any:
    """Give the chunk's kept result, or make it once and keep it."""
    kept = JobChunk.objects.filter(run=run, name=name).first()
    if kept is None:
        kept, _created = JobChunk.objects.get_or_create(
            run=run, name=name, defaults={"result": make()}
        )
    return kept.result


@contextmanager
def swap(run: JobRun) -> Iterator[None]:
    """Make the body's changes visible in one transaction and mark the run done in it."""
    with transaction.atomic():
        yield
        finished = JobRun.objects.filter(pk=run.pk, state=JobState.RUNNING).update(
            state=JobState.DONE, finished_at=timezone.now(), step="", error=""
        )
        if not finished:
            raise JobCancelled
        JobChunk.objects.filter(run=run).delete()


def cancel(run: JobRun) -> bool:
    """Cancel an open run; the worker notices at its next sign of life."""
    return bool(
        JobRun.objects.open()
        .filter(pk=run.pk)
        .update(state=JobState.CANCELLED, finished_at=timezone.now())
    )


def requeue_stalled(*, at: dt.datetime) -> int:
    """Send again every open run that gave no sign of life, and give up after some attempts."""
    count = 0
    for run in JobRun.objects.stalled(at=at, silence=SILENCE_BEFORE_REQUEUE):
        if run.attempts >= MOST_ATTEMPTS:
            _give_up(run)
        elif _is_free(run):
            JobRun.objects.filter(pk=run.pk).update(heartbeat_at=at)
            enqueue(run.task, run_id=run.pk)
            count += 1
    return count


def _begin(run: JobRun) -> bool:
    now = timezone.now()
    JobRun.objects.open().filter(pk=run.pk).update(
        state=JobState.RUNNING, heartbeat_at=now, started_at=now, attempts=run.attempts + 1
    )
    run.refresh_from_db()
    return run.is_open


def _fail(run: JobRun, error: Exception) -> None:
    logger.exception("job failed: %s", run)
    JobRun.objects.open().filter(pk=run.pk).update(
        state=JobState.FAILED, finished_at=timezone.now(), error=str(error) or type(error).__name__
    )


def _give_up(run: JobRun) -> None:
    JobRun.objects.open().filter(pk=run.pk).update(
        state=JobState.FAILED,
        finished_at=timezone.now(),
        error=_("Given up after %(count)s attempts without a sign of life.")
        % {"count": run.attempts},
    )


def _is_free(run: JobRun) -> bool:
    lock = zlib.crc32(f"{run.kind}:{run.key}".encode())
    if not _try_lock(lock):
        return False
    _unlock(lock)
    return True


def _try_lock(lock: int) -> bool:
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_lock(%s)", [lock])
        return bool(cursor.fetchone()[0])


def _unlock(lock: int) -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_unlock(%s)", [lock])
