"""Applications at the desk: what waits, each with answers, remarks and decisions."""

import datetime as dt
from collections.abc import Callable
from typing import Any, Final, NamedTuple

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.forms import Form
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from commitments.enums.applications import APPLICATION_STEP_WORDS
from commitments.enums.representatives import RepresentativeRole
from commitments.forms.applications import ApplicationRemarkForm, form_of_step
from commitments.models import Application, ApplicationVersion
from commitments.queries.applications import (
    alike,
    as_handed_in,
    brought_later,
    parts_of,
)
from commitments.queries.mergers import Standing
from commitments.queries.representatives import contacts_of
from commitments.queries.waiting import queue
from commitments.services import applying
from commitments.services.applying import NotPossible
from commitments.services.applying.carrying_out import NOWHERE
from commitments.services.days import DayNotPossible
from core import review
from core.limits import limited
from core.permissions import require
from core.refusals import told_on
from core.review import MustBeMended
from core.steps import StepNotOpen, steps_open_to
from core.uploads import keeping

SERVICES: Final[dict[str, Callable[..., object]]] = {
    "take_up": applying.take_up,
    "refer": applying.refer,
    "send_back": applying.send_back,
    "accept": applying.accept,
    "decline": applying.decline,
}


class StepButton(NamedTuple):
    """A step that is open to the reader: its words, and what it asks."""

    name: str
    words: str
    form: Form


@login_required
@require_safe
def applications(request: HttpRequest) -> HttpResponse:
    """What waits for the secretariat or the committee, and what was returned."""
    require(request.user, "commitments.review_applications")
    context = {"waiting": queue(timezone.now()), "today": timezone.localdate()}
    return render(request, "desk/applications.html", context)


@login_required
@require_safe
def application(request: HttpRequest, pk: int) -> HttpResponse:
    """Show the last version, or the one asked for, with what was said about it."""
    return _page(request, _found(request, pk))


@login_required
@require_POST
def step(request: HttpRequest, pk: int, step: str) -> HttpResponse:
    """Take one step of the review; a fault comes back with what was typed."""
    if step not in SERVICES:
        raise Http404
    found = _found(request, pk)
    require(request.user, f"commitments.{step}_application", found)
    at = timezone.now()
    known = [each.organisation for each in _known(found)]
    form = form_of_step(step, request.POST, at=at, known=known)
    if not form.is_valid():
        return _page(request, found, forms={step: form})
    try:
        with told_on(form):
            SERVICES[step](found, by=request.user, at=at, **form.cleaned_data)
    except (StepNotOpen, MustBeMended, DayNotPossible, NotPossible) as error:
        form.add_error(None, str(error))
    if form.errors:
        return _page(request, _found(request, pk), forms={step: form})
    messages.success(request, _done(step))
    return redirect(found)


@login_required
@require_POST
def remark(request: HttpRequest, pk: int) -> HttpResponse:
    """Write a remark on one answer of the version under review."""
    found = _found(request, pk)
    require(request.user, "commitments.remark_application", found)
    form = ApplicationRemarkForm(request.POST, places=_places(found.current_version))
    if not form.is_valid():
        return _page(request, found, remark_form=form)
    applying.remark(found, by=request.user, at=timezone.now(), **form.cleaned_data)
    messages.success(request, _("The remark was written."))
    return redirect(f"{found.get_absolute_url()}#q-{form.cleaned_data['place'] or 'remarks'}")


@login_required
@require_POST
def close(request: HttpRequest, pk: int, remark: int) -> HttpResponse:
    """Close a remark: it is settled."""
    found = _found(request, pk)
    require(request.user, "commitments.remark_application", found)
    said = get_object_or_404(
        found.remark_model().objects.filter(version__document=found), pk=remark
    )
    review.close(said, by=request.user, at=timezone.now())
    messages.success(request, _("The remark was closed."))
    return redirect(found)


@login_required
@require_safe
@limited("export")
def file(request: HttpRequest, pk: int, name: str) -> HttpResponseBase:
    """Give the secretariat a scan that came with the application."""
    found = _found(request, pk)
    brought = get_object_or_404(found.files.select_related("file"), file_id=name)
    return keeping.as_attachment(brought.file)


