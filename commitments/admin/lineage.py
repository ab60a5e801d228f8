"""What became of an organisation: merged, split, moved, of another kind; one page for each."""

from collections.abc import Callable, Iterator, Sequence
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

from commitments.admin.lineage_verbs import VERBS
from commitments.enums import OPEN_STATES, State
from commitments.forms.lineage import TakeBackForm
from commitments.models import Commitment, EarlierFact, Organisation, Succession
from commitments.services import extending, lineage, restoring
from commitments.services.days import DayNotPossible
from commitments.services.lineage import LineageNotPossible
from commitments.services.unsigned import unsigned_of
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
    if _changes_others(form.cleaned_data) and "confirmed" not in request.POST:
        context["foreseen"] = _foreseen(verb, organisation, form.cleaned_data)
        return _page(model_admin, request, organisation, how.button, context)
    if _is_done(
        form,
        lambda: how.act(organisation, form.cleaned_data, by=request.user, at=timezone.now()),
    ):
        messages.success(request, str(how.done))
        return redirect("admin:commitments_organisation_change", organisation.pk)
    return _page(model_admin, request, organisation, how.button, context)


def take_back_view(model_admin: Any, request: HttpRequest, object_id: str, pk: int) -> HttpResponse:
    """Ask why a merger or split was recorded by mistake, and take it back."""
    require(request.user, PERMISSION)
    organisation = model_admin.record_or_404(request, object_id)
    rows = Succession.objects.select_related("predecessor", "successor")
    succession = get_object_or_404(rows, pk=pk, predecessor=organisation)
    title = _("Take back: %(succession)s") % {"succession": succession}
    act = partial(lineage.take_back, succession)
    return _taking_back(model_admin, request, organisation, title, act)


def take_back_change_view(
    model_admin: Any, request: HttpRequest, object_id: str, pk: int
) -> HttpResponse:
    """Ask why a move or a change of kind was recorded by mistake, and take it back."""
    require(request.user, PERMISSION)
    organisation = model_admin.record_or_404(request, object_id)
    fact = get_object_or_404(organisation.earlier_facts.all(), pk=pk)
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
    fact = get_object_or_404(organisation.park_facts.exclude(change=""), pk=pk)
    named = f"{fact.get_change_display()} {fact.on.isoformat()}"
    title = _("Take back: %(succession)s") % {"succession": named}
    act = partial(extending.take_back, fact)
    return _taking_back(model_admin, request, organisation, title, act)


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


def _changes_others(typed: dict[str, Any]) -> bool:
    """Tell whether other organisations change too: then what will happen is shown first."""
    return bool(typed.get("other") or typed.get("parks"))


def _foreseen(verb: str, organisation: Organisation, typed: dict[str, Any]) -> list[str]:
    if "other" in typed:
        return foreseen(verb, organisation, typed["other"])
    sentences, before = [], list[Organisation]()
    for park in typed["parks"]:
        said = foreseen("merge", park, organisation, before)
        sentences += [f"{park}{_(': ')}{sentence}" for sentence in said]
        before.append(park)
    return sentences


def foreseen(
    verb: str,
    organisation: Organisation,
    other: Organisation,
    before: Sequence[Organisation] = (),
) -> list[str]:
    """Say in sentences what a merger or split would do to the commitments of both.

    `before` are those that the other one takes in before.
    """
    states = (State.IN_FORCE, State.SUSPENDED)
    signed = set(other.commitments.filter(state__in=states).values_list("document", flat=True))
    in_force = Commitment.objects.filter(state=State.IN_FORCE)
    taken = {
        document: park
        for park in reversed(before)
        for document in in_force.filter(organisation=park).values_list("document", flat=True)
    }
    sentences = []
    for commitment in organisation.commitments.filter(state__in=states).order_by("pk"):
        words = {"document": commitment.get_document_display(), "other": other}
        if verb == "merge":
            sentences.append(_("%(document)s: ends here on the day, “merged”.") % words)
        if commitment.state == State.SUSPENDED:
            sentences.append(
                _("%(document)s: is suspended and does not go on in %(other)s.") % words
            )
        elif commitment.document in signed:
            sentences.append(
                _("%(document)s: %(other)s has signed it itself, so nothing is taken over.") % words
            )
        elif park := taken.get(commitment.document):
            sentence = _(
                "%(document)s: %(other)s takes it over from %(park)s already, so nothing more is "
                "taken over."
            )
            sentences.append(sentence % (words | {"park": park}))
        else:
            sentences.append(
                _("%(document)s: goes on in %(other)s with its own day of signing.") % words
            )
            sentences += _foreseen_to_give_way(commitment.document, [other, *before])
    if verb == "merge":
        sentences += _foreseen_of_unsigned(organisation, [other, *before])
    return sentences or [_("There is no commitment in force, so only the succession is recorded.")]


def _foreseen_to_give_way(document: str, others: Sequence[Organisation]) -> Iterator[str]:
    """Say that what the first of the others has not signed, or got from the next, gives way."""
    drafts = (unsigned_of(each).filter(document=document).first() for each in others)
    if draft := next(filter(None, drafts), None):
        words = {
            "document": draft.get_document_display(),
            "state": draft.get_state_display(),
            "other": others[0],
        }
        text = _(
            "%(document)s (%(state)s) of %(other)s: is discarded, because the signed one goes on "
            "there."
        )
        yield text % words


def _foreseen_of_unsigned(
    organisation: Organisation, others: Sequence[Organisation]
) -> Iterator[str]:
    """Say what becomes of what is unsigned; the first of the others is the one that goes on."""
    other = others[0]
    open_there = Commitment.objects.filter(state__in=OPEN_STATES, organisation=other)
    goes_on = OPEN_STATES - {State.SUSPENDED}
    comes_there = Commitment.objects.filter(state__in=goes_on, organisation__in=others[1:])
    has = set((open_there | comes_there).values_list("document", flat=True))
    for commitment in unsigned_of(organisation):
        words = {
            "document": commitment.get_document_display(),
            "state": commitment.get_state_display(),
            "other": other,
        }
        if commitment.document in has:
            text = _("%(document)s (%(state)s): is discarded, because %(other)s has one already.")
        else:
            text = _("%(document)s (%(state)s): goes over to %(other)s, to be signed there.")
        yield text % words


def links_of(organisation: Organisation) -> list[dict[str, Any]]:
    """Give what can become of an organisation; nothing more of one that has merged into another."""
    gone = lineage.merger_of(organisation)
    mine = [] if gone else [verb for verb in VERBS.values() if verb.fits(organisation)]
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
