"""Before the form: what a commitment means, what is needed, and the personal link."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from commitments.enums import TextKey
from commitments.models import Application
from commitments.queries.applications import alike
from commitments.queries.texts import texts
from commitments.services import applying
from commitments.services.importing.codes import read_credit_code
from commitments.services.importing.problems import CellRefused
from commitments.services.links import read_token
from commitments.views.applying.door import actor_of, email_of, let_in
from core.limits import as_json, limited
from core.text import half_width

SHOWN = (TextKey.APPLY_MEANING, TextKey.APPLY_NEEDED, TextKey.APPLY_TIME, TextKey.APPLY_AFTERWARDS)


@require_http_methods(["GET", "HEAD", "POST"])
@limited("apply_place", methods=["POST"])
def start(request: HttpRequest) -> HttpResponse:
    """Tell what is asked, and send a personal link to whoever wants to begin or go on."""
    email, fault = half_width(request.POST.get("email", "")), ""
    if request.method == "POST":
        try:
            validate_email(email)
        except ValidationError:
            fault = _("Write a whole address, for example name@example.com.")
        else:
            applying.send_link(email, at=timezone.now())
            request.session["asked"] = email
            return redirect("commitments:apply_sent")
    context = texts(*SHOWN) | {"email": email, "fault": fault, "known": email_of(request)}
    return render(request, "commitments/apply/start.html", context, status=422 if fault else 200)


@require_safe
def sent(request: HttpRequest) -> HttpResponse:
    """Say that the mail is on its way; the same whoever asked, and however often."""
    context = {"email": request.session.get("asked", "")}
    return render(request, "commitments/apply/sent.html", context)


@require_safe
def open_link(request: HttpRequest, token: str) -> HttpResponse:
    """Let in whoever has the link; one that is too old says how to get another."""
    email = read_token(token)
    if not email:
        messages.error(
            request, _("This link is too old or not complete. Ask for a new one with your e-mail.")
        )
        return redirect("commitments:apply")
    if not request.user.is_authenticated:
        let_in(request, email)
    elif email != email_of(request).lower():
        messages.error(
            request,
            _(
                "You are signed in with another address. Sign out, then open the link again as "
                "%(email)s."
            )
            % {"email": email},
        )
    return redirect("commitments:apply_mine")


@require_safe
def mine(request: HttpRequest) -> HttpResponse:
    """Show the applications of this address: go on, or begin another."""
    email = email_of(request)
    if not email:
        return redirect("commitments:apply")
    found = Application.objects.of(email).defer("draft").order_by("-opened_at", "-pk")
    context = {"email": email, "applications": found, "today": timezone.localdate()}
    return render(request, "commitments/apply/mine.html", context)


@require_POST
@limited("hand_in")
def begin(request: HttpRequest) -> HttpResponse:
    """Open the form: an empty one, or the one that nobody has written in yet."""
    email = email_of(request)
    if not email:
        return redirect("commitments:apply")
    application = applying.begin(email, by=actor_of(request), at=timezone.now())
    return redirect("commitments:apply_form", application.pk)


@require_safe
def letter(request: HttpRequest) -> HttpResponse:
    """A model letter to be printed, signed and sealed."""
    context = texts(TextKey.MODEL_LETTER) | {"name": request.GET.get("name", "")[:200]}
    return render(request, "commitments/apply/letter.html", context)


@require_safe
@limited("check", answer=as_json)
def lookup(request: HttpRequest) -> JsonResponse:
    """Say to the form whether the code can be right and whom the register knows by code or name."""
    code, fault = "", ""
    if typed := request.GET.get("uscc", "").strip()[:40]:
        try:
            code = read_credit_code(typed)
        except CellRefused as refused:
            fault = f"{refused.reason}{refused.remedy}"
    found = alike(name=request.GET.get("name", "")[:200], uscc=code)
    known = [
        {
            "name": each.organisation.name,
            "url": each.organisation.get_absolute_url(),
            "status": each.organisation.get_status_display(),
            "why": each.why,
        }
        for each in found
    ]
    response = JsonResponse({"code": code, "fault": fault, "known": known})
    response["Cache-Control"] = "no-store"
    return response
