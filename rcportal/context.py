"""What every page of the portal may show. Nothing here asks the database."""

from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _

from rcportal.services.marking import demonstration_stands


@dataclass(frozen=True)
class MainLink:
    label: str
    url: str
    is_current: bool


def portal(request: HttpRequest) -> dict[str, Any]:
    """Give the frame of a page: who runs the portal, where one may go, how it is shown."""
    return {
        "organiser": settings.PORTAL_ORGANISER,
        "icp_number": settings.PORTAL_ICP_NUMBER,
        "police_number": settings.PORTAL_POLICE_NUMBER,
        "contact": settings.PORTAL_CONTACT,
        "is_demo": demonstration_stands(),
        "care_mode": getattr(request, "care_mode", False),
        "main_links": _main_links(request.path),
    }


def _main_links(path: str) -> list[MainLink]:
    home = reverse("home")
    sections = [
        (_("Register"), reverse("commitments:index")),
        (_("Working groups"), reverse("workgroups:index")),
        (_("Yearly figures"), reverse("reports:statistics_index")),
        (_("Annual reports"), reverse("annual:index")),
        (_("About"), reverse("about")),
    ]
    links = [MainLink(label, url, path.startswith(url)) for label, url in sections]
    return [MainLink(_("Home"), home, path == home), *links]
