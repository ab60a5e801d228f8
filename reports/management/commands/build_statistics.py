import datetime as dt
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone
from django.utils.translation import gettext as _

from core.job_following import add_waiting_arguments, follow
from core.models import JobRun
from reports.services import building


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
        add_waiting_arguments(parser)

    def handle(self, *args: Any, **options: Any) -> None:
        run = self._requested(_year(options["year"]), _day(options["as_at"]))
        if options["wait"]:
            follow(
                run,
                patience=options["patience"],
                say=self.stdout.write,
                cancelled=_("The job was cancelled; the figures are as they were."),
                failed=_("The job failed; the figures are as they were. %(error)s"),
            )
            self.stdout.write(_("Done: statistics of %(year)s.") % {"year": run.key})

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
