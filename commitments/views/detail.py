"""One organisation."""

from functools import partial
from typing import Final
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from commitments.enums import Status
from commitments.queries.bonds import family_of
from commitments.queries.parks import park_of
from commitments.queries.profile import Profile, profile_or_404
from commitments.queries.texts import standing_of
from commitments.services import facts
from commitments.views.rows import badge
from core.pages import remembered
from core.parts import parts_of

# Names, in the address of the successor's page, whose page led there.
CAME_FROM: Final = "from"


@require_safe
def detail(request: HttpRequest, code: str) -> HttpResponseBase:
    version = facts.version()
    return remembered(request, partial(_answer, request, code), version=version)


@require_safe
def record(request: HttpRequest, code: str) -> HttpResponseBase:
    """Show what the register knows of an organisation that has merged into another one."""
    version = facts.version()
    return remembered(request, partial(_own_record, request, code), version=version)


def _answer(request: HttpRequest, code: str) -> HttpResponse:
    profile = profile_or_404(code)
    if profile.same_as:
        return redirect("commitments:detail", profile.same_as)
    if later := profile.merged_into:
        # Not for good: a merger that was recorded by mistake is taken back.
        address = reverse("commitments:detail", args=[later.code])
        return redirect(f"{address}?{urlencode({CAME_FROM: code})}")
    return _page(request, profile)


def _own_record(request: HttpRequest, code: str) -> HttpResponse:
    profile = profile_or_404(code)
    if profile.same_as or not profile.merged_into:
        return redirect("commitments:detail", profile.same_as or code)
    return _page(request, profile)


def _page(request: HttpRequest, profile: Profile) -> HttpResponse:
    organisation = profile.organisation
    standing = standing_of(Status(organisation.status))
    here = "record" if profile.merged_into else "detail"  # the other address leads away
    context = {
        "profile": profile,
        "organisation": organisation,
        "came_from": profile.predecessor(request.GET.get(CAME_FROM, "")),
        "badge": badge(organisation.status, get_language() or ""),
        "meaning": standing.rule or _meaning(Status(organisation.status)),
        # Who has gone on in another one does not come back.
        "cure": "" if profile.merged_into else standing.cure,
        "parts": [
            render_to_string(template, part, request)
            for template, part in parts_of("commitments.organisation", request, organisation)
        ],
        "park": park_of(organisation, on=timezone.localdate()),
        "family": family_of(organisation, on=timezone.localdate()),
        "today": timezone.localdate(),
        "address": request.build_absolute_uri(organisation.get_absolute_url()),
        "cited": request.build_absolute_uri(
            reverse(f"commitments:{here}", args=[organisation.code])
        ),
    }
    return render(request, "commitments/detail.html", context)


def _meaning(status: Status) -> str:
    return {
        Status.IN_FORCE: _(
            "At least one signed commitment is in force: neither suspended nor ended."
        ),
        Status.SUSPENDED: _("The commitment is suspended: it does not count until it is resumed."),
        Status.ENDED: _("Every commitment has ended; the record stays for everybody to see."),
        Status.NONE: _("The register has no commitment of this organisation."),
    }[status]
