"""The board of a year, for the secretariat and for whoever serves a group."""

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from core.permissions import require
from workgroups.enums import DocumentKind, DutyStatus, Punctual
from workgroups.models import Year
from workgroups.queries.board import board_of, latest_year
from workgroups.queries.punctuality import counted_by, due_documents, lines_of


@login_required
@require_safe
def board_index(request: HttpRequest) -> HttpResponse:
    """Lead to the year that is worked on."""
    require(request.user, "workgroups.see_board")
    year = latest_year()
    if year is None:
        raise Http404(_("There is no year of work yet: the secretariat enters the first one."))
    return redirect("desk:board", year.year)


@login_required
@require_safe
def board(request: HttpRequest, year: int) -> HttpResponse:
    require(request.user, "workgroups.see_board")
    found = board_of(get_object_or_404(Year, year=year), request.user, at=timezone.now())
    return render(request, "desk/board.html", {"board": found, "statuses": DutyStatus})


@login_required
@require_safe
def punctuality(request: HttpRequest, year: int) -> HttpResponse:
    """How punctual the documents of the year were; a number asks for the documents behind it."""
    require(request.user, "workgroups.see_punctuality")
    found = get_object_or_404(Year, year=year)
    documents = due_documents(found, at=timezone.now())
    asked = (request.GET.get("kind", ""), request.GET.get("measure", ""))
    context = {
        "year": found,
        "measures": Punctual,
        "lines": lines_of(documents),
        "asked": asked,
        "listed": None,
    }
    if asked[0] in DocumentKind.values and asked[1] in Punctual.values:
        kind, measure = DocumentKind(asked[0]), Punctual(asked[1])
        context |= {
            "kind": kind,
            "measure": measure,
            "listed": counted_by(documents, kind, measure),
        }
    return render(request, "desk/punctuality.html", context)
