"""From the finished form to the receipt, and where the application stands afterwards."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from commitments.enums import TextKey
from commitments.enums.applications import APPLICATION_STEPS, FieldKind
from commitments.models import Application, FormField
from commitments.queries.applications import (
    as_handed_in,
    asked_fields,
    may_bring_later,
    parts_of,
    remarks_for_applicant,
    stages_of,
)
from commitments.queries.texts import texts
from commitments.services import applying
from commitments.services.applying import Fault
from commitments.services.applying.writing import answers_of
from commitments.views.applying.door import actor_of, application_of, pass_for
from core.drafting import Overtaken
from core.limits import limited
from core.review import MustBeMended
from core.steps import StepNotOpen
from core.uploads.faults import UploadRefused


@require_safe
def check(request: HttpRequest, pk: int) -> HttpResponse:
    """Show everything once more as it will be handed in, with what is missing."""
    application = application_of(request, pk)
    if not application.is_open_draft:
        return redirect("commitments:apply_status", application.pk)
    fields, answers = asked_fields(), answers_of(application)
    remarks = remarks_for_applicant(application)
    held = applying.held(fields, answers)
    context = texts(TextKey.APPLY_DECLARATION) | {
        "application": application,
        "parts": parts_of(application, answers, fields),
        "faults": [*applying.faults_of(fields, answers), *(each for each in held if each.is_sure)],
        "held": held,
        "hint": applying.hint_of_place(answers),
        "unanswered": sum(each.severity == "must" and not each.answer for each in remarks),
        "pass": pass_for(application),
    }
    return render(request, "commitments/apply/check.html", context)


@require_POST
@limited("autosave")
def submit(request: HttpRequest, pk: int) -> HttpResponse:
    """Hand in what was checked; sent twice it leads to the same receipt."""
    application = application_of(request, pk)
    seen = request.POST.get("seen", "")
    if application.is_open_draft and seen != str(application.draft_number):
        return _again(request, pk, _("It was saved again after you looked at it: look once more."))
    if application.is_open_draft and not request.POST.get("declared"):
        return _again(request, pk, _("Confirm the declaration before you hand in."))
    try:
        version = applying.submit(
            application,
            asked_fields(),
            seen=application.draft_number,
            by=actor_of(request),
            at=timezone.now(),
        )
    except StepNotOpen:
        return redirect("commitments:apply_status", pk)
    except (MustBeMended, Overtaken) as error:
        return _again(request, pk, str(error))
    return redirect("commitments:apply_receipt", pk, version.number)


def _again(request: HttpRequest, pk: int, sentence: str) -> HttpResponse:
    messages.error(request, sentence)
    return redirect("commitments:apply_check", pk)


@require_safe
def receipt(request: HttpRequest, pk: int, number: int) -> HttpResponse:
    """Say what was handed in, when, under which number, and what happens next."""
    application = application_of(request, pk)
    version = get_object_or_404(application.versions, number=number)
    context = texts(TextKey.APPLY_AFTERWARDS) | {
        "application": application,
        "version": version,
        "parts": parts_of(application, version.answers, as_handed_in(version)),
    }
    return render(request, "commitments/apply/receipt.html", context)


@require_safe
def status(request: HttpRequest, pk: int) -> HttpResponse:
    """Say where the application stands, and what was decided."""
    application = application_of(request, pk)
    if application.is_open_draft:
        return redirect("commitments:apply_form", application.pk)
    return _status(request, application)


@require_POST
@limited("upload")
def bring(request: HttpRequest, pk: int) -> HttpResponse:
    """Keep a scan that the applicant brings after handing in."""
    application = application_of(request, pk)
    code = request.POST.get("code", "")
    upload: Any = request.FILES.get("scan")
    if code not in [each.code for each in _scans_of(application)]:
        raise Http404
    if upload is None:
        return _status(request, application, fault=Fault(code, _("Choose the file first.")))
    try:
        applying.bring_later(application, code, upload, by=actor_of(request), at=timezone.now())
    except UploadRefused as refused:
        return _status(request, application, fault=Fault(code, str(refused)))
    except StepNotOpen as closed:
        messages.error(request, str(closed))
    else:
        messages.success(request, _("The scan was received; the secretariat sees it."))
    return redirect("commitments:apply_status", pk)


def _scans_of(application: Application) -> list[FormField]:
    version = application.current_version
    asked = as_handed_in(version) if version else []
    return [each for each in asked if each.kind == FieldKind.FILE]


def _status(
    request: HttpRequest, application: Application, *, fault: Fault | None = None
) -> HttpResponse:
    commitments = list(application.commitments.select_related("organisation").order_by("pk"))
    is_signed = any(each.signed_on for each in commitments)
    scans = _scans_of(application)
    context = {
        "application": application,
        "is_signed": is_signed,
        "stages": stages_of(application, is_signed=is_signed),
        "versions": application.versions.select_related("decision").order_by("-number"),
        "commitments": commitments,
        "may_withdraw": application.state in APPLICATION_STEPS["withdraw"][0],
        "may_bring": may_bring_later(application),
        "scans": [
            each
            for part in parts_of(application, answers_of(application), scans)
            for each in part.questions
        ],
        "fault": fault,
        "pass": pass_for(application),
    }
    return render(request, "commitments/apply/status.html", context, status=422 if fault else 200)


@require_POST
@limited("hand_in")
def withdraw(request: HttpRequest, pk: int) -> HttpResponse:
    """Take the application back for good."""
    application = application_of(request, pk)
    try:
        applying.withdraw(application, by=actor_of(request), at=timezone.now())
    except StepNotOpen as closed:
        messages.error(request, str(closed))
    else:
        messages.success(request, _("The application was taken back. It stays on record."))
    return redirect("commitments:apply_mine")
