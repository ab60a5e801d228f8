from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from reports.enums import Dimension
from reports.queries.figures import latest_year, year_of
from workgroups.queries import groups_by_track

MAPPED_TABLE = "signatories.enterprises"


@require_safe
def home(request: HttpRequest) -> HttpResponse:
    latest = latest_year()
    year = year_of(latest) if latest else None
    context = {
        "year": year,
        "mapped": year.tables[MAPPED_TABLE].total if year else None,
        "provinces": year.tables[MAPPED_TABLE].cells[Dimension.PROVINCE] if year else [],
        "groups": groups_by_track(on=timezone.localdate()),
        "data_date": year.snapshot.as_at if year else None,
    }
    return render(request, "rcportal/home.html", context)
