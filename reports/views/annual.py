"""The annual reports, for everybody: published editions, each under an address of its own."""

from functools import partial

from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from commitments.services import facts
from core.limits import limited
from core.pages import remembered
from reports.models import Edition, EditionFile
from reports.queries.report.document import document_of
from reports.queries.report.editions import (
    editions_of,
    published_edition,
    published_editions,
    shown_files,
)
from reports.services.rendering import MEDIA_TYPES


@require_safe
def index(request: HttpRequest) -> HttpResponseBase:
    return remembered(request, partial(_index, request), version=facts.version())


@require_safe
def report(request: HttpRequest, year: int) -> HttpResponseBase:
    """The edition that the year shows."""
    return remembered(request, partial(_report, request, year), version=facts.version())


@require_safe
def edition(request: HttpRequest, year: int, number: int) -> HttpResponseBase:
    """One edition for ever, also after it was corrected."""
    make = partial(_edition, request, year, number)
    return remembered(request, make, version=facts.version())


@require_safe
@limited("export")
def file(request: HttpRequest, year: int, name: str) -> HttpResponseBase:
    shown = _published(year)
    make = partial(file_response, shown, name)
    return remembered(request, make, version=(facts.version(), shown.pk), is_kept=False)


@require_safe
@limited("export")
def edition_file(request: HttpRequest, year: int, number: int, name: str) -> HttpResponseBase:
    shown = get_object_or_404(Edition.objects.public(), year=year, number=number)
    make = partial(file_response, shown, name)
    return remembered(request, make, version=(facts.version(), shown.pk), is_kept=False)


def file_response(edition: Edition, name: str) -> HttpResponse:
    """Give a file of the edition as it was built; 404 if there is none of the name."""
    found: EditionFile = get_object_or_404(edition.files, is_shown=True, name=name)
    response = HttpResponse(bytes(found.content), content_type=MEDIA_TYPES[name])
    stem, _dot, suffix = name.partition(".")
    called = f"{stem}-{edition.year}-{edition.number}.{suffix}"
    response["Content-Disposition"] = f'attachment; filename="{called}"'
    response["X-Content-SHA256"] = found.sha256
    return response


def context_of(edition: Edition) -> dict[str, object]:
    """Give what the page of an edition shows."""
    document = document_of(edition)
    return {
        "edition": edition,
        "document": document,
        "report": document["content"],
        "files": list(shown_files(edition)),
        "data_date": edition.snapshot.as_at,
    }


def _index(request: HttpRequest) -> HttpResponse:
    return render(request, "reports/report/index.html", {"editions": published_editions()})


def _report(request: HttpRequest, year: int) -> HttpResponse:
    return _page(request, _published(year))


def _edition(request: HttpRequest, year: int, number: int) -> HttpResponse:
    return _page(request, get_object_or_404(Edition.objects.public(), year=year, number=number))


def _page(request: HttpRequest, edition: Edition) -> HttpResponse:
    context = context_of(edition) | {"editions": list(editions_of(edition.year))}
    return render(request, "reports/report/report.html", context)


def _published(year: int) -> Edition:
    found = published_edition(year)
    if found is None:
        raise Http404(_("The report of %(year)s is not published.") % {"year": year})
    return found
