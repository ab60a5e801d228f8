"""The desk's index: what waits for whoever is signed in."""

import datetime as dt
from collections.abc import Callable
from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from commitments.queries import applications
from core.waiting import Waiting
from reports.queries.report.waiting import reports_waiting_for
from workgroups import queries as workgroups

SOURCES: tuple[Callable[[Any, dt.datetime], list[Waiting]], ...] = (
    workgroups.waiting_for,
    workgroups.reviews_waiting_for,
    reports_waiting_for,
    applications.waiting_for,
)


@login_required
@require_safe
def index(request: HttpRequest) -> HttpResponse:
    at = timezone.now()
    waiting = [each for source in SOURCES for each in source(request.user, at)]
    context = {
        "waiting": sorted(waiting, key=_first_first),
        "task_lists": workgroups.task_lists_for(request.user, at),
        "today": timezone.localdate(at),
    }
    return render(request, "desk/index.html", context)


def _first_first(waiting: Waiting) -> tuple[bool, dt.date]:
    """What is urgent first, then by the last day."""
    return (not waiting.is_urgent, waiting.due_on or dt.date.max)
