"""Workers that are killed, messages that are lost or come twice: the figures are the same.

R1 to R4 of the plan's tests of reliability, with real processes. The controls that need no process
(adding to totals, no lock) stand in `services/test_building_again.py` and
`core/tests/test_jobs.py`.
"""

import datetime as dt
import time

import pytest
from celery import current_app
from django.utils import timezone

from commitments.tests.factories import StaffPostFactory
from core import jobs
from core.enums import JobState
from core.models import JobRun, Notice, OutboxMail
from core.tasks import requeue_stalled_jobs
from reports.models import Snapshot
from reports.services import building
from reports.tests.register import built, small_register
from reports.tests.workers import POINTS, stopping, wait_until, workers

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.full]


@pytest.fixture(autouse=True)
def _queue_is_empty():
    current_app.control.purge()
    yield
    current_app.control.purge()


@pytest.fixture
def undisturbed(transactional_db):
    """The small register and what its statistics are when nothing goes wrong."""
    small_register()
    return contents(built(2021))


@pytest.fixture
def start(tmp_path):
    with workers(tmp_path) as start:
        yield start


def contents(snapshot):
    return (
        sorted(snapshot.members.values_list("organisation", "kind", "province", "signed_on")),
        sorted(snapshot.figures.values_list("key", "dimension", "cell", "value", "unit")),
    )


def requested():
    run, is_new = building.request_statistics(2021, by=StaffPostFactory().user, at=timezone.now())
    assert is_new
    return run


def is_done(run):
    return lambda: JobRun.objects.filter(pk=run.pk, state=JobState.DONE).exists()


def assert_built_once(run, undisturbed):
    current = Snapshot.objects.get(run=run)
    assert contents(current) == undisturbed
    assert sorted(Snapshot.objects.values_list("state", flat=True)) == ["current", "superseded"]
    assert current.state == "current"
    assert_told_once(run)


def assert_told_once(run):
    """However often it was killed: one mail says that the statistics are ready, and one notice."""
    told = [(mail.kind, mail.recipient, mail.href) for mail in OutboxMail.objects.all()]
    assert told == [("core/job_done", run.started_by, "/statistics/2021/")]
    assert Notice.objects.filter(recipient=run.started_by).count() == 1


@pytest.mark.shows("R1")
@pytest.mark.parametrize("point", POINTS)
def test_a_killed_worker_is_followed_by_the_next(point, start, undisturbed, figure):
    worker = start()
    with stopping(POINTS[point]) as until_it_stands:
        run = requested()
        until_it_stands()
        worker.kill()
        killed_at = time.monotonic()

    start()

    wait_until(is_done(run), "the statistics are built")
    seconds = time.monotonic() - killed_at
    assert seconds < 60
    assert_built_once(run, undisturbed)
    figure("R1", f"killed {point}: done {seconds:.1f} s later, with a new worker")


@pytest.mark.shows("R2")
def test_a_killed_child_is_followed_by_the_next(start, undisturbed, figure):
    worker = start()
    with stopping(POINTS["while it writes the figures"]) as until_it_stands:
        run = requested()
        until_it_stands()
        worker.kill_children()

    seconds = wait_until(is_done(run), "the statistics are built")
    assert seconds < 10
    assert_built_once(run, undisturbed)
    figure("R2", f"done {seconds:.1f} s after the kill")


@pytest.mark.shows("R3")
def test_a_message_that_comes_twice_finds_the_lock_taken(start, undisturbed, figure):
    worker = start(children=2)
    with stopping(POINTS["while it writes the figures"]) as until_it_stands:
        run = requested()
        until_it_stands()
        current_app.send_task(building.TASK, kwargs={"run_id": run.pk})
        wait_until(
            lambda: "another worker holds" in worker.log.read_text(), "the second copy leaves"
        )

    wait_until(is_done(run), "the statistics are built")
    run.refresh_from_db()
    assert run.attempts == 1
    assert_built_once(run, undisturbed)
    figure("R3", f"2 messages, {run.attempts} execution, figures equal")


@pytest.mark.shows("R4")
def test_a_lost_message_is_sent_again_by_the_watchdog(start, undisturbed, monkeypatch, figure):
    start()
    with monkeypatch.context() as patch:
        patch.setattr(jobs, "_send", lambda task, ids: None)
        run = requested()
    with pytest.raises(AssertionError):  # the control: without the watchdog nothing happens
        wait_until(is_done(run), "nobody knows of it", seconds=3)

    silence = jobs.SILENCE_BEFORE_REQUEUE + dt.timedelta(seconds=1)
    JobRun.objects.filter(pk=run.pk).update(heartbeat_at=timezone.now() - silence)
    requeue_stalled_jobs.delay()

    seconds = wait_until(is_done(run), "the statistics are built")
    assert_built_once(run, undisturbed)
    figure("R4", f"done {seconds:.1f} s after the watchdog's round; without it never")
