"""R21: what is to run once a period runs once in it, however beats and clocks behave."""

import datetime as dt
import subprocess
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from threading import Barrier

import pytest
from celery import current_app
from django.db import connection
from django.utils import timezone

from commitments.tests.entries import signed
from commitments.tests.factories import RegionFactory
from core import jobs
from core.enums import JobState
from core.models import JobRun
from rcportal.tests.periods.settings_hasty import ONCE_A_PERIOD
from reports.services import building
from reports.tests.workers import processes_environment, wait_until, workers
from workgroups.services import reminding

pytestmark = pytest.mark.shows("R21")
DAY = dt.timedelta(days=1)
HOURS = (0, 8, 12, 18, 23)


def days(first, count):
    return [dt.date.fromisoformat(first) + DAY * number for number in range(count)]


def moments(all_days):
    """Several times a day; after each day the clock jumps a day back and forth again."""
    zone = timezone.get_default_timezone()
    for day in all_days:
        for each in (day, day - DAY, day):
            yield from (dt.datetime.combine(each, dt.time(hour, 50), zone) for hour in HOURS)


def periods_run(request, at_moments):
    """Ask as beat does, each run ending at once; give the periods for which something ran."""
    ran = []
    for at in at_moments:
        if run := request(at=at):
            JobRun.objects.filter(pk=run.pk).update(state=JobState.DONE)
            ran.append(run.period)
    return sorted(ran)


@pytest.fixture
def register(db):
    shandong = RegionFactory()
    for number, year in enumerate((2023, 2024, 2025)):
        signed(f"甲{number}化工", f"{year}-01-01", province=shandong)


@pytest.mark.parametrize("first", ["2024-02-28", "2024-12-30", "2025-02-27"])
@pytest.mark.parametrize("request_job", [reminding.request_daily, building.request_nightly])
def test_a_daily_job_runs_once_a_day(register, first, request_job):
    some_days = days(first, 4)

    ran = periods_run(request_job, moments(some_days))

    with_the_day_before = [some_days[0] - DAY, *some_days]
    assert ran == [day.isoformat() for day in with_the_day_before]


@pytest.mark.parametrize("nights", [31, 1], ids=["every night", "the last night of January only"])
def test_the_yearly_job_runs_once_a_year(register, nights):
    januaries = [
        day for year in (2024, 2025) for day in days(f"{year}-01-{32 - nights:02}", nights)
    ]
    zone = timezone.get_default_timezone()
    at_moments = [dt.datetime.combine(day, dt.time(0, 30), zone) for day in januaries]

    assert periods_run(building.request_year_end, at_moments * 2) == ["2023-end", "2024-end"]


def test_without_its_period_a_job_runs_again(db):
    """The control: the same job, and nobody says to which period it belongs."""

    def request(*, at):
        run, is_new = jobs.start(
            kind=reminding.KIND, key="daily", task=reminding.TASK, by=None, at=at
        )
        return run if is_new else None

    assert len(periods_run(request, moments(days("2024-02-28", 1)))) == 3 * len(HOURS)


@pytest.mark.django_db(transaction=True)
def test_two_beats_at_the_same_moment_start_one_run(figure):
    rounds, beats = 10, 4
    together = Barrier(beats)

    def ask(at):
        together.wait()
        run = reminding.request_daily(at=at)
        connection.close()
        return run

    with ThreadPoolExecutor(beats) as all_beats:
        for day in days("2024-02-25", rounds):
            at = dt.datetime.combine(day, dt.time(8, 50), timezone.get_default_timezone())
            started = list(all_beats.map(ask, [at] * beats))
            assert sum(run is not None for run in started) == 1
            JobRun.objects.update(state=JobState.DONE)

    figure("R21", f"{beats} beats at the same moment on {rounds} days: {rounds} runs")


@contextmanager
def beat(folder, name):
    words = ["beat", "--loglevel", "INFO", "--pidfile=", "--schedule", str(folder / name)]
    hasty = {"DJANGO_SETTINGS_MODULE": "rcportal.tests.periods.settings_hasty"}
    with (folder / f"{name}.log").open("ab") as log:
        process = subprocess.Popen(
            [sys.executable, "-m", "celery", "--app", "rcportal", *words],
            env=processes_environment() | hasty,
            stdout=log,
            stderr=log,
        )
    try:
        yield folder / f"{name}.log"
    finally:
        process.kill()
        process.wait()


@pytest.mark.full
@pytest.mark.django_db(transaction=True)
def test_two_beats_in_a_hurry_run_each_job_once(tmp_path, figure):
    current_app.control.purge()
    today = timezone.localdate()
    shandong = RegionFactory()
    for number, year in enumerate((today.year - 1, today.year)):
        signed(f"甲{number}化工", f"{year}-01-01", province=shandong)

    def all_ended():
        ended = JobRun.objects.filter(state=JobState.DONE)
        return ended.count() == len(ONCE_A_PERIOD)

    with workers(tmp_path) as start, beat(tmp_path, "one") as one, beat(tmp_path, "two") as two:
        start()
        wait_until(all_ended, "each job has run")
        time.sleep(5)
        asked = sum(each.read_text().count("Sending due task") for each in (one, two))
    current_app.control.purge()

    assert asked > 5 * len(ONCE_A_PERIOD)
    assert sorted(JobRun.objects.values_list("kind", "key", "period", "state")) == sorted(
        [
            (reminding.KIND, "daily", today.isoformat(), JobState.DONE),
            (building.KIND, str(today.year), today.isoformat(), JobState.DONE),
            (building.KIND, str(today.year - 1), f"{today.year - 1}-end", JobState.DONE),
        ]
    )
    figure(
        "R21",
        f"two beats that ask every second: asked {asked} times, "
        f"{len(ONCE_A_PERIOD)} jobs ran once each",
    )
