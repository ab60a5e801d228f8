"""Whoever started a long job may close the page: the end is told in the portal and by mail."""

import datetime as dt

from core.enums import Mail
from core.job_kinds import name_of, result_of
from core.models import JobRun
from core.outbox.writing import add


def tell_done(run: JobRun, *, at: dt.datetime) -> None:
    """Tell whoever started the run that it is done: once, in the transaction that ends it."""
    if run.started_by is not None:
        add(
            Mail.JOB_DONE,
            to=run.started_by,
            at=at,
            about=run,
            href=result_of(run),
            context={"run": run, "name": name_of(run)},
            dedupe=f"{Mail.JOB_DONE}:{run.pk}",
        )


def tell_failed(run: JobRun, error: str, *, at: dt.datetime) -> None:
    """Tell whoever started the run why it has failed, once for each time it fails."""
    if run.started_by is not None:
        add(
            Mail.JOB_FAILED,
            to=run.started_by,
            at=at,
            about=run,
            href=run.get_absolute_url(),
            context={"run": run, "name": name_of(run), "error": error},
            dedupe=f"{Mail.JOB_FAILED}:{run.pk}:{run.attempts}",
        )
