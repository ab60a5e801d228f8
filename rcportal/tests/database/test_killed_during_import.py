"""R5: PostgreSQL is killed while a list of 30,000 rows is written: all of it, or nothing."""

import random
import subprocess
import sys
import time

import pytest
from django.conf import settings
from django.db import connection
from django.utils import timezone

from commitments.models import ImportBatch, Organisation
from commitments.services.importing import checking, queueing
from commitments.tests.factories import StaffPostFactory
from core import jobs
from core.enums import JobState
from core.models import JobRun
from rcportal.tests.database.own_database import looking_at
from reports.tests.workers import processes_environment, wait_until, workers

pytestmark = [
    pytest.mark.django_db(transaction=True),
    pytest.mark.full,
    pytest.mark.shows("R5"),
]

ROWS, KILLS = 30_000, 10
COUNT = "SELECT count(*) FROM commitments_organisation"


def a_list(rows):
    lines = [f"验证{number:05d}化工有限公司,企事业单位,山东省,2021-03-04" for number in range(rows)]
    return "\n".join(["单位名称,单位类型,省级行政区,签署日期", *lines]).encode()


@pytest.fixture
def waiting(own):
    """Name a database in which a list of 30,000 rows waits to be confirmed."""
    StaffPostFactory()
    batch = checking.check("名录.csv", a_list(ROWS), by=None, at=timezone.now())
    assert (batch.accepted, batch.refused) == (ROWS, 0)
    return str(connection.settings_dict["NAME"])


def confirm():
    batch = ImportBatch.objects.get()
    return queueing.request(batch, "confirm", by=None, at=timezone.now())


def is_done():
    return JobRun.objects.filter(state=JobState.DONE).exists()


def has_begun():
    return JobRun.objects.filter(state=JobState.RUNNING).exists()


def undisturbed(folder):
    """Give the seconds that writing the list takes when nobody disturbs it."""
    with workers(folder) as start:
        start()
        confirm()
        wait_until(has_begun, "the worker has begun")
        seconds = wait_until(is_done, "the list is written", seconds=300)
        assert Organisation.objects.count() == ROWS
    return seconds


def killed(own, folder, database, after):
    """Kill the server so long after the beginning; give the rows then, and how it went on."""
    with looking_at(own, database), workers(folder) as start:
        start()
        confirm()
        wait_until(has_begun, "the worker has begun")
        time.sleep(after)
        own.kill()
        wait_until(own.answers, "the server is back")
        connection.close()  # ours was of the server that is gone
        found = own.ask(COUNT, database=database)[0][0]
        wait_until(lambda: written_again(own, database), "the list is written", seconds=300)
        end = (Organisation.objects.count(), ImportBatch.objects.get().state)
    return found, end


def written_again(own, database):
    """Make the watchdog's round, as beat does, and tell whether the list is written."""
    jobs.requeue_stalled(at=timezone.now(), silence=jobs.SILENCE_OF_THE_DEAD)
    return is_done()


def test_a_list_is_written_as_a_whole_or_not_at_all(own, waiting, tmp_path, figure):
    connection.close()
    for number in range(KILLS):
        own.copy(f"round_{number}", of=waiting)
    whole = undisturbed(tmp_path)
    moments = random.Random(5)

    found = []
    for number in range(KILLS):
        rows, end = killed(own, tmp_path, f"round_{number}", moments.uniform(0, whole))
        found.append(rows)
        assert end == (ROWS, "imported")

    assert set(found) <= {0, ROWS}
    figure(
        "R5",
        f"{ROWS:,} rows, written in {whole:.0f} s; killed {KILLS} times on the way: "
        f"{found.count(0)} times nothing, {found.count(ROWS)} times all of it, "
        f"and {KILLS} of {KILLS} went on by themselves to {ROWS:,}",
    )


def test_written_row_by_row_a_part_is_left(own, figure):
    """The control: the same rows, each committed by itself."""
    careless = subprocess.Popen(
        [sys.executable, "-m", "rcportal.tests.database.careless", str(ROWS)],
        cwd=settings.BASE_DIR,
        env=processes_environment(),
        stderr=subprocess.DEVNULL,
    )
    wait_until(Organisation.objects.exists, "it has begun")
    time.sleep(1)
    own.kill()
    careless.wait(60)
    wait_until(own.answers, "the server is back")
    connection.close()

    left = Organisation.objects.count()
    assert 0 < left < ROWS
    figure("R5", f"each row committed by itself: {left:,} of {ROWS:,} rows left")
