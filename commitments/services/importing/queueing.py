"""Long lists are compared, written and taken back by a worker; the page shows how far it is."""

import datetime as dt
from collections.abc import Callable
from typing import Any, Final

from django.core.exceptions import PermissionDenied
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import override

from commitments.models import ImportBatch
from commitments.services.importing import batches, checking, undoing
from commitments.services.importing.meanings import Choice
from commitments.services.importing.plan import Progress
from core import jobs
from core.enums import JobState
from core.models import JobRun
from core.outbox.writing import language_of

KIND: Final = "import"
TASK: Final = "commitments.tasks.work_on_list"
PERMISSION: Final = "commitments.import_register"
# About 2,500 rows: what is shorter is compared, and written, before the page would have turned.
LONG_FILE: Final = 256 * 1024
LONG_LIST: Final = 2_500
LOT: Final = 1_000


def is_long_file(data: bytes) -> bool:
    """Tell whether comparing the list would keep the person who brings it waiting."""
    return len(data) > LONG_FILE


def is_long_to_compare(batch: ImportBatch) -> bool:
    """Tell whether comparing a kept list once more would keep a person waiting."""
    return is_long_file(bytes(batch.content or b""))


def is_long_list(batch: ImportBatch) -> bool:
    """Tell whether writing or taking back the list would keep a person waiting."""
    return batch.accepted + batch.changed > LONG_LIST


def request(batch: ImportBatch, what: str, *, by: Any, at: dt.datetime, **details: Any) -> JobRun:
    """Queue "check", "columns", "confirm" or "undo" of the list; whoever asked is told of the end.

    A list on which somebody works already is not queued again.
    """
    arguments: dict[str, Any] = {"batch": batch.pk, "what": what, "details": details}
    run, _is_new = jobs.start(kind=KIND, key=str(batch.pk), task=TASK, by=by, at=at, **arguments)
    return run


def last_run(batch: ImportBatch) -> JobRun | None:
    """Give the run that works on the list, or the last one if it has failed."""
    run = JobRun.objects.filter(kind=KIND, key=str(batch.pk)).order_by("-pk").first()
    return run if run and (run.is_open or run.state == JobState.FAILED) else None


def work(run_id: int, *, at: dt.datetime) -> None:
    """Do what the run was queued for, unless another worker does it or it is done.

    What cannot be done is kept on the run as a sentence. Raises PermissionDenied if whoever asked
    may not import any more.
    """
    with jobs.working(run_id) as run:
        if run is not None:
            _require_starter(run)
            with override(language_of(run.started_by)):
                _WORK[run.arguments["what"]](run, at)


def page_of(run: JobRun) -> str:
    """Give the page of the list on which the run works."""
    return reverse("admin:commitments_importbatch_change", args=[run.arguments["batch"]])


def _check(run: JobRun, at: dt.datetime) -> None:
    batch = ImportBatch.objects.get(pk=run.arguments["batch"])
    plan = checking.compare(batch, at=at, progress=_progress_of(run))
    with jobs.swap(run):
        checking.keep(batch, plan)


def _columns(run: JobRun, at: dt.datetime) -> None:
    batch = ImportBatch.objects.get(pk=run.arguments["batch"])
    choice = Choice.of(run.arguments["details"])
    assert choice is not None  # noqa: S101 -- `request` was called with one
    told = _progress_of(run)
    plan = checking.compare_with(batch, choice, by=run.started_by, at=at, progress=told)
    with jobs.swap(run):
        checking.keep(batch, plan)


def _progress_of(run: JobRun) -> Progress:
    def progress(done: int, total: int) -> None:
        words = {"done": f"{done:,}", "total": f"{total:,}"}
        step = _("compared %(done)s of %(total)s rows") % words
        jobs.progress(run, step=step, done=done // LOT, total=total // LOT + 1)

    return progress


def _confirm(run: JobRun, at: dt.datetime) -> None:
    batch = ImportBatch.objects.get(pk=run.arguments["batch"])
    jobs.progress(run, step=_("Writing the list"), done=0, total=1)
    with jobs.swap(run):
        batches.confirm(batch, by=run.started_by, at=at, **run.arguments["details"])


def _undo(run: JobRun, at: dt.datetime) -> None:
    batch = ImportBatch.objects.get(pk=run.arguments["batch"])
    jobs.progress(run, step=_("Taking the list back"), done=0, total=1)
    with jobs.swap(run):
        undoing.undo(batch, by=run.started_by, at=at, **run.arguments["details"])


_WORK: Final[dict[str, Callable[[JobRun, dt.datetime], None]]] = {
    "check": _check,
    "columns": _columns,
    "confirm": _confirm,
    "undo": _undo,
}


def _require_starter(run: JobRun) -> None:
    if run.started_by is not None and not run.started_by.has_perm(PERMISSION):
        raise PermissionDenied(
            _("%(user)s may not import lists any more.") % {"user": run.started_by}
        )
