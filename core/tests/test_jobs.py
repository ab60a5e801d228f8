import pytest
from celery import Celery
from django.db import IntegrityError, connection, transaction
from kombu.exceptions import OperationalError

from core import jobs, locks
from core.enums import JobState
from core.models import JobChunk, JobRun
from core.tests.job_runs import NOON, held_elsewhere, started

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("impatient")]


# --- Start ---


def test_a_new_run_is_sent_once_its_row_is_there(django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks() as sent:
        run, is_new = jobs.start(
            kind="count", key="2021", task="nobody.listens", by=None, at=NOON, year=2021
        )

    assert (is_new, run.state, run.arguments, len(sent)) == (
        True,
        JobState.QUEUED,
        {"year": 2021},
        1,
    )


def test_an_open_run_is_given_instead_of_a_second_one(django_capture_on_commit_callbacks):
    first = started()

    with django_capture_on_commit_callbacks() as sent:
        run, is_new = jobs.start(kind="count", key="2021", task="x", by=None, at=NOON)

    assert (run, is_new, sent) == (first, False, [])


def test_a_finished_job_may_be_started_again():
    first = started(state=JobState.DONE)

    assert started() != first


def test_a_periodic_job_runs_once_a_period():
    first = started(period="2026-06-01", state=JobState.DONE)

    assert started(period="2026-06-01") == first
    assert started(period="2026-06-02") != first


def test_the_database_refuses_a_second_run_of_a_period():
    first = started(period="2026-06-01", state=JobState.DONE)

    with pytest.raises(IntegrityError, match="a_periodic_job_runs_once_a_period"):
        JobRun.objects.create(kind=first.kind, key=first.key, period=first.period)


def test_the_database_refuses_a_second_open_run():
    first = started()

    with pytest.raises(IntegrityError, match="one_open_run_per_job"):
        JobRun.objects.create(kind=first.kind, key=first.key)


def test_a_broker_that_is_gone_does_not_fail_the_save(monkeypatch):
    nowhere = Celery(broker="redis+socket:///nowhere", set_as_current=False)
    monkeypatch.setattr(jobs, "current_app", nowhere)

    jobs._send("nobody.listens", {"run_id": 1})

    with pytest.raises(OperationalError):
        nowhere.send_task("nobody.listens", retry=False)


# --- Working ---


def test_work_is_done_once_it_is_swapped_in():
    with jobs.working(started().pk) as run:
        jobs.progress(run, step="counting", done=1, total=2)
        with jobs.swap(run):
            JobRun.objects.create(kind="seen", key="1")

    run.refresh_from_db()
    assert (run.state, run.done, run.total, run.step, run.attempts) == (
        JobState.DONE,
        1,
        2,
        "",
        1,
    )
    assert JobRun.objects.filter(kind="seen").count() == 1


def test_a_second_copy_leaves_at_the_lock():
    run = started()

    with held_elsewhere(run), jobs.working(run.pk) as found:
        assert found is None

    run.refresh_from_db()
    assert (run.state, run.attempts) == (JobState.QUEUED, 0)


@pytest.mark.shows("R3")
def test_without_the_lock_the_second_copy_would_work_too(monkeypatch):
    run = started(state=JobState.RUNNING, attempts=1)

    with held_elsewhere(run):
        monkeypatch.setattr(locks, "take", lambda name, patience=0: True)
        with jobs.working(run.pk) as found:
            assert found == run


@pytest.mark.parametrize("state", [JobState.DONE, JobState.FAILED, JobState.CANCELLED])
def test_a_message_that_comes_after_the_end_changes_nothing(state):
    run = started(state=state)

    with jobs.working(run.pk) as found:
        assert found is None

    run.refresh_from_db()
    assert (run.state, run.attempts) == (state, 0)


def test_an_error_is_kept_on_the_row_and_raised():
    run = started()

    with pytest.raises(ValueError, match="no such year"), jobs.working(run.pk):
        raise ValueError("no such year")

    run.refresh_from_db()
    assert (run.state, run.error) == (JobState.FAILED, "no such year")


def test_the_lock_is_free_after_the_work():
    run = started()
    with jobs.working(run.pk):
        assert not can_lock_elsewhere(run)

    assert can_lock_elsewhere(run)


def can_lock_elsewhere(run):
    mine, other = locks.connection, connection.copy()
    try:
        locks.connection = other
        return locks.take(jobs._lock_of(run))
    finally:
        locks.connection = mine
        other.close()


# --- Chunks ---


def test_a_chunk_is_made_once():
    made = []

    def make():
        made.append(1)
        return {"rows": 3}

    with jobs.working(started().pk) as run:
        results = [jobs.chunk(run, "members", make) for _ in range(2)]

    assert (results, made) == ([{"rows": 3}] * 2, [1])


def test_a_chunk_that_breaks_leaves_nothing():
    def make():
        JobRun.objects.create(kind="seen", key="1")
        raise RuntimeError("killed")

    with pytest.raises(RuntimeError), jobs.working(started().pk) as run:
        jobs.chunk(run, "members", make)

    assert (JobRun.objects.filter(kind="seen").count(), JobChunk.objects.count()) == (0, 0)


def test_chunks_are_swept_away_by_the_swap():
    with jobs.working(started().pk) as run:
        jobs.chunk(run, "members", lambda: 1)
        with jobs.swap(run):
            pass

    assert JobChunk.objects.count() == 0


def test_a_transaction_that_fails_sends_nothing(django_capture_on_commit_callbacks):
    with (
        django_capture_on_commit_callbacks() as sent,
        pytest.raises(IntegrityError),
        transaction.atomic(),
    ):
        JobRun.objects.create(kind="count", key="2021", done=started().done + 1)

    assert sent == []
