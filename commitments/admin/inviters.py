"""The ledger of "1+3" by who brings: for the secretariat alone, by name, and the same as a file.

The register has no list of organisations by the number they have brought (decision 20).
"""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.template.response import TemplateResponse
from django.urls import URLPattern, path, reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from commitments.admin.ledger_files import ledger_file
from commitments.models import Bond, RegisterSettings
from commitments.queries.inviters import inviter_headings, inviter_rows, inviters_on
from core.limits import limited
from core.permissions import require

VIEW = "commitments.view_bond"


def urls_of(admin_site: Any) -> list[URLPattern]:
    """Give the page and its files."""

    def shown(request: HttpRequest) -> HttpResponse:
        return inviters_view(admin_site, request)

    def own(suffix: str) -> URLPattern:
        name = f"commitments_bond_inviters_{suffix}"
        view = admin_site.admin_view(inviters_file)
        return path(f"inviters.{suffix}", view, {"suffix": suffix}, name=name)

    page = path("inviters/", admin_site.admin_view(shown), name="commitments_bond_inviters")
    return [page, own("csv"), own("xlsx")]


def inviters_view(admin_site: Any, request: HttpRequest) -> HttpResponse:
    """Show each organisation that brings others with how far its partners are."""
    require(request.user, VIEW)
    ledger, settings = reverse("admin:commitments_bond_changelist"), RegisterSettings.present()
    rows = inviters_on(timezone.localdate(), wanted=settings.partners_wanted)
    context = admin_site.each_context(request) | {
        "opts": Bond._meta,
        "title": _("By who brings"),
        "rows": [(row, f"{ledger}?inviter={row.code}") for row in rows],
        "wanted": settings.partners_wanted,
        "source": settings.partners_source,
        "reached": sum(row.missing == 0 for row in rows),
    }
    return TemplateResponse(request, "admin/commitments/bond/inviters.html", context)


@limited("export")
def inviters_file(request: HttpRequest, suffix: str) -> HttpResponseBase:
    """Give the same as a file."""
    require(request.user, VIEW)
    wanted = RegisterSettings.present().partners_wanted
    rows = inviter_rows(inviters_on(timezone.localdate(), wanted=wanted))
    return ledger_file(_("“1+3” by who brings"), inviter_headings(), rows, suffix)
