"""“1+3”: the partners of an organisation at its desk, and the page a partner's link opens."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from commitments.enums import TextKey
from commitments.forms.bonds import AgainForm, PartnerForm
from commitments.models import Bond, Organisation
from commitments.queries.bonds import partners_of
from commitments.queries.texts import texts
from commitments.services.bonds import inviting
from commitments.services.bonds.inviting import CannotBring
from commitments.services.bonds.opening import open_application
from commitments.views.applying.door import actor_of, let_in
from commitments.views.organisations import organisation_of
from core.limits import limited
from core.permissions import require


@login_required
@require_safe
def partners(request: HttpRequest, code: str) -> HttpResponse:
    """Show whom the organisation has invited, how far each is, and invite another."""
    return _page(request, organisation_of(request, code))


@login_required
@require_POST
def invite(request: HttpRequest, code: str) -> HttpResponse:
    """Invite a partner by a personal link."""
    found = organisation_of(request, code)
    require(request.user, "commitments.invite_partner", found)
    form = PartnerForm(request.POST)
    if not form.is_valid():
        return _page(request, found, form)
    typed = form.cleaned_data
    try:
        inviting.invite(found, by=request.user, at=timezone.now(), **typed)
    except CannotBring as error:
        form.add_error(None, str(error))
        return _page(request, found, form)
    messages.success(
        request, _("The invitation was sent to %(email)s.") % {"email": typed["email"]}
    )
    return redirect("desk:partners", found.code)


@login_required
@require_POST
def again(request: HttpRequest, code: str, pk: int) -> HttpResponse:
    """Send a new link; the old one opens nothing any more."""
    found, bond = _found(request, code, pk)
    form = AgainForm(request.POST)
    if not form.is_valid():
        messages.error(request, _("Write a whole address, for example name@example.com."))
        return redirect("desk:partners", found.code)
    email = form.cleaned_data["email"]
    return _done(
        request,
        found,
        lambda: inviting.invite_again(bond, email, by=request.user, at=timezone.now()),
        _("The invitation was sent to %(email)s.") % {"email": email},
    )


@login_required
@require_POST
def withdraw(request: HttpRequest, code: str, pk: int) -> HttpResponse:
    """Take an invitation back: its link opens nothing."""
    found, bond = _found(request, code, pk)
    return _done(
        request,
        found,
        lambda: inviting.withdraw(bond, by=request.user, at=timezone.now()),
        _("The invitation was withdrawn."),
    )


@require_http_methods(["GET", "HEAD", "POST"])
@limited("reset", methods=["POST"])
def partner(request: HttpRequest, token: str) -> HttpResponse:
    """Show who invites and to what; begin the application, or say no."""
    bond = inviting.bond_of(token, at=timezone.now())
    if bond is None:
        return render(request, "commitments/partner_closed.html", status=410)
    is_other = request.user.is_authenticated and request.user.email != bond.email
    if request.method != "POST" or is_other:
        shown = texts(TextKey.APPLY_MEANING, TextKey.APPLY_NEEDED)
        context = shown | {"bond": bond, "is_other": is_other}
        return render(request, "commitments/partner.html", context)
    if request.POST.get("do") == "decline" and bond.application is None:
        return _declined(request, bond)
    application = open_application(bond, by=actor_of(request), at=timezone.now())
    if not request.user.is_authenticated:
        let_in(request, bond.email)
    return redirect("commitments:apply_form", application.pk)


def _declined(request: HttpRequest, bond: Bond) -> HttpResponse:
    try:
        inviting.decline(bond, at=timezone.now())
    except CannotBring:  # it was withdrawn meanwhile
        return render(request, "commitments/partner_closed.html", status=410)
    return render(request, "commitments/partner_closed.html", {"declined": bond})


def _found(request: HttpRequest, code: str, pk: int) -> tuple[Organisation, Bond]:
    found = organisation_of(request, code)
    require(request.user, "commitments.invite_partner", found)
    # What was entered with a source is the secretariat's, and is changed in its ledger.
    mine = Bond.objects.open().filter(inviter=found, expires_on__isnull=False)
    return found, get_object_or_404(mine.select_related("inviter", "partner"), pk=pk)


def _done(
    request: HttpRequest, found: Organisation, act: Callable[[], object], sentence: str
) -> HttpResponse:
    try:
        act()
    except CannotBring as error:
        messages.error(request, str(error))
    else:
        messages.success(request, sentence)
    return redirect("desk:partners", found.code)


def _page(request: HttpRequest, found: Organisation, form: Any = None) -> HttpResponse:
    context = {
        "organisation": found,
        "partners": partners_of(found, on=timezone.localdate()),
        "may_invite": request.user.has_perm("commitments.invite_partner", found),
        "form": form or PartnerForm(),
    }
    return render(request, "desk/partners.html", context, status=422 if form else 200)
