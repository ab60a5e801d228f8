"""What became of an organisation: merged, split, moved, of another kind; one page for each."""

from collections.abc import Callable
from functools import partial
from typing import Any, Final

from django import forms
from django.contrib import messages
from django.db import DatabaseError, transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.utils import timezone
from django.utils.translation import gettext as _

from commitments.admin.lineage_preview import foreseen
from commitments.admin.lineage_verbs import VERBS
from commitments.forms.lineage import TakeBackForm
from commitments.models import EarlierFact, Organisation, ParkFact, Succession
from commitments.queries.batches import events_of
from commitments.services import extending, lineage, restoring
from commitments.services.days import DayNotPossible
from commitments.services.lineage import LineageNotPossible
from core.permissions import require
from core.refusals import sentence_of

PERMISSION: Final = "commitments.change_organisation"


def lineage_view(model_admin: Any, request: HttpRequest, object_id: str, verb: str) -> HttpResponse:
    """Ask, show what would happen to both, and do it when that was confirmed."""
    require(request.user, PERMISSION)
    organisation = model_admin.record_or_404(request, object_id)
    how = VERBS.get(verb)
    if how is None or not how.fits(organisation):
        raise Http404
    form = _form_of(request, how.form, organisation)
    if "other" in form.fields:
        form.fields["other"].label = str(how.other_label)
    context: dict[str, Any] = {"form": form, "button": how.button, "hint": how.hint}
    if request.method != "POST" or not form.is_valid() or _has_gone(form, organisation):
        return _page(model_admin, request, organisation, how.button, context)
    act = partial(how.act, organisation, form.cleaned_data, by=request.user, at=timezone.now())
    if _is_shown_first(form.cleaned_data) and "confirmed" not in request.POST:
        said = foreseen(verb, organisation, form.cleaned_data)  # before: the attempt leaves traces
        context["foreseen"] = said if _could_be_done(form, act) else []
        return _page(model_admin, request, organisation, how.button, context)
    if _is_done(form, act):
        messages.success(request, str(how.done))
        return redirect("admin:commitments_organisation_change", organisation.pk)
    return _page(model_admin, request, organisation, how.button, context)


def take_back_view(model_admin: Any, request: HttpRequest, object_id: str, pk: int) -> HttpResponse:
    """Ask why a merger or split was recorded by mistake, and take it back."""
    require(request.user, PERMISSION)
    organisation = model_admin.record_or_404(request, object_id)
    rows = organisation.successions.select_related("predecessor", "successor")
    succession = rows.filter(pk=pk).first()
    if succession is None:
        return _already(request, organisation, Succession, pk, "predecessor")
    title = _("Take back: %(succession)s") % {"succession": succession}
    act = partial(lineage.take_back, succession)
    return _taking_back(model_admin, request, organisation, title, act)


def take_back_change_view(
    model_admin: Any, request: HttpRequest, object_id: str, pk: int
) -> HttpResponse:
    """Ask why a move or a change of kind was recorded by mistake, and take it back."""
    require(request.user, PERMISSION)
    organisation = model_admin.record_or_404(request, object_id)
    fact = organisation.earlier_facts.filter(pk=pk).first()
    if fact is None:
        return _already(request, organisation, EarlierFact, pk, "organisation")
    title = _("Take back: %(succession)s") % {"succession": _before(fact)}
    act = partial(restoring.take_back, fact)
    hint = _("The organisation is then as if it had never been recorded; the history keeps it.")
    return _taking_back(model_admin, request, organisation, title, act, hint)


def changes_of(organisation: Organisation) -> list[dict[str, Any]]:
    """Give what the organisation was before, by day; the last change recorded may be undone."""
    last = restoring.last_recorded(organisation)
    found = organisation.earlier_facts.select_related("park").order_by("until")
    return [{"pk": each.pk, "said": _before(each), "is_last": each == last} for each in found]


def _before(fact: EarlierFact) -> str:
    """Say until when it was what: "2022-07-01, before: enterprise, East Park"."""
    was = [fact.get_kind_display(), str(fact.park or fact.park_name)]
    return _("%(day)s, before: %(was)s") % {
        "day": fact.until.isoformat(),
        "was": " · ".join(filter(None, was)),
    }


