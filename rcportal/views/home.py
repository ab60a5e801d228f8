from collections.abc import Iterable
from functools import partial

from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from commitments.services import facts
from core.pages import remembered
from reports.enums import Dimension
from reports.queries.definitions import ENTERPRISES
from reports.queries.figures import latest_year, year_of
from reports.queries.report.editions import published_editions
from workgroups.enums import Track
from workgroups.queries import GroupWithLead, groups_by_track

Groups = dict[Track, list[GroupWithLead]]


@require_safe
def home(request: HttpRequest) -> HttpResponseBase:
    groups = groups_by_track(on=timezone.localdate())
    version = (facts.version(), *_names(groups.values()))
    return remembered(request, partial(_page, request, groups), version=version)


def _page(request: HttpRequest, groups: Groups) -> HttpResponse:
    latest = latest_year()
    year = year_of(latest, (Dimension.PROVINCE,)) if latest else None
    mapped = year.tables[ENTERPRISES] if year else None
    context = {
        "year": year,
        "mapped": mapped.total if mapped else None,
        "provinces": mapped.by(Dimension.PROVINCE) if mapped else [],
        "groups": groups,
        "report": published_editions().first(),
        "data_date": year.snapshot.as_at if year else None,
    }
    return render(request, "rcportal/home.html", context)


def _names(groups: Iterable[Iterable[GroupWithLead]]) -> list[str]:
    """Give all that the page says of the groups: the register's version knows nothing of them."""
    found = [group for track in groups for group in track]
    return [f"{each.body.label} {each.lead and each.lead.name}" for each in found]
