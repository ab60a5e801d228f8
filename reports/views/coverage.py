"""How much of the industry has committed, for everybody: as at a day, and as a file."""

import datetime as dt
from functools import partial

from django.http import HttpRequest, HttpResponse, StreamingHttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from commitments.queries.keeping import reference
from commitments.services import facts
from core.days import asked_day
from core.limits import limited
from core.pages import remembered
from reports.exports import coverage_csv
from reports.queries.coverage import coverage_of


@require_safe
@limited("search")
def coverage(request: HttpRequest) -> HttpResponseBase:
    version = facts.version()
    stamp = (version, timezone.localdate())
    return remembered(request, partial(_page, request, version), version=stamp)


@require_safe
@limited("export")
def coverage_file(request: HttpRequest) -> HttpResponseBase:
    version = facts.version()
    make = partial(_file, request, version)
    stamp = (version, timezone.localdate())
    return remembered(request, make, version=stamp, is_kept=False)


def _page(request: HttpRequest, version: int) -> HttpResponse:
    day, fault = _day(request)
    context = {
        "day": day,
        "fault": fault,
        "asked": request.GET.get("as_at", "")[:20],
        "coverages": coverage_of(day, reference(version)),
        "data_date": day,
    }
    return render(request, "reports/coverage.html", context, status=400 if fault else 200)


def _file(request: HttpRequest, version: int) -> HttpResponseBase:
    day, fault = _day(request)
    if fault:
        return _page(request, version)
    site = request.build_absolute_uri("/").rstrip("/")
    content = coverage_csv(coverage_of(day, reference(version)), day, site=site)
    response = StreamingHttpResponse(content, content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="coverage-{day.isoformat()}.csv"'
    return response


def _day(request: HttpRequest) -> tuple[dt.date, str]:
    """Give the day that is asked for, or today with a sentence that says what is wrong."""
    today = timezone.localdate()
    day, fault = asked_day(request.GET.get("as_at", ""), last=today)
    return day or today, fault
