"""The page of a document: what it says, what is remarked, and what reviewers decide on it."""

from collections.abc import Callable
from typing import Any, NamedTuple

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.forms import Form
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from core import review
from core.changes import history_of
from core.permissions import require
from core.review import MustBeMended
from core.steps import StepNotOpen
from core.text import number_of
from workgroups.enums import STEP_WORDS, DocumentKind
from workgroups.forms.reviewing import AnswerForm, GradesForm, RemarkForm, form_of_step
from workgroups.models import Remark, Submission
from workgroups.queries.evidence import evidence_named
from workgroups.queries.reading import places_of
from workgroups.queries.reviewing import (
    REVIEW_STEPS,
    DocumentPage,
    document_page,
    names_of_colleagues,
    queue,
    remarks_of,
)
from workgroups.services import documents

Service = Callable[..., object]
SERVICES: dict[str, Service] = {step: getattr(documents, step) for step in REVIEW_STEPS}

# Said otherwise, or by an address that is not for every reader.
HISTORY_HIDDEN = (
    *("state_changed_at", "opened_by", "opened_at", "recommended_by"),
    *("current_version", "accepted_version", "corrects"),
)


class StepButton(NamedTuple):
    """A step that is open to the reader: its words, and what it asks."""

    name: str
    words: str
    form: Form


@login_required
@require_safe
def document(request: HttpRequest, pk: int) -> HttpResponse:
    """Show the last version, or the one asked for, with everything that was said about it."""
    found = get_object_or_404(_documents(request), pk=pk)
    number = number_of(request.GET.get("version", ""))
    page = document_page(found, request.user, number=number)
    return _page(request, page)


@login_required
@require_safe
def history(request: HttpRequest, pk: int) -> HttpResponse:
    """Show every step of the document to whoever serves its body, and to the secretariat."""
    found = get_object_or_404(_documents(request), pk=pk)
    require(request.user, "workgroups.receipt_submission", found)
    changes = history_of(
        found, hidden=HISTORY_HIDDEN, step_words=STEP_WORDS, names_of=names_of_colleagues
    )
    return render(request, "desk/history.html", {"document": found, "changes": changes})


@login_required
@require_safe
def review_queue(request: HttpRequest) -> HttpResponse:
    """What waits for the secretariat, the longest waiting first."""
    require(request.user, "workgroups.review_documents")
    waiting = queue(request.user, at=timezone.now())
    return render(request, "desk/queue.html", {"waiting": waiting})


@login_required
@require_POST
def step(request: HttpRequest, pk: int, step: str) -> HttpResponse:
    """Take one step of the review; a fault comes back with what was typed."""
    if step not in SERVICES:
        raise Http404
    found = get_object_or_404(_documents(request), pk=pk)
    require(request.user, f"workgroups.{step}_submission", found)
    form = form_of_step(step, request.POST, at=timezone.now())
    grades = _grades(request, step, found)
    if not form.is_valid() or (grades and not grades.is_valid()):
        return _page(request, document_page(found, request.user), forms={step: form}, grades=grades)
    given = form.cleaned_data | ({"grades": grades.chosen()} if grades else {})
    try:
        SERVICES[step](found, by=request.user, at=timezone.now(), **given)
    except (StepNotOpen, MustBeMended) as error:
        form.add_error(None, str(error))
        found.refresh_from_db()
        return _page(request, document_page(found, request.user), forms={step: form}, grades=grades)
    messages.success(request, _done(step))
    return redirect(found)


@login_required
@require_POST
def remark(request: HttpRequest, pk: int) -> HttpResponse:
    """Write a remark at a place of the version under review."""
    found = get_object_or_404(_documents(request), pk=pk)
    require(request.user, "workgroups.remark_submission", found)
    page = document_page(found, request.user)
    form = RemarkForm(request.POST, places=places_of(section for section, _said in page.sections))
    if page.version is None or not form.is_valid():
        return _page(request, page, remark_form=form)
    said = review.remark(page.version, by=request.user, at=timezone.now(), **form.cleaned_data)
    messages.success(request, _("The remark was written."))
    return redirect(f"{found.get_absolute_url()}#remark-{said.pk}")


