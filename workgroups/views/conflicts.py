"""Texts that stand beside a draft: what the overtaken typed, and what was written over."""

from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from core import drafting
from core.drafting import Overtaken
from core.merging import Difference, differences, merged
from core.steps import StepNotOpen
from workgroups.models import KeptDraft, Submission
from workgroups.models.contents import Content, read_content
from workgroups.queries.reading import read_sections
from workgroups.queries.wording import place_words, value_words
from workgroups.services import documents
from workgroups.views.writing import document_to_write, number_seen


@dataclass(frozen=True)
class ShownDifference:
    """One difference in words, with both texts as people read them."""

    difference: Difference
    words: str
    mine: str
    theirs: str


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def conflict(request: HttpRequest, pk: int, kept: int) -> HttpResponse:
    """Show both texts side by side; put one together out of what is chosen."""
    document = document_to_write(request, pk)
    text = _kept(document, kept)
    if not document.is_open_draft:
        return redirect("desk:kept", document.pk, text.pk)
    mine, theirs, base = _three(document, text)
    if request.method == "POST":
        return _decide(request, document, text, (mine, theirs, base))
    context = {
        "document": document,
        "kept": text,
        "theirs_by": drafting.name_of(document.draft_saved_by),
        "is_own": document.draft_saved_by_id == request.user.pk,
        "differences": [_shown(each) for each in differences(mine, theirs, base)],
    }
    return render(request, "desk/conflict.html", context)


@login_required
@require_safe
def drafts(request: HttpRequest, pk: int) -> HttpResponse:
    """List the texts that were kept, the newest first."""
    document = document_to_write(request, pk)
    kept = document.kept_drafts.select_related("saved_by__person").defer("content")
    context = {"document": document, "drafts": kept.order_by("-saved_at", "-pk")}
    return render(request, "desk/drafts.html", context)


@login_required
@require_safe
def kept(request: HttpRequest, pk: int, kept: int) -> HttpResponse:
    """Show a kept text and how the draft of today differs from it."""
    document = document_to_write(request, pk)
    text = _kept(document, kept)
    context = {
        "document": document,
        "kept": text,
        "sections": read_sections(document.kind, document.draft, before=text.content),
    }
    return render(request, "desk/kept.html", context)


@login_required
@require_POST
def bring_back(request: HttpRequest, pk: int, kept: int) -> HttpResponse:
    """Make a kept text the draft again; the draft of today is kept in its place."""
    document = document_to_write(request, pk)
    text = _kept(document, kept)
    return _save(
        request,
        document,
        read_content(document.kind, text.content),
        _("The kept text is the draft again; the text before is kept too."),
    )


def _kept(document: Submission, pk: int) -> KeptDraft:
    found: KeptDraft = get_object_or_404(
        document.kept_drafts.select_related("saved_by__person"), pk=pk
    )
    return found


def _three(document: Submission, text: KeptDraft) -> tuple[Content, Content, Content | None]:
    """Give the text that was overtaken, the draft, and what both began with where it is known."""
    begun = drafting.draft_seen(document, text.seen)
    return (
        read_content(document.kind, text.content),
        read_content(document.kind, document.draft),
        read_content(document.kind, begun) if begun is not None else None,
    )


def _decide(
    request: HttpRequest,
    document: Submission,
    text: KeptDraft,
    three: tuple[Content, Content, Content | None],
) -> HttpResponse:
    mine, theirs, base = three
    picks = {
        name.removeprefix("pick/"): str(value)
        for name, value in request.POST.items()
        if name.startswith("pick/")
    }
    content: Content = merged(mine, theirs, picks, base)
    return _save(
        request,
        document,
        content,
        _("The draft was put together as you chose; both texts are kept."),
    )


def _save(request: HttpRequest, document: Submission, content: Content, done: str) -> HttpResponse:
    try:
        documents.save_draft(
            document,
            content.write(),
            seen=number_seen(request.POST),
            by=request.user,
            at=timezone.now(),
            leaves_trail=True,
        )
    except Overtaken as overtaken:
        return redirect("desk:conflict", document.pk, overtaken.kept.pk)
    except StepNotOpen as error:
        messages.error(request, str(error))
        return redirect("desk:drafts", document.pk)
    messages.success(request, done)
    return redirect("desk:edit", document.pk)


def _shown(each: Difference) -> ShownDifference:
    def words(value: Any) -> str:
        return value_words(each.field, value)

    return ShownDifference(each, place_words(each), words(each.mine), words(each.theirs))
