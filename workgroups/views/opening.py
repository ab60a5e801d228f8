"""The first page of each document of a year: what it is for, until when, how to begin."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from core.permissions import require
from workgroups.enums import DocumentKind
from workgroups.models import Body, Submission, Year
from workgroups.queries.beginning import Beginning, beginning
from workgroups.rules import bodies_of
from workgroups.services import documents
from workgroups.services.documents import NotOpenNow

QUARTERS = {"q1": 1, "q2": 2, "q3": 3, "q4": 4}


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def begin(request: HttpRequest, code: str, year: int, what: str) -> HttpResponse:
    """Say what the document is for; begin it, or lead to the one there is."""
    found = _asked_for(request, code, year, what)
    if found.document is not None:
        return redirect(_way_to(request, found.document))
    require(request.user, "workgroups.write_submission", Submission(body=found.body))
    if request.method == "POST":
        return _open(request, found)
    return render(request, "desk/begin.html", {"begin": found, "year": found.year})


def _asked_for(request: HttpRequest, code: str, year: int, what: str) -> Beginning:
    body = get_object_or_404(Body, code=code, pk__in=bodies_of(request.user))
    of_year = get_object_or_404(Year, year=year)
    kind = DocumentKind.SHEET if what in QUARTERS else what
    if kind not in DocumentKind.values or what == DocumentKind.SHEET:
        raise Http404
    return beginning(body, of_year, kind, QUARTERS.get(what), at=timezone.now())


def _open(request: HttpRequest, found: Beginning) -> HttpResponse:
    try:
        document = documents.open_document(
            found.kind,
            found.body,
            found.year,
            by=request.user,
            at=timezone.now(),
            quarter=found.quarter,
            corrects=found.corrects,
        )
    except NotOpenNow as error:
        messages.error(request, str(error))
        return redirect(request.path)
    return redirect("desk:edit", document.pk)


def _way_to(request: HttpRequest, document: Submission) -> Submission | str:
    writes = request.user.has_perm("workgroups.write_submission", document)
    return (
        reverse("desk:edit", args=[document.pk]) if writes and document.is_open_draft else document
    )
