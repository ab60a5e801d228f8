from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone
from django.utils.translation import gettext as _

from core.job_following import add_waiting_arguments, follow
from core.models import JobRun
from reports.models import Edition
from reports.queries.report.editions import shown_files
from reports.services import report_building
from reports.services.composing import ReportNotPossible


class Command(BaseCommand):
    help = (
        "Build the annual report of a year: PDF, DOCX, workbook and data of the edition that is "
        "worked on; without one a first edition is opened from the template. With --wait follow "
        "the job to its end."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("year", metavar="YEAR")
        add_waiting_arguments(parser)

    def handle(self, *args: Any, **options: Any) -> None:
        run = self._requested(_year(options["year"]))
        if options["wait"]:
            follow(
                run,
                patience=options["patience"],
                say=self.stdout.write,
                cancelled=_("The job was cancelled; the files are as they were."),
                failed=_("The job failed; the files are as they were. %(error)s"),
            )
            self._tell(run)

    def _requested(self, year: int) -> JobRun:
        try:
            run, is_new = report_building.request_report(year, by=None, at=timezone.now())
        except ReportNotPossible as error:
            raise CommandError(str(error)) from None
        said = _("Queued: %(edition)s (job %(job)s).")
        known = _("Being built already: %(edition)s (job %(job)s).")
        edition = Edition.objects.get(pk=run.arguments["edition"])
        self.stdout.write((said if is_new else known) % {"edition": edition, "job": run.pk})
        return run

    def _tell(self, run: JobRun) -> None:
        edition = Edition.objects.get(pk=run.arguments["edition"])
        for file in shown_files(edition):
            self.stdout.write(f"{file.sha256}  {file.name}  {file.size}")
        self.stdout.write(_("Done: %(edition)s.") % {"edition": edition})


def _year(text: str) -> int:
    if not (text.isascii() and text.isdigit() and len(text) == 4):
        raise CommandError(_("“%(text)s” is no year: write it as 2021.") % {"text": text})
    return int(text)
