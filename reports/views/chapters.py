"""Chapters of an edition on the desk: texts, and what is quoted of each body."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from core.changes import last_change_of
from core.permissions import require
from reports.forms import ChapterForm, WordingForm
from reports.models import Edition, Pin
from reports.queries.report.said import digest_of_said, hidden_items, pins_of, said_in
from reports.services import composing
from reports.services.composing import ReportNotPossible
from workgroups.models import Body
from workgroups.queries.differences import ReadField


@login_required
def report_chapter(request: HttpRequest, pk: int, chapter: int) -> HttpResponse:
    """Show a chapter with what was changed in the template's text, and write it."""
    edition = _edition(request, pk)
    require(request.user, "reports.write_edition", edition)
    found = get_object_or_404(edition.chapters, pk=chapter)
    form = ChapterForm(request.POST or None, instance=found)
    if request.method == "POST" and form.is_valid():
        try:
            composing.save_chapter(found, by=request.user, **form.cleaned_data)
        except ReportNotPossible as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, _("The chapter was kept."))
            return redirect(edition)
    last = last_change_of(found)
    context = {
        "edition": edition,
        "chapter": found,
        "form": form,
        "seen": last.number if last else "",
        "difference": ReadField("text", "", found.text, found.original),
    }
    return render(request, "desk/report_chapter.html", context, status=422 if form.errors else 200)


@login_required
def report_body(request: HttpRequest, pk: int, code: str) -> HttpResponse:
    """Show what the edition says of a body beside its original; the secretariat edits the style."""
    edition, body, pins = _quoted(request, pk, code)
    hidden = hidden_items(pins)
    sent: Any = request.POST or None
    forms = [(pin, WordingForm(pin, said_in(pin, hidden), sent)) for pin in pins]
    problem = ""
    if request.method == "POST":
        require(request.user, "reports.write_edition", edition)
        problem = _reworded(request, pins, forms)
        if not problem:
            messages.success(request, _("The wording was kept; its leader confirms it anew."))
            return redirect("desk:report_body", pk, code)
    return _body_page(request, edition, body, forms, problem)


@login_required
@require_POST
def report_confirm(request: HttpRequest, pk: int, code: str) -> HttpResponse:
    """Let the leader agree to the text as it stands."""
    edition, body, _pins = _quoted(request, pk, code)
    require(request.user, "reports.confirm_chapter", body)
    seen = request.POST.get("seen", "")
    try:
        composing.confirm(edition, body, by=request.user, at=timezone.now(), seen=seen)
    except ReportNotPossible as error:
        messages.error(request, str(error))
    else:
        messages.success(request, _("Thank you: your confirmation was kept."))
    return redirect("desk:report_body", pk, code)


def _edition(request: HttpRequest, pk: int) -> Edition:
    visible = Edition.objects.visible_to(request.user)
    return get_object_or_404(visible.select_related("snapshot"), pk=pk)


def _quoted(request: HttpRequest, pk: int, code: str) -> tuple[Edition, Body, list[Pin]]:
    """The edition, the body and its pins; to leaders of other bodies there is no such page."""
    edition = _edition(request, pk)
    body = get_object_or_404(Body, code=code)
    pins = [pin for pin in pins_of(edition) if pin.body_id == body.pk]
    may_read = request.user.has_perm("reports.see_editions")
    if not pins or not (may_read or request.user.has_perm("reports.confirm_chapter", body)):
        raise Http404
    return edition, body, pins


def _reworded(request: HttpRequest, pins: list[Pin], forms: list[tuple[Pin, WordingForm]]) -> str:
    """Keep the wording; answer why it could not be kept."""
    if request.POST.get("seen") != digest_of_said(pins):
        return _(
            "Somebody changed this text while you were editing. What you typed stands below: "
            "compare it with what the report says now, then save again."
        )
    try:
        for pin, form in forms:
            form.full_clean()
            typed = {n: t for n, t in form.cleaned_data.items() if form.add_prefix(n) in form.data}
            composing.reword(pin, typed, by=request.user)
    except ReportNotPossible as error:
        return str(error)
    return ""


def _body_page(
    request: HttpRequest,
    edition: Edition,
    body: Body,
    forms: list[tuple[Pin, WordingForm]],
    problem: str,
) -> HttpResponse:
    pins = [pin for pin, _form in forms]
    seen = digest_of_said(pins)
    user = request.user
    is_draft = edition.is_draft
    context = {
        "edition": edition,
        "body": body,
        "forms": forms,
        "problem": problem,
        "seen": seen,
        "confirmation": edition.confirmations.filter(body=body, said_sha256=seen).first(),
        "may_write": is_draft and user.has_perm("reports.write_edition", edition),
        "may_confirm": is_draft and user.has_perm("reports.confirm_chapter", body),
    }
    return render(request, "desk/report_body.html", context, status=422 if problem else 200)
