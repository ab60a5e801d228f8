"""R7: the broker goes away while figures are counted and a report is written."""

import time

import pytest
from django.utils import timezone

from core import jobs
from core.enums import JobState
from core.models import JobRun, OutboxMail
from rcportal.tests.outbox.broker import own_broker
from reports.models import Snapshot
from reports.services import building, report_building
from reports.tests.register import NOON, built, small_register, totals
from reports.tests.report import draft
from reports.tests.workers import stopping, wait_until, workers

pytestmark = [
    pytest.mark.django_db(transaction=True),
    pytest.mark.full,
    pytest.mark.shows("R7"),
]
SECONDS_AWAY = 60


@pytest.fixture
def broker(monkeypatch, settings):
    with own_broker(monkeypatch, settings) as broker:
        yield broker


def statistics():
    small_register()
    built()
    return lambda: building.request_statistics(2021, by=None, at=NOON)[0]


def report():
    edition = draft()
    return lambda: report_building.request_files(edition, by=None, at=NOON)[0]


JOBS = {
    "statistics": (statistics, "LOCK TABLE reports_snapshotmember IN SHARE MODE"),
    "report": (report, "LOCK TABLE reports_editionfile IN SHARE MODE"),
}


def is_done(run):
    return JobRun.objects.filter(pk=run.pk, state=JobState.DONE).exists()


@pytest.mark.parametrize("job", JOBS)
def test_what_is_at_work_ends_without_a_broker_and_once(job, broker, tmp_path, figure):
    prepare, place = JOBS[job]
    ask = prepare()
    with workers(tmp_path) as start:
        start()
        with stopping(place) as until_it_stands:
            run = ask()
            until_it_stands()
            broker.stop()
        alone = wait_until(lambda: is_done(run), "it is done without a broker", seconds=60)
        time.sleep(SECONDS_AWAY)
        broker.start()
        start()
        jobs.requeue_stalled(at=timezone.now(), silence=jobs.SILENCE_OF_THE_DEAD)
        time.sleep(10)  # what the broker kept is delivered again, and finds it done

    run.refresh_from_db()
    assert (run.state, run.attempts) == (JobState.DONE, 1)
    figure("R7", f"{job}: broker gone in the middle, done {alone:.0f} s later, 1 execution")


def test_what_is_asked_for_without_a_broker_is_done_when_it_is_back(broker, tmp_path, figure):
    ask = statistics()
    before = totals(Snapshot.objects.current().get(year=2021))
    with workers(tmp_path) as start:
        start()
        broker.stop()
        run = ask()
        time.sleep(SECONDS_AWAY)
        assert not is_done(run)
        broker.start()
        jobs.requeue_stalled(at=timezone.now(), silence=jobs.SILENCE_OF_THE_DEAD)
        waited = wait_until(lambda: is_done(run), "it is done", seconds=120)

    assert totals(Snapshot.objects.current().get(year=2021)) == before
    assert OutboxMail.objects.count() == 0  # nobody asked by name: nobody is told
    figure("R7", f"asked for while it was away: done {waited:.0f} s after it was back")