def take_back_extension_view(
    model_admin: Any, request: HttpRequest, object_id: str, pk: int
) -> HttpResponse:
    """Ask why an extension was recorded by mistake, and take it back with its mergers."""
    require(request.user, PERMISSION)
    organisation = model_admin.record_or_404(request, object_id)
    fact = organisation.park_facts.exclude(change="").filter(pk=pk).first()
    if fact is None:
        return _already(request, organisation, ParkFact, pk, "park")
    named = f"{fact.get_change_display()} {fact.on.isoformat()}"
    title = _("Take back: %(succession)s") % {"succession": named}
    act = partial(extending.take_back, fact)
    return _taking_back(model_admin, request, organisation, title, act)


def _already(
    request: HttpRequest, organisation: Organisation, model: Any, pk: int, owner: str
) -> HttpResponse:
    """Lead back to the record and say who took it back; 404 for what was never there."""
    events = events_of(model).objects.select_related("pgh_context")
    gone = get_object_or_404(events, pgh_obj_id=pk, pgh_label="delete", **{owner: organisation})
    said = gone.pgh_context.metadata if gone.pgh_context else {}
    words = {
        "who": said.get("user_label") or _("the portal itself"),
        "time": f"{timezone.localtime(gone.pgh_created_at):%Y-%m-%d %H:%M}",
    }
    messages.info(request, _("%(who)s took this back already, on %(time)s.") % words)
    return redirect("admin:commitments_organisation_change", organisation.pk)


def _taking_back(
    model_admin: Any,
    request: HttpRequest,
    organisation: Organisation,
    title: str,
    act: Callable[..., None],
    hint: str = "",
) -> HttpResponse:
    form = _form_of(request, TakeBackForm, organisation)
    both = _("Both organisations are then as if it had never been recorded; the history keeps it.")
    context = {"form": form, "button": _("Take it back"), "hint": hint or both}
    if request.method == "POST" and form.is_valid():
        reason = form.cleaned_data["reason"]
        if _is_done(
            form,
            lambda: act(by=request.user, at=timezone.now(), reason=reason),
        ):
            messages.success(request, _("It was taken back."))
            return redirect("admin:commitments_organisation_change", organisation.pk)
    return _page(model_admin, request, organisation, title, context)


def _is_shown_first(typed: dict[str, Any]) -> bool:
    """Tell whether another organisation is named: then what will happen is shown first."""
    return bool(typed.get("other") or typed.get("parks")) or "park" in typed


def links_of(organisation: Organisation) -> list[dict[str, Any]]:
    """Give what can become of an organisation; nothing more of one that has merged into another."""
    gone = lineage.merger_of(organisation)
    mine = [] if gone else [verb for verb in VERBS.values() if verb.is_offered(organisation)]
    return [{"name": verb.name, "label": verb.button} for verb in mine]


def _form_of(
    request: HttpRequest, form: type[forms.Form], organisation: Organisation
) -> forms.Form:
    posted = request.POST if request.method == "POST" else None
    initial = {"on": timezone.localdate()}
    return form(posted, initial=initial, organisation=organisation)  # type: ignore[call-arg]


def _is_done(form: forms.Form, act: Callable[[], None]) -> bool:
    """Do it in a transaction; what is refused becomes a fault of the form."""
    try:
        with transaction.atomic():
            act()
    except DayNotPossible as error:
        form.add_error("on", str(error))
    except LineageNotPossible as error:
        form.add_error(None, str(error))
    except DatabaseError as error:
        if not sentence_of(error):
            raise
        form.add_error(None, sentence_of(error))
    return not form.errors


def _could_be_done(form: forms.Form, act: Callable[[], None]) -> bool:
    """Do it and undo it at once: nothing is foretold that would be refused when confirmed."""

    def attempt() -> None:
        act()
        transaction.set_rollback(True)

    return _is_done(form, attempt)


def _has_gone(form: forms.Form, organisation: Organisation) -> bool:
    """Say on the form that the organisation has merged: nothing more becomes of it."""
    return not _is_done(form, partial(lineage.refuse_merged, organisation))


def _page(
    model_admin: Any,
    request: HttpRequest,
    organisation: Organisation,
    title: object,
    context: dict[str, Any],
) -> HttpResponse:
    context |= model_admin.admin_site.each_context(request) | {
        "opts": model_admin.opts,
        "title": title,
        "subtitle": str(organisation),
        "organisation": organisation,
        "media": model_admin.media + context["form"].media,
    }
    return TemplateResponse(request, "admin/commitments/organisation/lineage.html", context)
