import pytest
from celery.schedules import crontab
from django.conf import settings

from core.models import JobRun
from reports import tasks
from reports.services import building
from reports.tests.register import NOON, small_register

pytestmark = pytest.mark.django_db


def test_the_task_builds_its_run():
    small_register()
    run, _is_new = building.request_statistics(2021, by=None, at=NOON)

    tasks.build_statistics(run.pk)

    assert JobRun.objects.get().snapshots.get().state == "current"


def test_the_service_names_the_task():
    assert tasks.build_statistics.name == building.TASK


@pytest.mark.parametrize(
    ("entry", "task", "schedule"),
    [
        ("statistics-of-the-running-year", tasks.build_running_year, crontab("20", "2")),
        (
            "statistics-of-the-year-before",
            tasks.build_year_before,
            crontab("30", "0", month_of_year="1"),
        ),
    ],
)
def test_the_clock_calls_the_task(entry, task, schedule):
    planned = settings.CELERY_BEAT_SCHEDULE[entry]

    assert (planned["task"], planned["schedule"]) == (task.name, schedule)


def test_two_clocks_build_the_running_year_once():
    small_register()

    tasks.build_running_year()
    tasks.build_running_year()

    assert JobRun.objects.count() == 1


def test_two_clocks_build_the_year_before_once():
    small_register()

    tasks.build_year_before()
    tasks.build_year_before()

    assert JobRun.objects.count() == 1
