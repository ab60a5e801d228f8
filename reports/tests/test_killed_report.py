"""A worker that is killed while it builds a report leaves nothing half: the next one ends it."""

import pytest
from celery import current_app
from django.utils import timezone

from commitments.tests.factories import StaffPostFactory
from core.enums import JobState
from core.models import JobRun, OutboxMail
from reports.services import report_building
from reports.tests.report import draft, files_of
from reports.tests.workers import stopping, wait_until, workers

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.full]
POINTS = {
    "while it clears away what others left": "LOCK TABLE reports_editionfile IN EXCLUSIVE MODE",
    "while it keeps a file": "LOCK TABLE reports_editionfile IN SHARE MODE",
    "while it notes a chunk": "LOCK TABLE core_jobchunk IN SHARE MODE",
}


@pytest.fixture(autouse=True)
def _queue_is_empty():
    current_app.control.purge()
    yield
    current_app.control.purge()


def shown(edition):
    return {file.name: file.sha256 for file in edition.files.filter(is_shown=True)}


@pytest.mark.parametrize("point", POINTS)
def test_a_killed_worker_is_followed_by_the_next(point, tmp_path):
    edition = draft()
    files_of(edition)
    undisturbed = shown(edition)
    with workers(tmp_path) as start:
        worker = start()
        with stopping(POINTS[point]) as until_it_stands:
            by = StaffPostFactory().user
            run, _is_new = report_building.request_files(edition, by=by, at=timezone.now())
            until_it_stands()
            worker.kill()

        assert shown(edition) == undisturbed
        start()
        done = JobRun.objects.filter(pk=run.pk, state=JobState.DONE)
        wait_until(done.exists, "the report is built", seconds=120)

    assert shown(edition) == undisturbed
    assert edition.files.count() == len(undisturbed)
    assert set(edition.files.values_list("run", flat=True)) == {run.pk}
    assert OutboxMail.objects.filter(kind="core/job_done", recipient=by).count() == 1
