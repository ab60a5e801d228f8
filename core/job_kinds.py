"""What kinds of long jobs are called, and where what they made is seen.

A higher app registers its own in `AppConfig.ready`; core only knows their keys.
"""

from collections.abc import Callable
from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext as _

from core.models import JobRun


@dataclass(frozen=True)
class JobKind:
    key: str
    name: str | Promise
    result: Callable[[JobRun], str]  # the page of what a finished run has made


_kinds: dict[str, JobKind] = {}


def register(kind: JobKind) -> None:
    """Give jobs of the kind a name, and the page to which a finished one leads."""
    _kinds[kind.key] = kind


def name_of(run: JobRun) -> str:
    """Give the name of the job with its subject: "Statistics 2021"."""
    kind = _kinds.get(run.kind)
    return _("%(kind)s %(key)s") % {"kind": kind.name if kind else run.kind, "key": run.key}


def result_of(run: JobRun) -> str:
    """Give the page of what the run has made; of a kind without one the run's own."""
    kind = _kinds.get(run.kind)
    return kind.result(run) if kind else run.get_absolute_url()
