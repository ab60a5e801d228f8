"""The check of a certificate: what its commitment is worth today, and was on the day of issue."""

from typing import Final
from urllib.parse import unquote

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from commitments.enums import State
from commitments.queries.certificates import Certificate, by_number, certificates
from core.limits import limited
from core.text import tidy

LONGEST_NUMBER: Final = 40
TONES: Final = {State.IN_FORCE: "good", State.SUSPENDED: "warn", State.ENDED: "bad"}


@require_safe
@limited("check")
@never_cache
def verify(request: HttpRequest) -> HttpResponse:
    number = number_in(request.GET.get("number", ""))
    found = _found(number)
    if len(found) == 1:
        return redirect("verify_number", found[0].number)
    return _form(request, number, found)


@require_safe
@limited("check")
@never_cache
def verify_number(request: HttpRequest, number: str) -> HttpResponse:
    number = number_in(number)
    found = _found(number)
    if len(found) != 1:
        return _form(request, number, found, status=200 if found else 404)
    (certificate,) = found
    context = {
        "certificate": certificate,
        "commitment": certificate.commitment,
        "organisation": certificate.commitment.organisation,
        "tone": TONES[certificate.state],
        "sentence": _sentence(certificate.state),
        "checked_at": timezone.now(),
    }
    return render(request, "commitments/verified.html", context)


def number_in(typed: str) -> str:
    """This will give the number in what was typed, pasted or scanned: the whole address too."""
    text = unquote(typed.rpartition("/verify/")[2]) if "/verify/" in typed else typed
    return tidy(text).strip("/ ")


def _found(number: str) -> list[Certificate]:
    if not number or len(number) > 2 * LONGEST_NUMBER:
        return []
    return certificates(by_number(number))


def _form(
    request: HttpRequest, number: str, found: list[Certificate], *, status: int = 200
) -> HttpResponse:
    context = {"number": number[: 2 * LONGEST_NUMBER], "found": found}
    return render(request, "commitments/verify.html", context, status=status)


def _sentence(state: State) -> str:
    return {
        State.IN_FORCE: _("The certificate is valid: the commitment is in force."),
        State.SUSPENDED: _("The commitment is suspended: it does not count until it is resumed."),
        State.ENDED: _("The certificate is no longer valid: the commitment has ended."),
    }[state]
