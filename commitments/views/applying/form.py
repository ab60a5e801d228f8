"""The form of an application: saved as often as one likes, and gone on with later."""

from collections.abc import Sequence
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from commitments.enums import FieldKind
from commitments.models import Application, FormField
from commitments.queries.applications import (
    alike,
    asked_fields,
    parts_of,
    remarks_for_applicant,
)
from commitments.services import applying
from commitments.services.applying import Fault
from commitments.services.applying.writing import answers_of
from commitments.views.applying.door import (
    actor_of,
    application_of,
    email_of,
    let_in,
    pass_for,
)
from core import review
from core.drafting import Overtaken
from core.limits import limited
from core.shapes import storable
from core.steps import StepNotOpen
from core.uploads import keeping
from core.uploads.faults import UploadRefused

MOST_ANSWER = 2_000


@require_http_methods(["GET", "HEAD", "POST"])
@limited("autosave", methods=["POST"])
def form(request: HttpRequest, pk: int) -> HttpResponseBase:
    """Show the form, or keep what was typed; what is closed shows where it stands."""
    application = application_of(request, pk)
    if request.method == "POST":
        return _save_scans(request, application) if request.FILES else _save(request, application)
    if not application.is_open_draft:
        return redirect("commitments:apply_status", application.pk)
    fields = asked_fields()
    checks = request.GET.get("check") == "1"
    faults = applying.faults_of(fields, answers_of(application)) if checks else []
    return _page(request, application, fields, answers_of(application), faults=faults)


@limited("upload")
def _save_scans(request: HttpRequest, application: Application) -> HttpResponse:
    return _save(request, application)


def _save(request: HttpRequest, application: Application) -> HttpResponse:
    fields = asked_fields()
    typed = typed_answers(request, fields)
    by, at = actor_of(request), timezone.now()
    try:
        applying.save(application, typed, seen=_seen(request), by=by, at=at)
        faults = _bring_files(request, application, fields)
        _keep_answers(request, application)
    except Overtaken as overtaken:
        messages.error(request, str(overtaken))
        return _page(request, application, fields, typed, is_overtaken=True)
    except StepNotOpen as closed:
        messages.error(request, str(closed))
        return redirect("commitments:apply_status", application.pk)
    if not email_of(request):
        let_in(request, application.email)
    if faults:
        return _page(request, application, fields, answers_of(application), faults=faults)
    return _onwards(request, application)


def _onwards(request: HttpRequest, application: Application) -> HttpResponse:
    if request.POST.get("do") == "check":
        return redirect("commitments:apply_check", application.pk)
    messages.success(
        request, _("Saved. You may close this page and come back with the link in the mail.")
    )
    return redirect("commitments:apply_form", application.pk)


def typed_answers(request: HttpRequest, fields: Sequence[FormField]) -> dict[str, str]:
    """Give what was typed by the code of the question; scans come another way."""
    return {
        field.code: "\n".join(request.POST.getlist(field.code))
        if field.kind == FieldKind.SEVERAL
        else request.POST.get(field.code, "")
        for field in fields
        if field.kind != FieldKind.FILE
    }


def _seen(request: HttpRequest) -> int:
    text = request.POST.get("seen", "")
    return int(text) if text.isdecimal() and len(text) < 10 else 0


def _bring_files(
    request: HttpRequest, application: Application, fields: Sequence[FormField]
) -> list[Fault]:
    """Keep the scans that were chosen; give the sentences of those that were refused."""
    faults = []
    by, at = actor_of(request), timezone.now()
    for field in fields:
        if field.kind != FieldKind.FILE:
            continue
        if request.POST.get("remove") == field.code:
            applying.take_file_out(application, field.code, by=by, at=at)
        upload: Any = request.FILES.get(field.code)
        if upload is None:
            continue
        try:
            applying.bring_file(application, field.code, upload, by=by, at=at)
        except UploadRefused as refused:
            faults.append(Fault(field.code, str(refused)))
    return faults


def _keep_answers(request: HttpRequest, application: Application) -> None:
    """Keep what the applicant says to the remarks; words that stand there already stay."""
    for remark in remarks_for_applicant(application):
        text = storable(request.POST.get(f"answer-{remark.pk}", "")).strip()[:MOST_ANSWER]
        if text and text != remark.answer:
            review.answer(remark, by=actor_of(request), at=timezone.now(), text=text)


def _page(
    request: HttpRequest,
    application: Application,
    fields: Sequence[FormField],
    answers: dict[str, str],
    *,
    faults: Sequence[Fault] = (),
    is_overtaken: bool = False,
) -> HttpResponse:
    remarks = remarks_for_applicant(application)
    context = {
        "application": application,
        "parts": parts_of(
            application, answers, fields, faults=faults, remarks=remarks, to_write=True
        ),
        "faults": faults,
        "general": [each for each in remarks if not each.place],
        "decision": _last_decision(application),
        "known": alike(name=answers.get("name", ""), uscc=answers.get("uscc", "")),
        "pass": pass_for(application),
        "latest": answers_of(application) if is_overtaken else {},
    }
    status = 422 if faults and request.method == "POST" else 409 if is_overtaken else 200
    return render(request, "commitments/apply/form.html", context, status=status)


def _last_decision(application: Application) -> Any:
    return getattr(application.current_version, "decision", None)


@require_safe
@limited("export")
def file(request: HttpRequest, pk: int, name: str) -> HttpResponseBase:
    """Give the applicant back a scan that was brought with this application."""
    application = application_of(request, pk)
    brought = get_object_or_404(application.files.select_related("file"), file_id=name)
    return keeping.as_attachment(brought.file)
