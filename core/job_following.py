"""A command that follows a job of the worker to its end, line by line."""

import time
from collections.abc import Callable
from typing import Final

from django.core.management.base import CommandError, CommandParser
from django.utils.translation import gettext as _

from core.enums import JobState
from core.models import JobRun

PAUSE: Final = 0.2  # seconds
PATIENCE_WITHOUT_A_WORKER: Final = 30.0  # seconds


def add_waiting_arguments(parser: CommandParser) -> None:
    """Let the command be told to wait, and how long for a worker."""
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


def follow(
    run: JobRun,
    *,
    patience: float,
    say: Callable[[str], object],
    cancelled: str,
    failed: str,
) -> None:
    """Say each step once until the run is done; raise CommandError if it fails or nobody works.

    `cancelled` and `failed` say what is as it was when the run does not end well, `failed` with
    its %(error)s.
    """
    deadline = time.monotonic() + patience
    shown = ""
    while run.is_open:
        if run.state == JobState.RUNNING:
            line = f"{run.done}/{run.total} {run.step}"
            if line != shown:
                say(line)
            shown = line
        elif time.monotonic() > deadline:
            raise CommandError(_no_worker(run, patience))
        time.sleep(PAUSE)
        run.refresh_from_db()
    if run.state == JobState.CANCELLED:
        raise CommandError(cancelled)
    if run.state != JobState.DONE:
        raise CommandError(failed % {"error": run.error})


def _no_worker(run: JobRun, patience: float) -> str:
    return _(
        "No worker has taken the job for %(seconds)s seconds. It stays queued (job %(job)s) and is "
        "done as soon as a worker runs, for instance that of: python manage.py portal"
    ) % {"seconds": f"{patience:g}", "job": run.pk}
