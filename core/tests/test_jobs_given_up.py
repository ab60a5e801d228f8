"""Jobs that are cancelled, taken over by another copy, or left by a worker that died."""

import datetime as dt

import pytest
from django.conf import settings

from core import jobs
from core.enums import JobState
from core.models import JobChunk, JobRun
from core.tests.job_runs import NOON, held_elsewhere, started

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("impatient")]


# --- Cancelled, and taken over by another copy ---


@pytest.mark.parametrize(
    "change", [{"state": JobState.CANCELLED}, {"attempts": 2}], ids=["cancelled", "taken over"]
)
@pytest.mark.parametrize("act", ["progress", "chunk", "swap"])
def test_who_lost_the_run_writes_nothing_more(act, change):
    run = started()
    acts = {
        "progress": lambda: jobs.progress(run, step="counting", done=0, total=1),
        "chunk": lambda: jobs.chunk(run, "members", lambda: 1),
        "swap": lambda: swapped(run),
    }

    with jobs.working(run.pk) as run:
        JobRun.objects.filter(pk=run.pk).update(**change)
        acts[act]()
        pytest.fail("went on working")

    run.refresh_from_db()
    assert {name: getattr(run, name) for name in change} == change
    assert (run.step, JobChunk.objects.count(), JobRun.objects.count()) == ("", 0, 1)


def swapped(run):
    with jobs.swap(run):
        JobRun.objects.create(kind="seen", key="1")


def test_a_copy_that_was_taken_over_does_not_fail_the_run():
    run = started()

    with pytest.raises(ValueError, match="late"), jobs.working(run.pk):
        break_after_being_taken_over(run)

    run.refresh_from_db()
    assert (run.state, run.error) == (JobState.RUNNING, "")


def break_after_being_taken_over(run):
    JobRun.objects.filter(pk=run.pk).update(attempts=2)
    raise ValueError("late")


def test_only_an_open_run_is_cancelled():
    queued, done = started(), started(key="2020", state=JobState.DONE)

    assert [jobs.cancel(run, by=None, at=NOON) for run in (queued, done)] == [True, False]

    assert [JobRun.objects.get(pk=run.pk).state for run in (queued, done)] == [
        JobState.CANCELLED,
        JobState.DONE,
    ]


# --- The watchdog ---


@pytest.mark.parametrize(
    ("state", "silence", "sent"),
    [
        (JobState.QUEUED, 89, 0),  # its message may still stand in the queue
        (JobState.QUEUED, 91, 1),
        (JobState.RUNNING, 1, 0),
        (JobState.RUNNING, 3, 1),  # nobody holds its lock: its worker is dead
        (JobState.DONE, 1000, 0),
        (JobState.CANCELLED, 1000, 0),
    ],
)
def test_what_nobody_works_on_is_sent_again(
    state, silence, sent, django_capture_on_commit_callbacks
):
    run = started(state=state, heartbeat_at=NOON - dt.timedelta(seconds=silence))

    with django_capture_on_commit_callbacks() as messages:
        assert jobs.requeue_stalled(at=NOON) == sent

    run.refresh_from_db()
    assert (len(messages), run.heartbeat_at == NOON) == (sent, bool(sent))


def test_a_worker_that_starts_does_not_wait_for_messages_that_may_be_lost():
    started(heartbeat_at=NOON - dt.timedelta(seconds=3))

    assert jobs.requeue_stalled(at=NOON, silence=jobs.SILENCE_OF_THE_DEAD) == 1


def test_what_somebody_works_on_is_left_to_him():
    run = started(state=JobState.RUNNING, heartbeat_at=NOON - dt.timedelta(hours=1))

    with held_elsewhere(run):
        assert jobs.requeue_stalled(at=NOON) == 0


def test_a_job_that_kills_its_workers_is_given_up():
    run = started(
        state=JobState.RUNNING,
        attempts=jobs.MOST_ATTEMPTS,
        heartbeat_at=NOON - dt.timedelta(hours=1),
    )

    assert jobs.requeue_stalled(at=NOON) == 0

    run.refresh_from_db()
    assert run.state == JobState.FAILED
    assert run.error == f"尝试 {jobs.MOST_ATTEMPTS} 次均无响应，已放弃。"


def test_a_message_that_comes_too_often_is_given_up():
    run = started(state=JobState.RUNNING, attempts=jobs.MOST_ATTEMPTS)

    with jobs.working(run.pk) as found:
        assert found is None

    run.refresh_from_db()
    assert run.state == JobState.FAILED


def test_the_broker_brings_back_what_a_dead_worker_took():
    options = settings.CELERY_BROKER_TRANSPORT_OPTIONS

    assert options["unacked_restore_interval"] * options["unacked_restore_throttle"] <= 15
    assert options["visibility_timeout"] >= 2 * settings.CELERY_TASK_TIME_LIMIT
    assert (
        settings.CELERY_TASK_ACKS_LATE,
        settings.CELERY_TASK_REJECT_ON_WORKER_LOST,
        settings.CELERY_WORKER_PREFETCH_MULTIPLIER,
    ) == (True, True, 1)
