"""The page between a button and a step: day and reason, for one commitment or for several."""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any, Final

from django.contrib import messages
from django.db import IntegrityError
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from commitments.admin.step_verbs import VERBS, Verb
from commitments.enums import STEPS, EndReason
from commitments.forms import StepForm
from commitments.models import Commitment
from commitments.services.days import DayNotPossible
from core.permissions import require
from core.refusals import sentence_of
from core.steps import StepNotOpen, sources_of, steps_open_to

MOST_AT_ONCE: Final = 200


@dataclass(frozen=True)
class Button:
    verb: str
    label: str
    href: str


@dataclass
class Outcome:
    """How the step went, record by record."""

    done: list[Commitment] = field(default_factory=list)
    closed: list[str] = field(default_factory=list)
    wrong_day: list[tuple[Commitment, str]] = field(default_factory=list)
    refused: list[tuple[Commitment, str]] = field(default_factory=list)  # by what else is on record


def buttons_of(commitment: Commitment, user: Any) -> list[Button]:
    """Give the steps that are open to the user on this commitment now."""
    return [
        Button(step.name, step.label, f"{_address(step.name)}?ids={commitment.pk}")
        for step in steps_open_to(user, commitment)
    ]


def ask(
    model_admin: Any, request: HttpRequest, chosen: QuerySet[Commitment], verb_name: str
) -> HttpResponse | None:
    """Lead from the list to the page of the step; of too many rows nothing is begun."""
    ids = list(chosen.values_list("pk", flat=True)[: MOST_AT_ONCE + 1])
    if len(ids) > MOST_AT_ONCE:
        model_admin.message_user(
            request,
            _("Choose at most %(most)d commitments at a time: filter the list first.")
            % {"most": MOST_AT_ONCE},
            messages.ERROR,
        )
        return None
    return redirect(f"{_address(verb_name)}?ids={','.join(map(str, ids))}")


def step_view(model_admin: Any, request: HttpRequest, verb_name: str) -> HttpResponse:
    """Ask for day and reason, take the step for each record, show again what was refused."""
    verb = VERBS.get(verb_name)
    if verb is None:
        raise Http404
    require(request.user, _permission(verb))
    commitments = chosen_in(request)
    form = _form(request, verb)
    if request.method != "POST" or not form.is_valid():
        return _page(model_admin, request, verb, commitments, form)
    outcome = _take(verb, commitments, form.cleaned_data, by=request.user, at=timezone.now())
    _tell(request, verb, outcome)
    if again := [*outcome.wrong_day, *outcome.refused]:
        for _commitment, sentence in outcome.wrong_day:
            form.add_error("on", sentence)
        for _commitment, sentence in outcome.refused:
            form.add_error(None, sentence)
        return _page(model_admin, request, verb, [each for each, _sentence in again], form)
    return afterwards(commitments)


def _take(
    verb: Verb,
    commitments: Iterable[Commitment],
    typed: dict[str, Any],
    *,
    by: Any,
    at: dt.datetime,
) -> Outcome:
    outcome = Outcome()
    details = dict(typed)
    if "why" in verb.asks:
        details["why"] = EndReason(typed["why"])
    for commitment in commitments:
        try:
            verb.take(commitment, by=by, at=at, **details)
        except StepNotOpen as error:
            outcome.closed.append(str(error))
        except DayNotPossible as error:
            outcome.wrong_day.append((commitment, _refusal(commitment, str(error))))
        except IntegrityError as error:
            outcome.refused.append((commitment, _refusal(commitment, sentence_of(error))))
        else:
            outcome.done.append(commitment)
    return outcome


def _refusal(commitment: Commitment, sentence: str) -> str:
    commitment.refresh_from_db(fields=["state"])  # the step was rolled back
    return _("%(commitment)s: %(error)s") % {"commitment": commitment, "error": sentence}


def _tell(request: HttpRequest, verb: Verb, outcome: Outcome) -> None:
    if outcome.done:
        messages.success(request, verb.done % {"count": len(outcome.done)})
    for sentence in outcome.closed:
        messages.error(request, sentence)


def afterwards(commitments: list[Commitment]) -> HttpResponse:
    if len(commitments) == 1:
        return redirect("admin:commitments_commitment_change", commitments[0].pk)
    return redirect("admin:commitments_commitment_changelist")


def chosen_in(request: HttpRequest) -> list[Commitment]:
    asked_for = request.POST if request.method == "POST" else request.GET
    ids = [text for text in asked_for.get("ids", "").split(",") if text.isdecimal()]
    if not ids or len(ids) > MOST_AT_ONCE:
        raise Http404
    found = Commitment.objects.filter(pk__in=[int(text[:18]) for text in ids])
    commitments = list(found.select_related("organisation").order_by("organisation__name_sort"))
    if not commitments:
        raise Http404
    return commitments


def _form(request: HttpRequest, verb: Verb) -> StepForm:
    return StepForm(
        request.POST if request.method == "POST" else None,
        initial={"on": timezone.localdate()},
        day_label=str(verb.day_label),
        asks=verb.asks,
        needs=verb.needs,
    )


def _page(
    model_admin: Any,
    request: HttpRequest,
    verb: Verb,
    commitments: list[Commitment],
    form: StepForm,
) -> HttpResponse:
    sources = sources_of(STEPS, verb.name)
    open_ones = [each for each in commitments if each.state in sources]
    context = model_admin.admin_site.each_context(request) | {
        "opts": model_admin.opts,
        "title": verb.question,
        "commitments": open_ones,
        "closed": [each for each in commitments if each.state not in sources],
        "ids": ",".join(str(each.pk) for each in open_ones),
        "lead": verb.hint,
        "form": form,
        "button": verb.button,
        "back": back_of(commitments),
    }
    return TemplateResponse(request, "admin/commitments/commitment/step.html", context)


def back_of(commitments: list[Commitment]) -> str:
    if len(commitments) == 1:
        return reverse("admin:commitments_commitment_change", args=[commitments[0].pk])
    return reverse("admin:commitments_commitment_changelist")


def _address(verb_name: str) -> str:
    if verb_name in VERBS:
        return reverse("admin:commitments_commitment_step", args=[verb_name])
    return reverse(f"admin:commitments_commitment_{verb_name}")


def _permission(verb: Verb) -> str:
    return f"commitments.{verb.name}_commitment"
