"""What is written down of a run: each event on its page, and its end to whoever started it."""

from typing import Any

from django.utils import timezone

from core.enums import JobEvent
from core.models import JobNote, JobRun


def note(run: JobRun, event: JobEvent, text: str = "", *, by: Any = None) -> None:
    """Keep the event for the run's page."""
    JobNote.objects.create(run=run, event=event, text=text, who=str(by or ""))


def tell(run: JobRun, *, error: str = "") -> None:
    """Whoever started the run may have closed the page: the outbox tells in this transaction."""
    from core.outbox import job_ends  # noqa: PLC0415 -- the outbox enqueues by `core.jobs`

    if error:
        job_ends.tell_failed(run, error, at=timezone.now())
    else:
        job_ends.tell_done(run, at=timezone.now())
