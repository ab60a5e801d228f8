"""The page of an organisation's own people at the desk: who acts for it, and its text."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from commitments.enums.representatives import TextState
from commitments.forms.representatives import (
    AnswerForm,
    HandOverForm,
    InviteForm,
    LeaveForm,
    PublicTextForm,
)
from commitments.models import Invitation, Organisation, PublicText, Representative
from commitments.queries.bonds import partners_of
from commitments.queries.representatives import contacts_of, own_organisations, texts_of
from commitments.services import public_texts, representing
from commitments.services.public_texts import TextRefused, WrittenMeanwhile
from commitments.services.representing import CannotRepresent
from commitments.views.rows import badge
from core.limits import limited
from core.permissions import require
from core.steps import StepNotOpen


@login_required
@require_safe
def organisations(request: HttpRequest) -> HttpResponse:
    """Lead to the organisation one represents, or let choose among several."""
    found = own_organisations(request.user)
    if len(found) == 1:
        return redirect("desk:organisation", found[0].code)
    return render(request, "desk/organisations.html", {"organisations": found})


@login_required
@require_safe
def organisation(request: HttpRequest, code: str) -> HttpResponse:
    """Show who acts for the organisation, and what it says about itself."""
    return _page(request, organisation_of(request, code))


@login_required
@require_POST
@limited("reset")
def invite(request: HttpRequest, code: str) -> HttpResponse:
    """Invite somebody by a personal link, perhaps to take over from the main contact."""
    found = organisation_of(request, code)
    require(request.user, "commitments.invite_contact", found)
    contacts = contacts_of(found, at=timezone.now())
    form = InviteForm(request.POST, may_hand_over=contacts.lead() is not None)
    if not form.is_valid():
        return _page(request, found, invite_form=form)
    given = form.cleaned_data
    hands_over = given.get("hands_over", False)
    succeeds = contacts.lead() if hands_over else None
    role = succeeds.role if succeeds else given["role"]
    return _done(
        request,
        found,
        form,
        lambda: representing.invite(
            found,
            given["email"],
            role,
            by=request.user,
            at=timezone.now(),
            succeeds=succeeds,
        ),
        _("The invitation was sent to %(email)s.") % {"email": given["email"]},
        "invite_form",
    )


@login_required
@require_POST
def hand_over(request: HttpRequest, code: str) -> HttpResponse:
    """Let the main contact and another contact change roles today."""
    found = organisation_of(request, code)
    require(request.user, "commitments.invite_contact", found)
    lead = contacts_of(found, at=timezone.now()).lead()
    form = HandOverForm(request.POST, others=_others(found))
    if lead is None:
        raise Http404
    if not form.is_valid():
        return _page(request, found, hand_over_form=form)
    to: Representative = form.cleaned_data["to"]
    return _done(
        request,
        found,
        form,
        lambda: representing.hand_over(lead, to, by=request.user, at=timezone.now()),
        _("%(name)s is the main contact from today on.") % {"name": to.user.shown_name},
        "hand_over_form",
    )


@login_required
@require_POST
def leave(request: HttpRequest, code: str, pk: int) -> HttpResponse:
    """End a representation: one's own, or as main contact or secretariat another's."""
    found = organisation_of(request, code)
    one = get_object_or_404(
        found.representatives.open_on(timezone.localdate()).select_related("user"), pk=pk
    )
    if one.user_id != request.user.pk:
        require(request.user, "commitments.invite_contact", found)
    form = LeaveForm(request.POST)
    if not form.is_valid():
        messages.error(request, _("Say why the representation ends."))
        return redirect("desk:organisation", found.code)
    reason = form.cleaned_data["reason"]
    representing.leave(one, by=request.user, at=timezone.now(), reason=reason)
    messages.success(request, _("%(name)s acts for it no more.") % {"name": one.user.shown_name})
    is_own = one.user_id == request.user.pk
    return redirect("desk:index") if is_own else redirect("desk:organisation", found.code)


@login_required
@require_POST
def withdraw(request: HttpRequest, code: str, pk: int) -> HttpResponse:
    """Make the link of an invitation useless."""
    found = organisation_of(request, code)
    require(request.user, "commitments.invite_contact", found)
    mine = get_object_or_404(Invitation.objects.open().filter(organisation=found), pk=pk)
    representing.withdraw(mine, by=request.user, at=timezone.now())
    messages.success(request, _("The invitation was withdrawn."))
    return redirect("desk:organisation", found.code)


@login_required
@require_POST
@limited("autosave")
def write(request: HttpRequest, code: str) -> HttpResponse:
    """Hand in a new text about the organisation, to be checked and then public."""
    found = organisation_of(request, code)
    require(request.user, "commitments.write_text", found)
    form = PublicTextForm(request.POST)
    if not form.is_valid():
        return _page(request, found, text_form=form)
    given = form.cleaned_data
    return _done(
        request,
        found,
        form,
        lambda: public_texts.write(
            found,
            given["body"],
            given["body_english"],
            seen=_seen(request),
            by=request.user,
            at=timezone.now(),
        ),
        _("The text waits for the secretariat's check; until then the page stays as it is."),
        "text_form",
    )


@login_required
@require_safe
def text(request: HttpRequest, pk: int) -> HttpResponse:
    """Show the secretariat a text beside the one that is public."""
    return _text_page(request, _text(request, pk))


@login_required
@require_POST
def decide(request: HttpRequest, pk: int, step: str) -> HttpResponse:
    """Publish a text, or return it with the reason."""
    found = _text(request, pk)
    if step not in ("publish", "send_back"):
        raise Http404
    require(request.user, f"commitments.{step}_publictext", found)
    form = AnswerForm(request.POST)
    if step == "send_back" and not form.is_valid():
        return _text_page(request, found, form)
    try:
        if step == "publish":
            public_texts.publish(found, by=request.user, at=timezone.now())
        else:
            answer = form.cleaned_data["answer"]
            public_texts.send_back(found, by=request.user, at=timezone.now(), answer=answer)
    except TextRefused as error:
        form.add_error("answer", str(error))
        return _text_page(request, found, form)
    except StepNotOpen as error:
        messages.error(request, str(error))
        return redirect(found)
    messages.success(
        request, _("The text is public.") if step == "publish" else _("The text was returned.")
    )
    return redirect("desk:index")


def organisation_of(request: HttpRequest, code: str) -> Organisation:
    """Give the organisation; to whoever neither represents nor keeps it, it is not there."""
    read = Organisation.everyone.select_related("same_as", "province", "city", "county", "industry")
    found = read.filter(code=code).first()
    found = found and (found.same_as or found)
    if found is None or not request.user.has_perm("commitments.see_contacts", found):
        raise Http404
    return found


def _seen(request: HttpRequest) -> int:
    text = request.POST.get("seen", "")
    return int(text) if text.isdecimal() and len(text) < 19 else 0


def _text(request: HttpRequest, pk: int) -> PublicText:
    visible = PublicText.objects.visible_to(request.user)
    found = get_object_or_404(visible.select_related("organisation", "written_by"), pk=pk)
    require(request.user, "commitments.view_publictext", found)
    return found


def _others(organisation: Organisation) -> Any:
    today = timezone.localdate()
    present = organisation.representatives.open_on(today).exclude(role="lead")
    return present.select_related("user__person").order_by("pk")


def _done(
    request: HttpRequest,
    found: Organisation,
    form: Any,
    act: Callable[[], object],
    sentence: str,
    name: str,
) -> HttpResponse:
    """Do it and say so, or show the page again with the fault and what was typed."""
    try:
        act()
    except (CannotRepresent, TextRefused) as error:
        form.add_error(None, str(error))
        is_late = isinstance(error, WrittenMeanwhile)
        return _page(request, found, is_late=is_late, **{name: form})
    messages.success(request, sentence)
    return redirect("desk:organisation", found.code)


def _page(
    request: HttpRequest, found: Organisation, *, is_late: bool = False, **bound: Any
) -> HttpResponse:
    at = timezone.now()
    contacts, texts = contacts_of(found, at=at), texts_of(found)
    lead = contacts.lead()
    shown = texts.get(TextState.SUBMITTED) or texts.get(TextState.RETURNED)
    shown = shown or texts.get(TextState.PUBLISHED)
    newest = public_texts.newest_of(found)
    initial = {"body": shown.body, "body_english": shown.body_english} if shown else {}
    context = {
        "organisation": found,
        "badge": badge(found.status, get_language() or ""),
        "contacts": contacts,
        "lead": lead,
        "own": contacts.own_of(request.user),
        "published": texts.get(TextState.PUBLISHED),
        "submitted": texts.get(TextState.SUBMITTED),
        "returned": texts.get(TextState.RETURNED),
        "may_invite": request.user.has_perm("commitments.invite_contact", found),
        "may_write": request.user.has_perm("commitments.write_text", found),
        "invite_form": bound.get("invite_form") or InviteForm(may_hand_over=lead is not None),
        "hand_over_form": bound.get("hand_over_form") or HandOverForm(others=_others(found)),
        "newest": newest,
        "is_late": is_late,
        "seen": newest.pk if newest and (is_late or "text_form" not in bound) else _seen(request),
        "text_form": bound.get("text_form") or PublicTextForm(initial=initial),
        "partners": partners_of(found, on=timezone.localdate(at)),
        "today": timezone.localdate(at),
    }
    status = 422 if any(bound.values()) else 200
    return render(request, "desk/organisation.html", context, status=status)


def _text_page(request: HttpRequest, found: PublicText, form: Any = None) -> HttpResponse:
    before = found.organisation.public_texts.filter(state=TextState.PUBLISHED).first()
    context = {
        "text": found,
        "before": before if before != found else None,
        "form": form or AnswerForm(),
        "may_decide": found.state == TextState.SUBMITTED
        and request.user.has_perm("commitments.publish_publictext", found),
    }
    return render(request, "desk/text.html", context, status=422 if form else 200)
