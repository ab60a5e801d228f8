"""The report builder on the desk: editions, what they lack, their files and their steps."""

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
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST, require_safe

from core.limits import limited
from core.permissions import require
from core.steps import StepNotOpen, permission_of, steps_open_to
from reports.forms import STEP_FORMS, OpenForm
from reports.models import Edition
from reports.queries.report.page import builder_page
from reports.services import composing, editions, report_building
from reports.services.composing import ReportNotPossible
from reports.views.annual import context_of, file_response

SERVICES: Final[dict[str, Callable[..., object]]] = {
    step: getattr(editions, step) for step in STEP_FORMS
}
# After these the files would not say what the edition says.
REBUILT_AFTER: Final = ("freeze", "reopen", "approve")


class StepButton(NamedTuple):
    """A step that is open to the reader: its words, and what it asks."""

    name: str
    words: str
    form: Form


@login_required
def report_index(request: HttpRequest) -> HttpResponse:
    """Show the editions of all years, and open the next one."""
    require(request.user, "reports.see_editions")
    form = OpenForm(request.POST or None, today=timezone.localdate())
    if request.method == "POST":
        require(request.user, "reports.open_edition")
        if form.is_valid():
            try:
                opened = composing.open_edition(
                    **form.cleaned_data, by=request.user, at=timezone.now()
                )
            except ReportNotPossible as error:
                form.add_error(None, str(error))
            else:
                return redirect(opened)
    found = Edition.objects.visible_to(request.user).select_related("snapshot")
    context = {
        "editions": found.order_by("-year", "-number"),
        "form": form if request.user.has_perm("reports.open_edition") else None,
    }
    return render(request, "desk/reports.html", context, status=422 if form.errors else 200)


@login_required
@require_safe
def edition(request: HttpRequest, pk: int) -> HttpResponse:
    found = _found(request, pk)
    require(request.user, "reports.view_edition", found)
    return _page(request, found)


@login_required
@require_POST
def report_step(request: HttpRequest, pk: int, step: str) -> HttpResponse:
    """Take one step of the edition; a fault comes back with what was typed."""
    found = _found(request, pk)
    if step not in SERVICES:
        raise Http404
    require(request.user, permission_of(step, found), found)
    form = _form(step, request.POST)
    if not form.is_valid():
        return _page(request, found, asked={step: form})
    now = timezone.now()
    try:
        SERVICES[step](found, by=request.user, at=now, **form.cleaned_data)
    except (StepNotOpen, ReportNotPossible) as error:
        form.add_error(None, str(error))
        found.refresh_from_db()
        return _page(request, found, asked={step: form})
    if step in REBUILT_AFTER:
        report_building.request_files(found, by=request.user, at=now)
    messages.success(request, _done(step))
    return redirect(found)


@login_required
@require_POST
def report_act(request: HttpRequest, pk: int, act: str) -> HttpResponse:
    """Take in what is new, ask for confirmation, or have the files built."""
    found = _found(request, pk)
    if act not in _ACTS:
        raise Http404
    require(request.user, "reports.write_edition", found)
    try:
        return _ACTS[act](request, found)
    except ReportNotPossible as error:
        messages.error(request, str(error))
    return redirect(found)


@login_required
@require_safe
def report_preview(request: HttpRequest, pk: int) -> HttpResponse:
    """Show the edition as the public will see it."""
    found = _found(request, pk)
    require(request.user, "reports.view_edition", found)
    context = context_of(found) | {"is_preview": True, "editions": []}
    return render(request, "reports/report/report.html", context)


@login_required
@require_safe
@limited("export")
def report_file(request: HttpRequest, pk: int, name: str) -> HttpResponseBase:
    found = _found(request, pk)
    require(request.user, "reports.view_edition", found)
    return file_response(found, name)


def _found(request: HttpRequest, pk: int) -> Edition:
    visible = Edition.objects.visible_to(request.user)
    return get_object_or_404(visible.select_related("snapshot", "corrects"), pk=pk)


def _page(
    request: HttpRequest, edition: Edition, *, asked: dict[str, Form] | None = None
) -> HttpResponse:
    """The page with fresh forms, or with the one that came back with a fault."""
    bound = asked or {}
    open_steps = {step.name: step.label for step in steps_open_to(request.user, edition)}
    words = {name: str(edition.STEP_WORDS[name]) for name in bound} | open_steps
    steps = [
        StepButton(name, label, bound.get(name) or _form(name, None))
        for name, label in words.items()
    ]
    context = {
        "edition": edition,
        "page": builder_page(edition, request.user),
        "steps": steps,
        "may_write": edition.is_draft and request.user.has_perm("reports.write_edition", edition),
        "may_build": not edition.is_public
        and request.user.has_perm("reports.build_edition", edition),
    }
    return render(request, "desk/edition.html", context, status=422 if bound else 200)


def _form(step: str, data: Any) -> Form:
    more: dict[str, Any] = {"today": timezone.localdate()} if step == "approve" else {}
    return STEP_FORMS[step](data, prefix=step, **more)


def _take_in(request: HttpRequest, edition: Edition) -> HttpResponse:
    count = composing.take_in(edition, by=request.user)
    said = ngettext("%(count)s version was taken in.", "%(count)s versions were taken in.", count)
    messages.success(request, said % {"count": count})
    return redirect(edition)


def _ask(request: HttpRequest, edition: Edition) -> HttpResponse:
    count = composing.ask(edition, by=request.user, at=timezone.now())
    said = ngettext("%(count)s leader was asked.", "%(count)s leaders were asked.", count)
    messages.success(request, said % {"count": count})
    return redirect(edition)


def _build(request: HttpRequest, edition: Edition) -> HttpResponse:
    """Lead to the page that shows how far the job is."""
    require(request.user, "reports.build_edition", edition)
    run, is_new = report_building.request_files(edition, by=request.user, at=timezone.now())
    if not is_new:
        messages.info(request, _("The files are being built already: this is the job."))
    return redirect(run)


_ACTS: Final = {"take-in": _take_in, "ask": _ask, "build": _build}


def _done(step: str) -> str:
    return {
        "freeze": _("The edition is frozen; its files for the committee are being built."),
        "reopen": _("The edition may be edited again."),
        "approve": _("The decision is entered; the files for publication are being built."),
        "publish": _("The report is published."),
        "void": _("The edition was given up."),
    }[step]