@login_required
@require_POST
def answer(request: HttpRequest, pk: int, remark: int) -> HttpResponse:
    """Let the authors answer a remark."""
    found, said = _remark(request, pk, remark)
    require(request.user, "workgroups.answer_submission", found)
    form = AnswerForm(request.POST, prefix=f"answer-{said.pk}")
    if not form.is_valid():
        return _page(request, document_page(found, request.user), answers={said.pk: form})
    try:
        review.answer(said, by=request.user, at=timezone.now(), text=form.cleaned_data["text"])
    except MustBeMended as error:
        form.add_error("text", str(error))
        return _page(request, document_page(found, request.user), answers={said.pk: form})
    messages.success(request, _("Your answer was kept."))
    return redirect(f"{found.get_absolute_url()}#remark-{said.pk}")


@login_required
@require_POST
def close(request: HttpRequest, pk: int, remark: int) -> HttpResponse:
    """Let the reviewer close a remark."""
    found, said = _remark(request, pk, remark)
    require(request.user, "workgroups.remark_submission", found)
    review.close(said, by=request.user, at=timezone.now())
    messages.success(request, _("The remark was closed."))
    return redirect(f"{found.get_absolute_url()}#remark-{said.pk}")


def _documents(request: HttpRequest) -> Any:
    return Submission.objects.visible_to(request.user).select_related(
        "body", "year", "current_version", "accepted_version", "corrects"
    )


def _remark(request: HttpRequest, pk: int, remark: int) -> tuple[Submission, Remark]:
    found = get_object_or_404(_documents(request), pk=pk)
    return found, get_object_or_404(remarks_of(found, request.user), pk=remark)


def _grades(request: HttpRequest, step: str, document: Submission) -> GradesForm | None:
    is_summary = document.kind in (DocumentKind.SUMMARY, DocumentKind.CORRECTION)
    if step != "accept" or not is_summary or document.current_version is None:
        return None
    return GradesForm(request.POST or None, payload=document.current_version.payload)


def _page(request: HttpRequest, page: DocumentPage, **bound: Any) -> HttpResponse:
    """The page with fresh forms, or with those that came back with faults."""
    at = timezone.now()
    forms = bound.get("forms", {})
    steps = [
        StepButton(name, str(STEP_WORDS[name]), forms.get(name) or form_of_step(name, None, at=at))
        for name in dict.fromkeys([*page.steps, *forms])
    ]
    for said in page.remarks:
        said.answer_form = bound.get("answers", {}).get(said.pk)  # type: ignore[attr-defined]
    places = places_of(section for section, _said in page.sections)
    remark_form = bound.get("remark_form") or RemarkForm(
        places=places, initial={"place": request.GET.get("place", "")}
    )
    context = {
        "page": page,
        "document": page.document,
        "steps": steps,
        "evidence": evidence_named(page.version, page.document.kind, request.user),
        "grades": bound.get("grades") or _fresh_grades(page),
        "remark_form": remark_form if page.is_reviewer and page.version else None,
        "may_write": request.user.has_perm("workgroups.write_submission", page.document),
        "may_see_history": request.user.has_perm("workgroups.receipt_submission", page.document),
        "may_answer": request.user.has_perm("workgroups.answer_submission", page.document),
    }
    is_fault = any(bound.values())
    return render(request, "desk/document.html", context, status=422 if is_fault else 200)


def _fresh_grades(page: DocumentPage) -> GradesForm | None:
    is_summary = page.document.kind in (DocumentKind.SUMMARY, DocumentKind.CORRECTION)
    if "accept" not in page.steps or not is_summary or page.version is None:
        return None
    return GradesForm(payload=page.version.payload)


def _done(step: str) -> str:
    return {
        "claim": _("You review this document now."),
        "release": _("The document is back in the queue."),
        "recommend": _("The document waits for endorsement."),
        "accept": _("The document was accepted."),
        "send_back": _("The document was returned to the group."),
        "decline": _("The change was declined."),
        "publish": _("The document will be public from that day on."),
        "withdraw": _("The document was withdrawn from the public."),
        "republish": _("The document is public again."),
        "void": _("The document was given up."),
    }[step]
