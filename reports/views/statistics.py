"""The statistics of the years, for everybody."""

from functools import partial
from itertools import groupby

from django.http import Http404, HttpRequest, HttpResponse, StreamingHttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from commitments.services import facts
from core.limits import limited
from core.models import JobRun
from core.pages import remembered
from reports.enums import Dimension
from reports.exports import figures_csv
from reports.queries.definitions import BY_KEY, BY_SLUG, ENTERPRISES, NEW_ENTERPRISES, WorkTable
from reports.queries.figures import DRAWN, year_of, years
from reports.queries.growth import growth_of
from reports.queries.members import drift_today, readable
from reports.queries.names import load_names
from reports.queries.quotations import quoted
from reports.queries.runs import open_run
from reports.queries.sections import charts_of, sections_of


@require_safe
def statistics_index(request: HttpRequest) -> HttpResponseBase:
    return remembered(request, partial(_index, request), version=facts.version())


@require_safe
def statistics(request: HttpRequest, year: int) -> HttpResponseBase:
    run = open_run(year)
    version = (facts.version(), run and (run.pk, run.state, run.done))
    return remembered(request, partial(_year, request, year, run), version=version)


@require_safe
def table(request: HttpRequest, year: int, slug: str) -> HttpResponseBase:
    return remembered(request, partial(_table, request, year, slug), version=facts.version())


@require_safe
def lines(request: HttpRequest, year: int, slug: str) -> HttpResponseBase:
    """List the lines of plans or summaries behind one figure of a snapshot."""
    return remembered(request, partial(_lines, request, year, slug), version=facts.version())


@require_safe
@limited("export")
def figures(request: HttpRequest, year: int) -> HttpResponseBase:
    make = partial(_file, request, year)
    return remembered(request, make, version=facts.version(), is_kept=False)


def _index(request: HttpRequest) -> HttpResponse:
    found = years()
    context = {"years": found[::-1], "growth": growth_of(found), "quoted": quoted()}
    return render(request, "reports/index.html", context)


def _year(request: HttpRequest, year: int, run: JobRun | None) -> HttpResponse:
    found = year_of(year, DRAWN)
    if found is None:
        return _missing(request, year, run)
    context = {
        "year": found,
        "sections": sections_of(found),
        "moves": found.moves(ENTERPRISES, NEW_ENTERPRISES, Dimension.PROVINCE),
        "drift": drift_today(found.snapshot),
        "quoted": quoted(year),
        "run": run,
        "data_date": found.snapshot.as_at,
    }
    return render(request, "reports/statistics.html", context)


def _table(request: HttpRequest, year: int, slug: str) -> HttpResponse:
    found, definition = year_of(year), BY_SLUG.get(slug)
    if definition is None:
        raise Http404(_("There is no table “%(name)s”.") % {"name": slug})
    if found is None or definition.key not in found.tables:
        return _missing(request, year, open_run(year))
    table = found.tables[definition.key]
    context = {
        "year": found,
        "table": table,
        "charts": charts_of(table),
        "data_date": found.snapshot.as_at,
    }
    return render(request, "reports/table.html", context)


def _lines(request: HttpRequest, year: int, slug: str) -> HttpResponse:
    definition, snapshot = BY_SLUG.get(slug), readable(request.GET.get("snapshot", ""))
    by, cell = request.GET.get("by", ""), request.GET.get("cell", "")
    is_known = isinstance(definition, WorkTable) and by in ("", *definition.dimensions)
    if snapshot is None or snapshot.year != year or not is_known:
        raise Http404(_("There is no such list: open it from the figures of the year."))
    lines = definition.lines_in(snapshot, by, cell)  # type: ignore[union-attr]
    names = load_names((), {}, with_groups=True)
    context = {
        "snapshot": snapshot,
        "definition": definition,
        "dimension": Dimension(by),
        "cell": names.of(by, cell) if by else "",
        "groups": [(body, list(found)) for body, found in groupby(lines, key=lambda e: e.body)],
        "count": len(lines),
        "data_date": snapshot.as_at,
    }
    return render(request, "reports/lines.html", context)


def _file(request: HttpRequest, year: int) -> HttpResponseBase:
    found = year_of(year)
    key = request.GET.get("table", "")
    if found is None or (key and key not in BY_KEY):
        return _missing(request, year, open_run(year))
    site = request.build_absolute_uri("/").rstrip("/")
    content = figures_csv(found, site=site, key=key)
    response = StreamingHttpResponse(content, content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="statistics-{year}.csv"'
    return response


def _missing(request: HttpRequest, year: int, run: JobRun | None) -> HttpResponse:
    context = {"asked": year, "run": run, "years": years()[::-1]}
    return render(request, "reports/missing.html", context, status=404)
