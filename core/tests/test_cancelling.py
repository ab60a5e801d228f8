"""Jobs that are cancelled while they work, and jobs that are started anew."""

import datetime as dt
import threading
import time

import pytest
from django.db import connection
from django.utils import timezone

from core import job_pulse, jobs
from core.enums import JobEvent, JobState
from core.models import JobChunk, JobRun

NOON = dt.datetime(2026, 6, 1, 12, tzinfo=timezone.get_default_timezone())


def started(**fields):
    run, _is_new = jobs.start(kind="count", key="2021", task="nobody.listens", by=None, at=NOON)
    JobRun.objects.filter(pk=run.pk).update(**fields)
    run.refresh_from_db()
    return run


def events(run):
    return [(note.event, note.text) for note in run.notes.order_by("id")]


# --- Cancelled in the middle ---


def work(run_id, seconds, seen):
    """A job whose only step is a query that takes its time."""
    try:
        with jobs.working(run_id) as run:
            jobs.progress(run, step="counting", done=0, total=1)
            with connection.cursor() as cursor:
                cursor.execute("SELECT pg_sleep(%s)", [seconds])
            seen.append("worked to its end")
    except Exception as error:
        seen.append(error)
    finally:
        connection.close()


def cancelled_at_work(seconds):
    """Cancel a job in the middle of its query; give it, how long it went on, what was seen."""
    run, seen = started(), []
    worker = threading.Thread(target=work, args=(run.pk, seconds, seen))
    worker.start()
    while not run.step:
        time.sleep(0.05)
        run.refresh_from_db()
    began = time.monotonic()
    jobs.cancel(run, by="staff@example.com", at=NOON)
    worker.join()
    run.refresh_from_db()
    return run, time.monotonic() - began, seen


@pytest.mark.django_db(transaction=True)
@pytest.mark.shows("A8")
def test_a_cancelled_job_breaks_off_what_it_does(figure):
    run, seconds, seen = cancelled_at_work(30)

    assert seconds < 5
    assert (run.state, run.error, seen) == (JobState.CANCELLED, "", [])
    assert events(run)[-1] == (JobEvent.CANCELLED, "")
    figure("A8", f"ended {seconds:.1f} s after it was cancelled")


@pytest.mark.django_db(transaction=True)
@pytest.mark.shows("A8")
def test_without_its_pulse_it_would_work_to_the_end(monkeypatch):
    """The control."""
    monkeypatch.setattr(job_pulse, "EVERY", 60)

    run, seconds, seen = cancelled_at_work(6)

    assert seconds > 5
    assert (run.state, seen) == (JobState.CANCELLED, ["worked to its end"])


@pytest.mark.django_db(transaction=True)
def test_a_long_query_hides_no_sign_of_life(monkeypatch):
    monkeypatch.setattr(job_pulse, "EVERY", 0.1)
    run, seen = started(), []
    worker = threading.Thread(target=work, args=(run.pk, 1, seen))
    worker.start()
    beats = set()
    while worker.is_alive():
        run.refresh_from_db()
        beats.add(run.heartbeat_at)
        time.sleep(0.05)
    worker.join()

    assert len(beats) > 4
    assert seen == ["worked to its end"]


@pytest.mark.django_db(transaction=True)
def test_who_cancels_does_not_wait_for_the_part_that_is_being_made():
    run = started(state=JobState.RUNNING, attempts=1)

    def make():
        assert answered_elsewhere(lambda: jobs.cancel(run, by=None, at=NOON)) is True
        return 1

    with pytest.raises(jobs.JobCancelled):
        jobs.chunk(run, "members", make)

    assert JobChunk.objects.count() == 0


def answered_elsewhere(act):
    answers = []

    def call():
        answers.append(act())
        connection.close()

    other = threading.Thread(target=call)
    other.start()
    other.join(timeout=5)
    return answers[0] if answers else "still waiting"


# --- The log ---


@pytest.mark.django_db
def test_the_log_says_what_happened():
    run = started()
    with jobs.working(run.pk) as run:
        for done in (0, 1, 1):
            jobs.progress(run, step=f"table {done}", done=done, total=2)
        with jobs.swap(run):
            pass

    assert events(run) == [
        (JobEvent.QUEUED, ""),
        (JobEvent.BEGUN, "1"),
        (JobEvent.STEP, "table 0"),
        (JobEvent.STEP, "table 1"),
        (JobEvent.DONE, ""),
    ]


# --- Started anew ---


@pytest.mark.django_db
@pytest.mark.parametrize("state", [JobState.FAILED, JobState.CANCELLED])
def test_what_was_broken_off_is_started_anew(state, django_capture_on_commit_callbacks):
    run = started(state=state, attempts=jobs.MOST_ATTEMPTS, error="x", step="2", done=1, total=2)
    JobChunk.objects.create(run=run, name="members", result=1)

    with django_capture_on_commit_callbacks() as sent:
        jobs.restart(run, by=None, at=NOON)

    run.refresh_from_db()
    assert (run.state, run.error, run.step, run.done, run.total) == (JobState.QUEUED, "", "", 0, 0)
    assert (run.attempts_used, JobChunk.objects.count(), len(sent)) == (0, 0, 1)
    assert events(run)[-1] == (JobEvent.RESTARTED, "")
    with jobs.working(run.pk) as begun:
        assert begun == run


@pytest.mark.django_db
@pytest.mark.parametrize("state", [JobState.QUEUED, JobState.RUNNING, JobState.DONE])
def test_what_is_open_or_done_is_not_started_anew(state):
    run = started(state=state)

    with pytest.raises(jobs.NotRestarted, match="只有失败或已取消的任务"):
        jobs.restart(run, by=None, at=NOON)

    run.refresh_from_db()
    assert run.state == state


@pytest.mark.django_db
def test_of_one_job_one_run_is_open():
    run = started(state=JobState.FAILED)
    started()

    with pytest.raises(jobs.NotRestarted, match="请等其结束"):
        jobs.restart(run, by=None, at=NOON)


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("fields", "left"),
    [
        ({"done": 2, "total": 6, "started_at": NOON}, dt.timedelta(minutes=20)),
        ({"done": 0, "total": 6, "started_at": NOON}, None),
        ({"done": 2, "total": 6, "started_at": NOON, "state": JobState.FAILED}, None),
    ],
)
def test_the_time_left_is_that_of_the_steps_to_come(fields, left):
    run = started(**{"state": JobState.RUNNING} | fields)

    assert run.time_left(at=NOON + dt.timedelta(minutes=10)) == left
