"""The shape of every long job: a row that is the truth, a lock, chunks, one swap.

A killed worker, a lost message or a message delivered twice changes nothing about the result:
finished chunks are kept under (run, chunk), only the holder of the advisory lock works, and what
the public sees changes in the one transaction of `swap`. A copy that lost its lock without noticing
(its connection broke) is stopped by the number of its attempt, which every write asks for.
"""

import datetime as dt
import logging
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

from celery import current_app
from django.db import DatabaseError, InterfaceError, OperationalError, connection, transaction
from django.db.models import F, QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from core import locks
from core.enums import BROKEN_OFF, JobEvent, JobState
from core.job_faults import words_of
from core.job_notes import note, tell
from core.job_pulse import Pulse
from core.models import JobChunk, JobRun

logger = logging.getLogger(__name__)
# A message that was sent may still stand in the queue, so a queued run is sent again late. That
# nobody works on a running one is known at once: its lock is free.
SILENCE_BEFORE_REQUEUE = dt.timedelta(seconds=90)
SILENCE_OF_THE_DEAD = dt.timedelta(seconds=2)
MOST_ATTEMPTS = 10
QUERY_CANCELED = "57014"
# The server needs a moment to see that a killed worker is gone.
PATIENCE_AT_THE_LOCK = 3.0


class JobCancelled(Exception):
    """Somebody cancelled the run while it was working, or another copy took it over."""


class NotRestarted(ValueError):
    """The run cannot be started anew; the text says why."""


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
    *,
    kind: str,
    key: str,
    task: str,
    by: Any,
    at: dt.datetime,
    period: str = "",
    **arguments: Any,
) -> tuple[JobRun, bool]:
    """Queue a run of the job and answer (run, True); an open run answers (run, False).

    A periodic job names its period and runs once in it, however many beats ask for it.
    """
    locks.wait_for_turn(f"start:{kind}:{key}")
    earlier = _earlier_run(kind, key, period)
    if earlier is not None:
        return earlier, False
    run = JobRun.objects.create(
        kind=kind,
        key=key,
        task=task,
        arguments=arguments,
        period=period,
        started_by=by,
        heartbeat_at=at,
    )
    note(run, JobEvent.QUEUED, by=by)
    enqueue(task, run_id=run.pk)
    return run, True


def _earlier_run(kind: str, key: str, period: str) -> JobRun | None:
    runs = JobRun.objects.filter(kind=kind, key=key)
    of_the_period = runs.filter(period=period).first() if period else None
    return of_the_period or runs.open().first()


@contextmanager
def working(run_id: int) -> Iterator[JobRun | None]:
    """Hold the job's lock while the body works, and leave the run done, failed or cancelled.

    Yields None when there is nothing to do: another worker holds the lock, or the run has ended (a
    message that came twice). An error inside the body is kept on the row and raised again.
    """
    run = JobRun.objects.get(pk=run_id)
    if not locks.take(_lock_of(run), patience=PATIENCE_AT_THE_LOCK):
        logger.info("another worker holds %s", run)
        yield None
        return
    try:
        if _begin(run):
            with Pulse(run):
                yield run
        else:
            yield None
    except JobCancelled:
        logger.info("cancelled or taken over: %s", run)
    except OperationalError as error:
        if not _was_broken_off(run, error):
            _fail(run, error)
            raise
        logger.info("broken off, cancelled or taken over: %s", run)
    except Exception as error:
        _fail(run, error)
        raise
    finally:
        locks.give_back(_lock_of(run))


def progress(run: JobRun, *, step: str, done: int, total: int) -> None:
    """Note how far the run is and that it lives. Raises JobCancelled if it was cancelled.

    Call it outside transactions: others are to see it at once.
    """
    if not _mine(run).update(step=step, done=done, total=total, heartbeat_at=timezone.now()):
        raise JobCancelled
    if step != run.step:
        note(run, JobEvent.STEP, step)
    run.step, run.done, run.total = step, done, total


def chunk(run: JobRun, name: str, make: Callable[[], Any]) -> Any:
    """Give the chunk's kept result, or make it once and keep it.

    What `make` writes and the note that it is written are one transaction: a worker killed in the
    middle leaves neither. Raises JobCancelled if the run was cancelled.
    """
    kept = JobChunk.objects.filter(run=run, name=name).first()
    if kept is not None:
        return kept.result
    with transaction.atomic():
        result = make()
        # Asked last, so that the row is free meanwhile for whoever wants to cancel.
        if not _mine(run).select_for_update().exists():
            raise JobCancelled
        return JobChunk.objects.create(run=run, name=name, result=result).result


@contextmanager
def swap(run: JobRun) -> Iterator[None]:
    """Make the body's changes visible in one transaction and mark the run done in it."""
    with transaction.atomic():
        yield
        finished = _mine(run).update(
            state=JobState.DONE, finished_at=timezone.now(), step="", error=""
        )
        if not finished:
            raise JobCancelled
        note(run, JobEvent.DONE)
        tell(run)
        JobChunk.objects.filter(run=run).delete()


