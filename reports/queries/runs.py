"""The jobs that build statistics: the last ones, and the one at work on a year."""

from django.db.models import QuerySet
from django.urls import reverse

from core.models import JobRun

KIND = "statistics"


def runs() -> QuerySet[JobRun]:
    """Give the runs of the statistics, the latest first, with whoever started them."""
    return JobRun.objects.filter(kind=KIND).select_related("started_by").order_by("-pk")


def open_run(year: int) -> JobRun | None:
    """Give the run that is building the year's statistics now, or waits to."""
    return JobRun.objects.open().filter(kind=KIND, key=str(year)).first()


def statistics_page(run: JobRun) -> str:
    """Give the public page of the year whose statistics the run has built."""
    return reverse("reports:statistics", args=[run.key])
