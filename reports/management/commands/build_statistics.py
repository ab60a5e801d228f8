import datetime as dt
import time
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone
from django.utils.translation import gettext as _

from core.enums import JobState
from core.models import JobRun
from reports.services import building

PAUSE = 0.2  # seconds
PATIENCE_WITHOUT_A_WORKER = 30.0  # seconds


class Command(BaseCommand):
    help = (
        "Build the statistics of a year: queue the job for the worker; with --wait follow it to "
        "its end. An open job of the same year is followed, not started again."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("year", metavar="YEAR")
        parser.add_argument(
            "--as-at",
            metavar="DATE",
            help="the day to count for (2021-12-31); left out: the last day of the year, of the "
            "running year today",
        )
        parser.add_argument(
            "--wait", action="store_true", help="follow the job; exit status 1 if it fails"
        )
        parser.add_argument(
            "--patience",
            type=float,
            default=PATIENCE_WITHOUT_A_WORKER,
            metavar="SECONDS",
            help="with --wait: how long to wait for a worker that takes the job (%(default)s)",
        )

    def handle(self, *args: Any, **options: Any) -> None:
        run = self._requested(_year(options["year"]), _day(options["as_at"]))
        if options["wait"]:
            self._follow(run, options["patience"])

    def _requested(self, year: int, as_at: dt.date | None) -> JobRun:
        try:
            run, is_new = building.request_statistics(year, by=None, at=timezone.now(), as_at=as_at)
        except building.StatisticsNotPossible as error:
            raise CommandError(str(error)) from None
        said = _("Queued: statistics of %(year)s as at %(day)s (job %(job)s).")
        known = _("Being built already: statistics of %(year)s as at %(day)s (job %(job)s).")
        facts = {"year": year, "day": run.arguments["as_at"], "job": run.pk}
        self.stdout.write((said if is_new else known) % facts)
        return run

    def _follow(self, run: JobRun, patience: float) -> None:
        deadline = time.monotonic() + patience
        shown = ""
        while run.is_open:
            if run.state == JobState.RUNNING:
                shown = self._show(run, shown)
            elif time.monotonic() > deadline:
                raise CommandError(_no_worker(run, patience))
            time.sleep(PAUSE)
            run.refresh_from_db()
        if run.state != JobState.DONE:
            raise CommandError(_why_not(run))
        self.stdout.write(_("Done: statistics of %(year)s.") % {"year": run.key})

    def _show(self, run: JobRun, shown: str) -> str:
        """One line for each step, so that a log tells the same as the screen."""
        line = f"{run.done}/{run.total} {run.step}"
        if line != shown:
            self.stdout.write(line)
        return line


def _year(text: str) -> int:
    if not (text.isascii() and text.isdigit()):
        raise CommandError(_("“%(text)s” is no year: write it as 2021.") % {"text": text})
    return int(text)


def _day(text: str | None) -> dt.date | None:
    try:
        return dt.date.fromisoformat(text) if text else None
    except ValueError:
        raise CommandError(
            _("“%(text)s” is no day: write it as 2021-12-31.") % {"text": text}
        ) from None


def _no_worker(run: JobRun, patience: float) -> str:
    return _(
        "No worker has taken the job for %(seconds)s seconds. It stays queued (job %(job)s) and is "
        "done as soon as a worker runs, for instance that of: python manage.py portal"
    ) % {"seconds": f"{patience:g}", "job": run.pk}


def _why_not(run: JobRun) -> str:
    if run.state == JobState.CANCELLED:
        return _("The job was cancelled; the figures are as they were.")
    return _("The job failed; the figures are as they were. %(error)s") % {"error": run.error}
