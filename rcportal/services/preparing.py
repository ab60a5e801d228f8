"""What has to be done before the portal can open: tables, static files, data of the first run."""

import contextlib
import hashlib
import io
import os
import time
from collections.abc import Callable, Iterator
from pathlib import Path

from django.conf import settings
from django.core.management import call_command
from django.db import connection
from django.db.migrations.executor import MigrationExecutor
from django.utils import timezone

from commitments.enums import SIGNATORY_KINDS, SIGNED_STATES
from commitments.models import Commitment
from core.enums import JobState
from core.models import JobRun
from rcportal.services import marking
from reports.models import Snapshot
from reports.services import building, demonstration

PATIENCE_WITH_STATISTICS = 300.0  # seconds
PAUSE = 0.2

Say = Callable[[str], None]


def bring_tables_up_to_date(say: Say) -> None:
    """Apply the migrations that are missing."""
    executor = MigrationExecutor(connection)
    plan = executor.migration_plan(executor.loader.graph.leaf_nodes())
    if plan:
        call_command("migrate", interactive=False, verbosity=0)
        say(f"database brought up to date ({len(plan)} migrations)")


def collect_static_files(say: Say) -> None:
    """Collect the static files if they, or the packages that bring some, have changed."""
    stamp = Path(settings.STATIC_ROOT).with_name("static.stamp")
    mark = _static_mark()
    if stamp.exists() and stamp.read_text() == mark:
        return
    stamp.unlink(missing_ok=True)
    call_command("collectstatic", interactive=False, verbosity=0, clear=True)
    stamp.write_text(mark)
    say("static files collected")


def load_founding_data() -> None:
    """Load what every portal has: it changes nothing the second time."""
    call_command("load_founding_data", stdout=io.StringIO())


def load_demonstration(say: Say) -> None:
    """Load the demonstration's register on the first run, and its accounts."""
    if not Commitment.objects.exists():
        call_command("load_demo", stdout=io.StringIO())
        say("demonstration register loaded")
    call_command("load_demo_accounts", stdout=io.StringIO())
    marking.look()


def build_statistics(say: Say, look: Callable[[], None]) -> None:
    """Let the worker build missing statistics, and wait for it; `look` is called meanwhile."""
    years = years_without_statistics()
    if not years:
        return
    say(f"the worker builds the statistics of {len(years)} years ({years[0]} to {years[-1]})")
    mine = JobRun.objects.filter(pk__in=[run.pk for run in _requested(years)])
    deadline = time.monotonic() + PATIENCE_WITH_STATISTICS
    while mine.open().exists() and time.monotonic() < deadline:
        look()
        time.sleep(PAUSE)
    if missing := years_without_statistics():
        say(f"not built yet: {', '.join(map(str, missing))}; the admin's list of jobs says why")


def publish_demonstration_report(say: Say, look: Callable[[], None]) -> None:
    """Let the worker build the report of invented data on the first run, and publish it."""
    run = demonstration.prepare_report(at=timezone.now())
    if run is None:
        return
    say(f"the worker builds the annual report of {demonstration.YEAR}")
    deadline = time.monotonic() + PATIENCE_WITH_STATISTICS
    while run.is_open and time.monotonic() < deadline:
        look()
        time.sleep(PAUSE)
        run.refresh_from_db()
    if run.state == JobState.DONE:
        demonstration.publish_report(run, at=timezone.now())
    else:
        say("the report is not published; the admin's list of jobs says why")


def years_without_statistics() -> list[int]:
    """Give the years in which a signatory signed and that have no statistics yet."""
    commitments = Commitment.objects.filter(state__in=SIGNED_STATES).filter(
        signed_on__lte=timezone.localdate(), organisation__kind__in=SIGNATORY_KINDS
    )
    signed = commitments.values_list("signed_on__year", flat=True).distinct()
    known = Snapshot.objects.current().values_list("year", flat=True)
    return sorted(set(signed) - set(known))


def _requested(years: list[int]) -> Iterator[JobRun]:
    for year in years:
        # Refused while somebody has them built as at another day: then they are being built.
        with contextlib.suppress(building.StatisticsNotPossible):
            yield building.request_statistics(year, by=None, at=timezone.now())[0]


def _static_mark() -> str:
    mark = hashlib.sha256(repr(settings.STORAGES["staticfiles"]).encode())
    mark.update((settings.BASE_DIR / "requirements.txt").read_bytes())
    for source in settings.STATICFILES_DIRS:
        for folder, _folders, files in sorted(os.walk(source)):
            for name in sorted(files):
                path = Path(folder) / name
                found = path.stat()
                mark.update(f"{path}|{found.st_size}|{found.st_mtime_ns}\n".encode())
    return mark.hexdigest()
