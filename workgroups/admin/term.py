"""The page of a change of term: chosen, shown, and only then done."""

import datetime as dt
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.utils import timezone
from django.utils.translation import gettext as _

from core.permissions import require
from workgroups.admin.verbs import back_to, page_context
from workgroups.forms import ChangeTermForm
from workgroups.models import Body, Term
from workgroups.models.contents import day_of
from workgroups.queries.tenures import incumbents_of
from workgroups.services import changing_term
from workgroups.services.changing_term import mark_of
from workgroups.services.refusals import ChangeNotPossible


def change_term(model_admin: Any, request: HttpRequest, pk: str) -> HttpResponse:
    """Ask who goes on, show what that means, and do it when it was seen."""
    body = model_admin.record_or_404(request, pk)
    require(request.user, "workgroups.change_body", body)
    form = _form(request, body)
    preview = None
    if request.method == "POST" and form.is_valid():
        if "confirm" in request.POST and _done(request, body, form):
            return redirect(back_to(model_admin, body))
        said = _said(form)
        preview = changing_term.preview(body, by=request.user, at=timezone.now(), **said)
    context = page_context(model_admin, request, body, _("Change of term")) | {
        "form": form,
        "preview": preview,
    }
    return TemplateResponse(request, "admin/workgroups/change_term.html", context)


def _form(request: HttpRequest, body: Body) -> ChangeTermForm:
    data = request.POST if request.method == "POST" else None
    day = day_of(data.get("on", "") if data else "") or timezone.localdate()
    found = incumbents_of(body, on=day)
    last = Term.objects.filter(body=body).order_by("-number").first()
    number = last.number + 1 if last else 1
    initial = {"on": day, "number": number, "seen": mark_of(found)}
    return ChangeTermForm(data, initial=initial, record=body, found=found)


def _done(request: HttpRequest, body: Body, form: ChangeTermForm) -> bool:
    said = _said(form) | {"seen": form.cleaned_data["seen"]}
    try:
        term = changing_term.change_term(body, by=request.user, at=timezone.now(), **said)
    except ChangeNotPossible as why:
        form.add_error(None, str(why))
        return False
    messages.success(request, _("Term %(number)s has begun.") % {"number": term.number})
    return True


def _said(form: ChangeTermForm) -> dict[str, Any]:
    day: dt.date = form.cleaned_data["on"]
    return {
        "number": form.cleaned_data["number"],
        "choice": form.choice(),
        "on": day,
        "reason": form.cleaned_data["reason"],
    }
