"""The page that a personal invitation opens: with an account, without one, or too late."""

from django.contrib import messages
from django.contrib.auth import login
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from accounts.models import User
from commitments.forms.representatives import PasswordForm
from commitments.models import Invitation
from commitments.services import representing
from commitments.services.representing import CannotRepresent
from core.limits import limited

BACKEND = "accounts.adapters.SignInBackend"


@require_http_methods(["GET", "HEAD", "POST"])
@limited("reset", methods=["POST"])
def invitation(request: HttpRequest, token: str) -> HttpResponse:
    """Show who invites to what, and let the invited person accept."""
    found = representing.invitation_of(token)
    if found is None:
        return render(request, "commitments/invitation_closed.html", status=410)
    if request.user.is_authenticated:
        return _as_account(request, found)
    if User.objects.filter(email=found.email).exists():
        return _page(request, found, has_account=True)
    return _without_account(request, found)


def _as_account(request: HttpRequest, found: Invitation) -> HttpResponse:
    is_other = request.user.email != found.email  # type: ignore[union-attr]
    if request.method != "POST" or is_other:
        return _page(request, found, is_other=is_other)
    return _accept(request, found, request.user)  # type: ignore[arg-type]


def _without_account(request: HttpRequest, found: Invitation) -> HttpResponse:
    typed = request.POST if request.method == "POST" else None
    form = PasswordForm(typed, email=found.email)
    if request.method != "POST" or not form.is_valid():
        return _page(request, found, form=form)
    user = representing.account_for(found, form.cleaned_data["password"])
    login(request, user, backend=BACKEND)
    return _accept(request, found, user)


def _accept(request: HttpRequest, found: Invitation, user: User) -> HttpResponse:
    try:
        representing.accept(found, user=user, at=timezone.now())
    except CannotRepresent as error:
        messages.error(request, str(error))
        return redirect("desk:index")
    messages.success(
        request, _("You represent %(name)s from today on.") % {"name": found.organisation}
    )
    return redirect("desk:organisation", found.organisation.code)


def _page(request: HttpRequest, found: Invitation, **more: object) -> HttpResponse:
    form = more.get("form")
    is_fault = bool(getattr(form, "errors", None))
    context = {"invitation": found, "organisation": found.organisation, **more}
    page = "commitments/invitation.html"
    return render(request, page, context, status=422 if is_fault else 200)
