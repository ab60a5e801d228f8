"""The public register."""

from functools import partial
from typing import Any, Final

from django.core.paginator import Page, Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from commitments import filters
from commitments.enums import Kind, Status
from commitments.queries.facets import MOST_COUNTED, Counts
from commitments.queries.keeping import reference
from commitments.queries.listing import PAGE_SIZE, Entry, page_of
from commitments.queries.mergers import gone_on_in
from commitments.queries.parks import ParkStanding, committed_in, standings_of
from commitments.queries.selection import Selection
from commitments.services import facts
from commitments.views.around import around_of
from commitments.views.emptiness import help_of
from commitments.views.pager import pager_of
from commitments.views.rows import drawn, rows_of
from core.limits import limited
from core.pages import remembered

LAST_PAGE: Final = MOST_COUNTED // PAGE_SIZE


@require_safe
@limited("search")
def index(request: HttpRequest) -> HttpResponseBase:
    version = facts.version()
    return remembered(request, partial(_answer, request, version), version=version)


def _answer(request: HttpRequest, version: int) -> HttpResponse:
    try:
        reading = filters.read(request.GET, today=timezone.localdate(), version=version)
        context = _context(reading.selection, version) | {"faults": reading.faults}
    except filters.TooMuchAsked as why:
        return render(request, "commitments/too_much.html", {"why": why}, status=400)
    selection = reading.selection
    if not request.htmx or request.htmx.history_restore_request:  # type: ignore[attr-defined]
        return render(request, "commitments/index.html", context)
    response = render(request, "commitments/_results.html", context | {"is_part": True})
    response["HX-Push-Url"] = f"{request.path}?{selection.address()}".rstrip("?")
    return response


def _context(selection: Selection, version: int) -> dict[str, Any]:
    around = around_of(selection, version)
    _refuse_far_page(selection, around.counts)
    entries = page_of(selection)
    if selection.page > 1 and not entries:
        raise _no_page(selection)
    parks, committed = _parks(selection, entries), _committed(selection, entries)
    gone = _gone(selection, entries)
    rows = rows_of(entries, selection, parks=parks, committed=committed, gone=gone)
    page = _page(selection, around.counts)
    return {
        "selection": selection,
        "around": around,
        "rows": rows,
        "table": drawn(rows),
        "page_obj": page,
        "pager": pager_of(page, selection.address(without=("page",))),
        "help": None if entries else help_of(selection, partial(reference, version)),
    }


def _parks(selection: Selection, entries: list[Entry]) -> dict[int, ParkStanding]:
    """What documents say of the parks, where the list has nothing but parks."""
    if selection.kind != (Kind.PARK,) or selection.snapshot is not None:
        return {}
    day = selection.as_at or timezone.localdate()
    return standings_of([entry.id for entry in entries], on=day)


def _committed(selection: Selection, entries: list[Entry]) -> dict[int, int]:
    """How many in the parks among the rows have committed; asked only where there is a park."""
    parks = [entry.id for entry in entries if entry.kind == Kind.PARK]
    return committed_in(parks, selection) if parks and selection.snapshot is None else {}


def _gone(selection: Selection, entries: list[Entry]) -> dict[int, str]:
    """In whom those that have merged went on; asked only where a row holds nothing any more."""
    held = (Status.IN_FORCE, Status.SUSPENDED)
    idle = [entry.id for entry in entries if entry.status not in held]
    if not idle or selection.snapshot is not None:
        return {}
    return gone_on_in(idle, on=selection.as_at or timezone.localdate())


def _refuse_far_page(selection: Selection, counts: Counts) -> None:
    """A page past all that is counted would cost the database a walk over everything before it."""
    if selection.page <= LAST_PAGE:
        return
    if not counts.is_capped:
        raise _no_page(selection)
    raise filters.TooMuchAsked(
        _(
            "The list is shown as far as page %(last)s. Narrow it, for example by province or "
            "year, or take the whole of it as a file."
        )
        % {"last": LAST_PAGE}
    )


def _no_page(selection: Selection) -> Http404:
    return Http404(_("The list has no page %(page)s.") % {"page": selection.page})


def _page(selection: Selection, counts: Counts) -> Page:
    paginator = Paginator(range(counts.total), PAGE_SIZE)
    return Page(range(0), selection.page, paginator)
