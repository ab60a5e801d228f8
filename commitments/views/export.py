"""The present result of the register as a file."""

import datetime as dt
from functools import partial
from typing import Final

from django.http import FileResponse, HttpRequest, HttpResponse, StreamingHttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.utils import timezone
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from commitments import exports, filters
from commitments.exports import parks
from commitments.queries.listing import count_of
from commitments.queries.selection import Selection
from commitments.services import facts
from core.limits import limited
from core.pages import remembered


@require_safe
@limited("export")
def export(request: HttpRequest, suffix: str) -> HttpResponseBase:
    version = facts.version()
    make = partial(_answer, request, suffix, version)
    return remembered(request, make, version=version, is_kept=False)


@require_safe
@limited("export")
def park_export(request: HttpRequest, suffix: str) -> HttpResponseBase:
    """Give the list of chemical parks with what documents say of each."""
    version = facts.version()
    make = partial(_parks, request, suffix, version)
    return remembered(request, make, version=version, is_kept=False)


def _answer(request: HttpRequest, suffix: str, version: int) -> HttpResponseBase:
    today = timezone.localdate()
    selection = _selection(request, version, today)
    if isinstance(selection, HttpResponse):
        return selection
    if suffix == "xlsx" and _is_too_long(selection):
        return _refused(
            request,
            _("A workbook holds at most %(most)s rows here: take the CSV, or narrow the list.")
            % {"most": exports.MOST_IN_A_WORKBOOK},
        )
    response = _file(selection, suffix)
    name = exports.file_name(suffix, selection.as_at or today)
    response["Content-Disposition"] = content_disposition_header(True, name)
    return response


def _parks(request: HttpRequest, suffix: str, version: int) -> HttpResponseBase:
    today = timezone.localdate()
    selection = _selection(request, version, today)
    if isinstance(selection, HttpResponse):
        return selection
    if selection.snapshot is not None:
        return _refused(request, _("There is no file of parks as counted: leave “snapshot” out."))
    if not parks.is_of_parks(selection):
        return _refused(request, _("This file is of chemical parks alone: ask for “kind=park”."))
    response = _park_file(selection, suffix, today)
    name = parks.file_name(suffix, selection.as_at or today)
    response["Content-Disposition"] = content_disposition_header(True, name)
    return response


def _selection(request: HttpRequest, version: int, today: dt.date) -> Selection | HttpResponse:
    """Here a parameter that cannot be used is refused: nobody reads a notice in a file."""
    try:
        reading = filters.read(request.GET, today=today, version=version)
    except filters.TooMuchAsked as why:
        return _refused(request, str(why))
    if reading.faults:
        return _refused(request, reading.faults[0])
    return reading.selection


def _park_file(selection: Selection, suffix: str, day: dt.date) -> HttpResponseBase:
    content_type: Final = exports.FORMATS[suffix].content_type
    if suffix == "xlsx":
        return FileResponse(parks.as_workbook(selection, day=day), content_type=content_type)
    make = parks.as_csv if suffix == "csv" else parks.as_json
    return StreamingHttpResponse(make(selection, day=day), content_type=content_type)


def _file(selection: Selection, suffix: str) -> HttpResponseBase:
    content_type: Final = exports.FORMATS[suffix].content_type
    if suffix == "xlsx":
        return FileResponse(exports.as_workbook(selection), content_type=content_type)
    if suffix == "csv":
        content = exports.as_csv(selection)
    else:
        content = exports.as_json(selection, day=timezone.localdate())
    return StreamingHttpResponse(content, content_type=content_type)


def _is_too_long(selection: Selection) -> bool:
    most = exports.MOST_IN_A_WORKBOOK
    return count_of(selection, most=most + 1) > most


def _refused(request: HttpRequest, why: str) -> HttpResponse:
    return render(request, "commitments/too_much.html", {"why": why}, status=400)
