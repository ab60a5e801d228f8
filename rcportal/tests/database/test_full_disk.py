"""R22: the disk is full in the middle of a long job: a sentence, all as before, and again."""

import pytest
from celery import current_app
from django.db import DatabaseError
from django.utils import timezone

from commitments.models import ImportBatch, Organisation
from commitments.services.founding import load_reference_tables
from commitments.services.importing import checking, queueing
from commitments.tests.entries import signed
from core import jobs
from core.enums import JobState
from core.models import JobRun, OutboxMail
from rcportal.tests.database.small_disk import on_a_small_disk
from reports.models import Snapshot
from reports.services import building, report_building
from reports.tests.register import NOON, built, small_register, totals
from reports.tests.report import draft, files_of

pytestmark = [
    pytest.mark.django_db(transaction=True),
    pytest.mark.full,
    pytest.mark.shows("R22"),
]
SENTENCE = "磁盘已满：请腾出空间后重新开始。一切保持原样。"


@pytest.fixture(autouse=True)
def _queue_is_empty():
    current_app.control.purge()
    yield
    current_app.control.purge()


def met_a_full_disk(disk, run, work):
    """Do the run's work on the full disk; give the row as it stands then."""
    disk.fill()
    with pytest.raises(DatabaseError, match="No space left"):
        work(run)
    disk.empty()
    run.refresh_from_db()
    assert (run.state, run.error) == (JobState.FAILED, SENTENCE)


def started_anew(run, work):
    jobs.restart(run, by=None, at=timezone.now())
    work(run)
    assert JobRun.objects.get(pk=run.pk).state == JobState.DONE


def test_the_statistics_of_the_year(figure):
    small_register()
    for number in range(400):
        signed(f"满{number:03d}化工有限公司", "2018-03-01")
    before = totals(built())
    run, _is_new = building.request_statistics(2021, by=None, at=NOON)

    def work(run):
        building.build(run.pk, at=NOON)

    with on_a_small_disk("reports_snapshotmember") as disk:
        met_a_full_disk(disk, run, work)
        shown = Snapshot.objects.current().get(year=2021)
        assert (totals(shown), Snapshot.objects.filter(state="building").count()) == (before, 0)
        started_anew(run, work)
        assert totals(Snapshot.objects.current().get(year=2021)) == before
    figure("R22", "statistics: one sentence, the figures shown stayed, then counted anew")


def test_the_annual_report(figure):
    edition = draft()
    before = files_of(edition)
    run, _is_new = report_building.request_files(edition, by=None, at=NOON)

    def work(run):
        report_building.build(run.pk)

    with on_a_small_disk("reports_editionfile") as disk:
        met_a_full_disk(disk, run, work)
        shown = {file.name: bytes(file.content) for file in edition.files.filter(is_shown=True)}
        assert shown == before
        started_anew(run, work)
    figure("R22", f"report: one sentence, {len(before)} files stayed, then built anew")


def test_a_list_that_is_written(figure):
    load_reference_tables()
    rows = [f"满盘{number:05d}化工有限公司,企事业单位,山东省,2021-03-04" for number in range(2000)]
    content = "\n".join(["单位名称,单位类型,省级行政区,签署日期", *rows]).encode()
    batch = checking.check("名录.csv", content, by=None, at=timezone.now())
    known = Organisation.objects.count()
    run = queueing.request(batch, "confirm", by=None, at=timezone.now())

    def work(run):
        queueing.work(run.pk, at=timezone.now())

    with on_a_small_disk("commitments_organisation") as disk:
        met_a_full_disk(disk, run, work)
        assert (Organisation.objects.count(), OutboxMail.objects.count()) == (known, 0)
        assert ImportBatch.objects.get().state == "previewed"
        started_anew(run, work)
        assert Organisation.objects.count() == known + len(rows)
    figure("R22", f"list: one sentence, 0 of {len(rows):,} rows left, then all written")
