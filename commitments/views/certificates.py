"""The certificates of one organisation, to be seen and printed."""

from functools import partial

from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from commitments.enums import SIGNED_STATES, State
from commitments.models import Commitment, Organisation
from commitments.queries.certificates import Certificate, certificates
from commitments.services import facts
from commitments.services.certificates import CertificateNotOpen
from commitments.services.printing import LAYOUT, certificate_of
from core.limits import limited
from core.outbox.addresses import link
from core.pages import remembered
from core.typesetting import NotPrintable, picture_of, typeset

CONTENT_TYPES = {"pdf": "application/pdf", "png": "image/png"}


@require_safe
def certificate(request: HttpRequest, code: str) -> HttpResponseBase:
    return remembered(request, partial(_page, request, code), version=facts.version())


def _page(request: HttpRequest, code: str) -> HttpResponse:
    organisation = get_object_or_404(Organisation.everyone.select_related("same_as"), code=code)
    if organisation.same_as:
        return redirect("commitments:certificate", organisation.same_as.code)
    found = _certificates_of(organisation)
    if not found:
        raise Http404(_("No certificate of this organisation is on record."))
    context = {
        "organisation": organisation,
        "printable": [each for each in found if each.state == State.IN_FORCE],
        "closed": [each for each in found if each.state != State.IN_FORCE],
    }
    return render(request, "commitments/certificate.html", context)


def _certificates_of(organisation: Organisation) -> list[Certificate]:
    numbered = organisation.commitments.filter(state__in=SIGNED_STATES).exclude(
        certificate_number=""
    )
    return certificates(numbered)


@require_safe
@limited("export")
def certificate_file(
    request: HttpRequest, code: str, document: str, suffix: str
) -> HttpResponseBase:
    make = partial(_file, request, code, document, suffix)
    return remembered(request, make, version=facts.version())


def _file(request: HttpRequest, code: str, document: str, suffix: str) -> HttpResponse:
    found = get_object_or_404(Organisation.everyone.select_related("same_as"), code=code)
    in_force = Commitment.objects.filter(state=State.IN_FORCE, document=document)
    commitment = get_object_or_404(
        in_force.select_related("organisation"), organisation=found.same_as or found
    )
    # On paper for years: the portal's own address, by whichever way the reader came.
    address = link(reverse("verify_number", args=[commitment.certificate_number or "-"]))
    try:
        words = certificate_of(commitment, address=address)
        content = (
            picture_of(LAYOUT, words)
            if suffix == "png"
            else typeset(LAYOUT, words, at=timezone.now())
        )
    except (CertificateNotOpen, NotPrintable) as why:
        raise Http404(str(why)) from why
    response = HttpResponse(content, content_type=CONTENT_TYPES[suffix])
    number = commitment.certificate_number.replace("/", "-")
    name = f"{words['title']}-{number}.{suffix}"
    response["Content-Disposition"] = content_disposition_header(suffix == "pdf", name) or "inline"
    return response
