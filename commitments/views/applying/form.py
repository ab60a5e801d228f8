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

from commitments.enums.applications import FieldKind
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
from commitments.views.applying.comparing import (
    Clash,
    as_typed,
    clash_over,
    clashes_of,
    decided,
    picked,
    said,
    undecided,
)
from commitments.views.applying.door import (
    actor_of,
    application_of,
    email_of,
    let_in,
    pass_for,
)
from commitments.views.applying.scans import are_overtaken, bring_files, set_aside
from core import review
from core.drafting import Overtaken
from core.limits import limited
from core.merging import THEIRS
from core.steps import StepNotOpen
from core.uploads import keeping


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
    typed = decided(typed_answers(request, fields), answers_of(application), request.POST)
    if undecided(request.POST):
        messages.error(
            request,
            _("Nothing is saved yet: choose at each question named below which answer stands."),
        )
        return _compare(request, application, fields, typed)
    by, at = actor_of(request), timezone.now()
    try:
        clashing = are_overtaken(request, application, fields, seen=_seen(request))
        applying.save(application, typed, seen=_seen(request), by=by, at=at)
        if clashing:
            return _overtaken(request, application, fields, typed, Overtaken(application, None))
        faults = bring_files(request, application, fields)
    except Overtaken as overtaken:
        return _overtaken(request, application, fields, typed, overtaken)
    except StepNotOpen as closed:
        messages.error(request, str(closed))
        return _too_late(request, application, fields, typed)
    if not email_of(request):
        let_in(request, application.email)
    return _after_saving(request, application, fields, faults)


def _overtaken(
    request: HttpRequest,
    application: Application,
    fields: Sequence[FormField],
    typed: dict[str, str],
    overtaken: Overtaken,
) -> HttpResponse:
    messages.error(request, str(overtaken))
    return _compare(request, application, fields, typed)


def _after_saving(
    request: HttpRequest,
    application: Application,
    fields: Sequence[FormField],
    faults: Sequence[Fault],
) -> HttpResponse:
    if not _keep_answers(request, application):
        messages.error(
            request,
            _("Somebody else has answered a remark meanwhile: choose below which answer stands."),
        )
        return _compare(request, application, fields, answers_of(application), faults=faults)
    if faults:
        return _page(request, application, fields, answers_of(application), faults=faults)
    return _onwards(request, application)


def _compare(
    request: HttpRequest,
    application: Application,
    fields: Sequence[FormField],
    typed: dict[str, str],
    *,
    faults: Sequence[Fault] = (),
) -> HttpResponse:
    """Show what was typed, and beside each question that differs what was saved meanwhile."""
    if not application.is_open_draft:
        return _too_late(request, application, fields, typed)
    latest = answers_of(application)
    brought, refused = set_aside(request, application, fields)
    mine = applying.kept(typed) | {code: each.file_id.hex for code, each in brought.items()}
    base = applying.begun_with(application, _seen(request))
    saved = [each for part in parts_of(application, latest, fields) for each in part.questions]
    clashes = clashes_of(saved, mine, base, brought, request.POST)
    shown = latest | typed
    return _page(request, application, fields, shown, faults=[*faults, *refused], clashes=clashes)


def _too_late(
    request: HttpRequest,
    application: Application,
    fields: Sequence[FormField],
    typed: dict[str, str],
) -> HttpResponse:
    """Show what was typed, to be copied, when the application is not open any more."""
    latest, mine = answers_of(application), applying.kept(typed)
    unsaved = [each for each in fields if mine.get(each.code, "") != latest.get(each.code, "")]
    typed_fields = [each for each in unsaved if each.code in mine]
    if not typed_fields:
        return redirect("commitments:apply_status", application.pk)
    parts = parts_of(application, mine, typed_fields)
    context = {"application": application, "parts": parts}
    return render(request, "commitments/apply/too_late.html", context, status=409)


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


def _keep_answers(request: HttpRequest, application: Application) -> bool:
    """Keep what the applicant says to the remarks; False if somebody else has said otherwise.

    Words that stand there already stay.
    """
    is_kept = True
    for remark in remarks_for_applicant(application):
        text = said(request.POST, remark)
        if clash_over(remark, request.POST):
            is_kept = False
        elif (
            text and text != remark.answer and picked(request.POST, f"answer-{remark.pk}") != THEIRS
        ):
            review.answer(remark, by=actor_of(request), at=timezone.now(), text=text)
    return is_kept


def _page(
    request: HttpRequest,
    application: Application,
    fields: Sequence[FormField],
    answers: dict[str, str],
    *,
    faults: Sequence[Fault] = (),
    clashes: Sequence[Clash] | None = None,
) -> HttpResponse:
    remarks = remarks_for_applicant(application)
    as_read = [(each.pk, each.answer) for each in remarks]
    said_clashes = as_typed(remarks, request.POST) if clashes is not None else []
    context = {
        "application": application,
        "parts": parts_of(
            application, answers, fields, faults=faults, remarks=remarks, to_write=True
        ),
        "faults": faults,
        "general": [each for each in remarks if not each.place],
        "decision": _last_decision(application),
        "known": alike(name=answers.get("name", ""), uscc=answers.get("uscc", "")),
        "held": applying.held(fields, answers),
        "hint": applying.hint_of_place(answers),
        "pass": pass_for(application),
        "clashes": [*(clashes or ()), *said_clashes],
        "as_read": as_read,
    }
    is_fault = faults and request.method == "POST"
    status = 409 if clashes is not None else 422 if is_fault else 200
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
