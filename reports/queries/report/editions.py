"""Which editions there are: of a year, for the public, and the job that builds files."""

from django.db.models import QuerySet

from core.models import JobRun
from reports.models import Edition, EditionFile
from reports.queries.report.document import digest_of_document, document_of

KIND = "report"


def open_edition_of(year: int) -> Edition | None:
    """Give the edition of the year that is worked on."""
    return Edition.objects.open().filter(year=year).first()


def published_edition(year: int) -> Edition | None:
    """Give the edition that the year shows."""
    return Edition.objects.current().filter(year=year).select_related("snapshot").first()


def published_editions() -> QuerySet[Edition]:
    """Give the editions that the years show, the latest first."""
    return Edition.objects.current().select_related("snapshot").order_by("-year")


def editions_of(year: int) -> QuerySet[Edition]:
    """Give all public editions of a year, the latest first."""
    return Edition.objects.public().filter(year=year).order_by("-number")


def shown_files(edition: Edition) -> QuerySet[EditionFile]:
    """Give the files of the edition without their content."""
    return edition.files.filter(is_shown=True).defer("content").order_by("pk")


def open_report_run(year: int) -> JobRun | None:
    """Give the job that builds the year's report now, or waits to."""
    return JobRun.objects.open().filter(kind=KIND, key=str(year)).first()


def has_fresh_files(edition: Edition) -> bool:
    """Tell whether the files were made from what the edition says now."""
    made_from = set(shown_files(edition).values_list("source_sha256", flat=True))
    return made_from == {digest_of_document(document_of(edition))}


def report_page(run: JobRun) -> str:
    """Give the desk's page of the edition whose files the run has built."""
    edition = Edition.objects.get(pk=run.arguments["edition"])
    return edition.get_absolute_url()
