"""The bodies for everybody: who leads them, what they plan, what came of it."""

from functools import partial

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from core.days import asked_day
from core.pages import remembered
from workgroups.exports import calendar_of
from workgroups.models import Body
from workgroups.queries import groups_by_track
from workgroups.queries.calendar import entries
from workgroups.queries.public import public_year, standings, years_of
from workgroups.queries.tenures import incumbents_of, terms_of
from workgroups.queries.version import public_version


@require_safe
def index(request: HttpRequest) -> HttpResponseBase:
    return remembered(request, partial(_index, request), version=public_version())


@require_safe
def detail(request: HttpRequest, code: str) -> HttpResponseBase:
    return remembered(request, partial(_detail, request, code), version=public_version())


@require_safe
def year(request: HttpRequest, code: str, year: int) -> HttpResponseBase:
    return remembered(request, partial(_year, request, code, year), version=public_version())


@require_safe
def calendar(request: HttpRequest) -> HttpResponseBase:
    """The days of the year for calendar programs; of one body with ?group=."""
    make = partial(_calendar, request)
    return remembered(request, make, version=public_version(), is_kept=False)


def _index(request: HttpRequest) -> HttpResponse:
    today = timezone.localdate()
    context = {
        "groups": groups_by_track(on=today),
        "standings": standings(on=today),
        "others": Body.objects.others(),
    }
    return render(request, "workgroups/index.html", context)


def _detail(request: HttpRequest, code: str) -> HttpResponse:
    body = _body(code)
    today = timezone.localdate()
    asked = request.GET.get("as_at", "")
    named, fault = asked_day(asked)
    day = named or today
    years = [public_year(body, each, on=today) for each in years_of(body, on=today)]
    context = {
        "body": body,
        "day": day,
        "is_today": day == today,
        "fault": fault,
        "found": incumbents_of(body, on=day),
        "terms": terms_of(body),
        "years": years,
    }
    return render(request, "workgroups/detail.html", context)


def _year(request: HttpRequest, code: str, year: int) -> HttpResponse:
    body = _body(code)
    today = timezone.localdate()
    years = years_of(body, on=today)
    if year not in years:
        raise Http404(
            _("Nothing of %(body)s is public for %(year)s.") % {"body": body, "year": year}
        )
    context = {"body": body, "shown": public_year(body, year, on=today), "years": years}
    return render(request, "workgroups/year.html", context)


def _calendar(request: HttpRequest) -> HttpResponse:
    code = request.GET.get("group", "")
    body = _body(code) if code else None
    days = entries(body, on=timezone.localdate())
    text = calendar_of(days, site=settings.PORTAL_URL, at=timezone.now())
    response = HttpResponse(text, content_type="text/calendar; charset=utf-8")
    response["Content-Disposition"] = 'attachment; filename="workgroups.ics"'
    return response


def _body(code: str) -> Body:
    body = Body.objects.filter(code=code).first()
    if body is None:
        raise Http404(_("There is no body with the code “%(code)s”.") % {"code": code})
    return body