@transaction.atomic
def cancel(run: JobRun, *, by: Any, at: dt.datetime) -> bool:
    """Cancel an open run; the worker breaks off what it does within seconds (`core.job_pulse`)."""
    mine = JobRun.objects.open().filter(pk=run.pk)
    if not mine.update(state=JobState.CANCELLED, finished_at=at):
        return False
    note(run, JobEvent.CANCELLED, by=by)
    return True


@transaction.atomic
def restart(run: JobRun, *, by: Any, at: dt.datetime) -> None:
    """Queue a run that failed or was cancelled once more, from its beginning, for `by`.

    Raises NotRestarted if it has not ended so, or while another run of the job is open.
    """
    locks.wait_for_turn(f"start:{run.kind}:{run.key}")
    if JobRun.objects.open().filter(kind=run.kind, key=run.key).exclude(pk=run.pk).exists():
        raise NotRestarted(_("Another run of this job is open: wait until it has ended."))
    restarted = JobRun.objects.filter(pk=run.pk, state__in=BROKEN_OFF).update(
        state=JobState.QUEUED,
        started_by=by,
        started_at=None,
        finished_at=None,
        heartbeat_at=at,
        attempts_before=F("attempts"),
        step="",
        done=0,
        total=0,
        error="",
    )
    if not restarted:
        raise NotRestarted(_("Only a job that failed or was cancelled is started anew."))
    JobChunk.objects.filter(run=run).delete()
    note(run, JobEvent.RESTARTED, by=by)
    enqueue(run.task, run_id=run.pk)


def requeue_stalled(*, at: dt.datetime, silence: dt.timedelta = SILENCE_BEFORE_REQUEUE) -> int:
    """Send again every open run on which nobody works, and give up after some attempts.

    `silence` is how long a queued run may wait for its message to be read.
    """
    count = 0
    for run in _abandoned(at, silence):
        if run.attempts_used >= MOST_ATTEMPTS:
            _give_up(run)
            continue
        JobRun.objects.filter(pk=run.pk).update(heartbeat_at=at)
        note(run, JobEvent.SENT_AGAIN)
        enqueue(run.task, run_id=run.pk)
        count += 1
    return count


def _abandoned(at: dt.datetime, silence: dt.timedelta) -> Iterator[JobRun]:
    for run in JobRun.objects.stalled(at=at, silence=SILENCE_OF_THE_DEAD):
        is_silent = run.heartbeat_at < at - silence
        if (is_silent or run.state == JobState.RUNNING) and locks.is_free(_lock_of(run)):
            yield run


def _mine(run: JobRun) -> QuerySet[JobRun]:
    """The run's row, as long as it is this copy that works on it."""
    return JobRun.objects.filter(pk=run.pk, state=JobState.RUNNING, attempts=run.attempts)


def _begin(run: JobRun) -> bool:
    run.refresh_from_db()
    if run.is_open and run.attempts_used >= MOST_ATTEMPTS:
        _give_up(run)
        return False
    now = timezone.now()
    run.attempts += 1
    has_begun = (
        JobRun.objects.open()
        .filter(pk=run.pk)
        .update(
            state=JobState.RUNNING,
            heartbeat_at=now,
            started_at=run.started_at or now,
            attempts=run.attempts,
        )
    )
    if has_begun:
        note(run, JobEvent.BEGUN, str(run.attempts))
    return bool(has_begun)


def _was_broken_off(run: JobRun, error: OperationalError) -> bool:
    """Tell whether the pulse broke off the query because the run is not ours any more."""
    is_cancelled_query = getattr(error.__cause__, "pgcode", None) == QUERY_CANCELED
    return is_cancelled_query and not _mine(run).exists()


def _fail(run: JobRun, error: Exception) -> None:
    logger.error("job failed: %s", run, exc_info=error)
    if isinstance(error, (DatabaseError, InterfaceError)) and not connection.is_usable():
        connection.close()  # the server was away: the row stays open, the watchdog sends it again
        return
    _end_as_failed(_mine(run), run, words_of(error))


def _give_up(run: JobRun) -> None:
    words = _("Given up after %(count)s attempts without a sign of life.") % {"count": run.attempts}
    _end_as_failed(JobRun.objects.open().filter(pk=run.pk), run, words)


@transaction.atomic
def _end_as_failed(mine: QuerySet[JobRun], run: JobRun, error: str) -> None:
    if mine.update(state=JobState.FAILED, finished_at=timezone.now(), error=error):
        note(run, JobEvent.FAILED, error)
        tell(run, error=error)


def _lock_of(run: JobRun) -> str:
    return f"{run.kind}:{run.key}"
