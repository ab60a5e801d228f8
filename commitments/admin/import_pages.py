"""What the page of an import shows beside the rows: the job, what it touched, the way back."""

from typing import Any

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from commitments.admin.words import step_words
from commitments.enums import BatchState
from commitments.forms import UndoForm
from commitments.models import ImportBatch
from commitments.queries.batches import commitments_of, organisations_of
from commitments.services import importing
from commitments.services.importing import queueing
from core import job_pages
from core.models import JobRun


def work_on(batch: ImportBatch, user: Any) -> dict[str, Any]:
    """Give how far a worker is with the list, as the page of jobs shows it."""
    run: JobRun | None = queueing.last_run(batch)
    return job_pages.shown(run, user, at=timezone.now()) if run else {}


def brought_by(batch: ImportBatch) -> list[tuple[str, int, str]]:
    """Give what an import touched and is still there: what it is, how many, and their list."""
    if batch.state != BatchState.IMPORTED:
        return []
    return [
        (name, rows.count(), f"{reverse(f'admin:commitments_{table}_changelist')}?batch={batch.pk}")
        for name, rows, table in (
            (_("organisations"), organisations_of(batch), "organisation"),
            (_("commitments"), commitments_of(batch), "commitment"),
        )
    ]


def taking_back(batch: ImportBatch, *, may_import: bool) -> dict[str, Any] | None:
    """Give until when it may be taken back, and what stands in the way; None if it may not."""
    until = importing.open_until(batch)
    if until is None or not may_import:
        return None
    is_over = timezone.now() > until
    obstacles = [] if is_over else importing.obstacles_of(batch)
    return {
        "until": until,
        "is_over": is_over,
        "obstacles": [(each, step_words(each.source)) for each in obstacles],
        "form": UndoForm(),
    }
