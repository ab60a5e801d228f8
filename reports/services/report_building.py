"""The files of an edition: built as one job, each file a chunk, shown together or not at all."""

import datetime as dt
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from functools import partial
from typing import Any, Final

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from core import jobs
from core.models import JobRun
from core.permissions import require
from core.typesetting import NotPrintable
from reports.models import Edition, EditionFile
from reports.queries.data import digest_of
from reports.queries.report.document import digest_of_document, document_of
from reports.queries.report.editions import KIND, open_edition_of, published_edition
from reports.services import composing
from reports.services.composing import ReportNotPossible
from reports.services.rendering import RENDERERS

TASK: Final = "reports.tasks.build_report"
PERMISSION: Final = "reports.build_edition"
Document = dict[str, Any]


def request_report(year: int, *, by: Any, at: dt.datetime) -> tuple[JobRun, bool]:
    """Queue the files of the year's open edition, opening one if there is none.

    Answers (run, True); a run at work answers (run, False). Raises ReportNotPossible for a year to
    come, without statistics or accepted documents, and for a published year without a correction.
    """
    edition = open_edition_of(year)
    if edition is None and (shown := published_edition(year)) is not None:
        raise ReportNotPossible(
            _("The report of %(year)s is published (edition %(number)s): open a correction first.")
            % {"year": year, "number": shown.number}
        )
    if edition is None:
        edition = composing.open_edition(year, by=by, at=at)
    return request_files(edition, by=by, at=at)


@transaction.atomic
def request_files(edition: Edition, *, by: Any, at: dt.datetime) -> tuple[JobRun, bool]:
    """Queue the files of the edition, as it stands when the worker takes the job."""
    return jobs.start(kind=KIND, key=str(edition.year), task=TASK, by=by, at=at, edition=edition.pk)


def build(run_id: int) -> None:
    """Build the files of a queued run, or go on where a killed worker left them.

    Raises PermissionDenied if whoever started the run may not build reports any more.
    """
    with jobs.working(run_id) as run:
        if run is not None:
            with _in_a_sentence():
                _build(run)


def _build(run: JobRun) -> None:
    edition = Edition.objects.get(pk=run.arguments["edition"])
    _require_starter(run, edition)
    total = len(RENDERERS) + 2
    jobs.progress(run, step=_("Gathering words and figures"), done=0, total=total)
    document = jobs.chunk(run, "document", partial(_gathered, edition))
    for done, (name, renderer) in enumerate(RENDERERS.items(), start=1):
        jobs.progress(run, step=_("Writing %(name)s") % {"name": name}, done=done, total=total)
        jobs.chunk(run, name, partial(_kept, edition, run, name, renderer, document))
    jobs.progress(run, step=_("Showing the files"), done=total - 1, total=total)
    with jobs.swap(run):
        _show(edition, run)


def _gathered(edition: Edition) -> Document:
    """Fix everything the files say, after clearing away what runs that died have left."""
    if edition.is_public:
        raise ReportNotPossible(
            _("“%(edition)s” is published: its files stay as they are.") % {"edition": edition}
        )
    EditionFile.objects.filter(edition=edition, is_shown=False).delete()
    return document_of(edition)


def _kept(
    edition: Edition,
    run: JobRun,
    name: str,
    renderer: Callable[[Mapping[str, Any]], bytes],
    document: Document,
) -> str:
    content = renderer(document)
    file = EditionFile.objects.create(
        edition=edition,
        run=run,
        name=name,
        content=content,
        size=len(content),
        sha256=digest_of(content),
        source_sha256=digest_of_document(document),
        made_at=timezone.now(),
    )
    return file.sha256


def _show(edition: Edition, run: JobRun) -> None:
    """Show the new files instead of those that were built before."""
    EditionFile.objects.filter(edition=edition).exclude(run=run).delete()
    EditionFile.objects.filter(edition=edition, run=run).update(is_shown=True)


def _require_starter(run: JobRun, edition: Edition) -> None:
    if run.started_by is None:
        return
    try:
        require(run.started_by, PERMISSION, edition)
    except PermissionDenied:
        raise PermissionDenied(
            _("%(user)s may not build reports any more.") % {"user": run.started_by}
        ) from None


@contextmanager
def _in_a_sentence() -> Iterator[None]:
    """Say what stopped the job as something a person can act on."""
    try:
        yield
    except NotPrintable as error:
        raise ReportNotPossible(
            _("The report cannot be printed: %(why)s") % {"why": error}
        ) from error
