"""What a page shows of a long job: how far it is, how long it may still take, what can be done."""

import datetime as dt
from typing import Any, Final

from django.utils.translation import ngettext

from core.enums import BROKEN_OFF, JobState
from core.job_kinds import result_of
from core.models import JobRun
from core.permissions import Actor

TONES: Final[dict[str, str]] = {
    JobState.RUNNING: "info",
    JobState.DONE: "good",
    JobState.FAILED: "bad",
}
MINUTE: Final = 60


def shown(run: JobRun, user: Actor, *, at: dt.datetime) -> dict[str, Any]:
    """Give the context of `admin/core/jobrun/_progress.html` for the reader."""
    return {
        "run": run,
        "run_tone": TONES.get(run.state, ""),
        "step": step_of(run),
        "time_left": _written(run.time_left(at=at)),
        "notes": run.notes.order_by("id"),
        "result": result_of(run) if run.state == JobState.DONE else "",
        "may_cancel": run.is_open and user.has_perm("core.cancel_jobrun", run),
        "may_restart": run.state in BROKEN_OFF and user.has_perm("core.restart_jobrun", run),
    }


def step_of(run: JobRun) -> dict[str, int]:
    """Give the number of the step the run is in, and of how many."""
    return {"number": min(run.done + 1, run.total), "total": run.total}


def _written(left: dt.timedelta | None) -> str:
    if left is None:
        return ""
    seconds = max(1, round(left.total_seconds()))
    if seconds < MINUTE:
        return ngettext("about %(count)s second left", "about %(count)s seconds left", seconds) % {
            "count": seconds
        }
    minutes = round(seconds / MINUTE)
    return ngettext("about %(count)s minute left", "about %(count)s minutes left", minutes) % {
        "count": minutes
    }