def _found(request: HttpRequest, pk: int) -> Application:
    visible = Application.objects.visible_to(request.user)
    return get_object_or_404(visible.select_related("current_version", "organisation"), pk=pk)


def _known(application: Application) -> list[Standing]:
    version = application.current_version
    answers = version.answers if version else {}
    return alike(name=answers.get("name", ""), uscc=answers.get("uscc", ""))


def _places(version: ApplicationVersion | None) -> list[tuple[str, str]]:
    return [(each.code, each.words) for each in as_handed_in(version)] if version else []


def _page(request: HttpRequest, application: Application, **bound: Any) -> HttpResponse:
    at = timezone.now()
    version = _version(request, application)
    before = application.versions.filter(number=version.number - 1).first()
    known = _known(application)
    remarks = application.remark_model().objects.filter(version__document=application)
    said = list(remarks.select_related("version").order_by("pk"))
    may_remark = request.user.has_perm("commitments.remark_application", application)
    context = {
        "application": application,
        "version": version,
        "versions": application.versions.order_by("-number"),
        "parts": parts_of(
            application,
            version.answers,
            as_handed_in(version),
            remarks=said,
            later=brought_later(application),
        ),
        "general": [each for each in said if not each.place],
        "changed": _changed(version, before),
        "decision": getattr(version, "decision", None),
        "known": known,
        "commitments": application.commitments.order_by("pk"),
        "steps": _steps(request, application, bound.get("forms", {}), known=known, at=at),
        "may_remark": may_remark and not application.is_settled,
        "remark_form": bound.get("remark_form")
        or ApplicationRemarkForm(
            places=_places(version), initial={"place": request.GET.get("place", "")}
        ),
        "today": timezone.localdate(at),
    }
    context |= _afterwards(request, application)
    is_fault = any(bound.values())
    return render(request, "desk/application.html", context, status=422 if is_fault else 200)


def _steps(
    request: HttpRequest,
    application: Application,
    forms: dict[str, Form],
    *,
    known: list[Standing],
    at: dt.datetime,
) -> list[StepButton]:
    same = [each.organisation for each in known]
    return [
        StepButton(
            each.name,
            str(APPLICATION_STEP_WORDS[each.name]),
            forms.get(each.name) or form_of_step(each.name, None, at=at, known=same),
        )
        for each in steps_open_to(request.user, application)
    ]


def _afterwards(request: HttpRequest, application: Application) -> dict[str, Any]:
    """Give what is left to be done by hand of an application that was approved."""
    version, organisation = application.accepted_version, application.organisation
    if version is None or organisation is None:
        return {}
    codes = applying.left_out(version.answers, organisation)
    parts = parts_of(application, version.answers, as_handed_in(version))
    found = [each for part in parts for each in part.questions if each.code in codes]
    contacts = contacts_of(organisation, at=timezone.now())
    email = version.answers.get("contact_email", "").lower()
    known = {each.user.email for each in contacts.present} | {e.email for e in contacts.invited}
    may_invite = request.user.has_perm("commitments.invite_contact", organisation)
    return {
        "left_out": found,
        "nowhere": NOWHERE,
        "code_of": applying.code_of_merged(version.answers, organisation),
        "contact_email": email if may_invite and email not in known else "",
        "contact_name": version.answers.get("contact_name", ""),
        "contact_role": RepresentativeRole.EDITOR if contacts.lead() else RepresentativeRole.LEAD,
    }


def _version(request: HttpRequest, application: Application) -> ApplicationVersion:
    asked = request.GET.get("version", "")
    if asked.isdecimal():
        return get_object_or_404(application.versions, number=int(asked[:6]))
    found = application.current_version
    if found is None:
        raise Http404
    return found


def _changed(version: ApplicationVersion, before: ApplicationVersion | None) -> dict[str, str]:
    """Give what stood before where an answer has changed, by the code of the question."""
    if before is None:
        return {}
    old = before.answers
    return {
        code: old.get(code, "") for code, new in version.answers.items() if old.get(code, "") != new
    }


def _done(step: str) -> str:
    return {
        "take_up": _("The review has begun."),
        "refer": _("The application waits for the committee."),
        "send_back": _("The application was returned; the applicant has a mail."),
        "accept": _("The approval was recorded: the commitments wait to be signed."),
        "decline": _("The refusal was recorded; the applicant has a mail."),
    }[step]
