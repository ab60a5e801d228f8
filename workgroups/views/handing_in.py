"""From the finished draft to the receipt: check the answers, hand in, take back."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from core.drafting import Overtaken
from core.permissions import require
from core.review import MustBeMended
from core.steps import StepNotOpen
from workgroups.models import Submission
from workgroups.models.contents import read_content
from workgroups.queries.editors import editor
from workgroups.queries.reading import read_sections
from workgroups.services import documents
from workgroups.services.checking import faults_of
from workgroups.views.writing import document_to_write, number_seen


@login_required
@require_safe
def check(request: HttpRequest, pk: int) -> HttpResponse:
    """Show everything once more as it will be handed in, with what is missing."""
    document = document_to_write(request, pk)
    if not document.is_open_draft:
        return redirect(document)
    content = read_content(document.kind, document.draft)
    faults = faults_of(document, content)
    page = editor(
        document,
        request.user,
        content,
        faults=[(fault.place, fault.sentence) for fault in faults],
        shows_faults=False,
    )
    context = {
        "document": document,
        "sections": read_sections(document.kind, document.draft),
        "faults": faults,
        "unanswered": page.unanswered,
        "answers": [answer for answer in content.answers if answer.text.strip()],
        "may_submit": request.user.has_perm("workgroups.submit_submission", document),
        "last_number": _last_number(document),
        "is_late": timezone.localdate() > document.due_on,
    }
    return render(request, "desk/check.html", context)


@login_required
@require_POST
def submit(request: HttpRequest, pk: int) -> HttpResponse:
    """Hand in the draft that was checked; sent twice it leads to the same receipt."""
    document = document_to_write(request, pk)
    require(request.user, "workgroups.submit_submission", document)
    seen = number_seen(request.POST)
    if document.is_open_draft and request.POST.get("after") != str(_last_number(document)):
        messages.info(request, _("This form was sent before: look where the document is now."))
        return redirect(document)
    if document.is_open_draft and document.draft_number != seen:
        return _look_again(request, document)
    try:
        version = documents.submit(
            document,
            document.draft,
            seen=seen,
            by=request.user,
            at=timezone.now(),
            note=request.POST.get("note", "").strip(),
        )
    except Overtaken:
        return _look_again(request, document)
    except MustBeMended as error:
        messages.error(request, str(error))
    except StepNotOpen as error:
        messages.error(request, str(error))
        return redirect(document)
    else:
        return redirect("desk:receipt", document.pk, version.number)
    return redirect("desk:check", document.pk)


def _look_again(request: HttpRequest, document: Submission) -> HttpResponse:
    messages.error(
        request, _("The draft was saved again after you looked at it: look at it once more.")
    )
    return redirect("desk:check", document.pk)


@login_required
@require_safe
def receipt(request: HttpRequest, pk: int, number: int) -> HttpResponse:
    """Say what was handed in, when, under which number, and what happens next."""
    visible = Submission.objects.visible_to(request.user).select_related("body", "year")
    document = get_object_or_404(visible, pk=pk)
    require(request.user, "workgroups.receipt_submission", document)
    versions = document.versions.select_related("handed_in_by__person")
    version = get_object_or_404(versions, number=number)
    context = {
        "document": document,
        "version": version,
        "sections": read_sections(document.kind, version.payload),
        "is_last": version.pk == document.current_version_id,
        "is_late": timezone.localdate(version.handed_in_at) > document.due_on,
        "may_recall": _may_recall(request, document),
    }
    return render(request, "desk/receipt.html", context)


@login_required
@require_POST
def recall(request: HttpRequest, pk: int) -> HttpResponse:
    """Take the document back while nobody reviews it."""
    document = document_to_write(request, pk)
    require(request.user, "workgroups.recall_submission", document)
    try:
        documents.recall(document, by=request.user, at=timezone.now())
    except StepNotOpen as error:
        messages.error(request, str(error))
        return redirect(document)
    messages.success(request, _("The document is with you again: hand it in when it is ready."))
    return redirect("desk:edit", document.pk)


def _may_recall(request: HttpRequest, document: Submission) -> bool:
    is_open = document.state in document.STEPS["recall"][0]
    return is_open and request.user.has_perm("workgroups.recall_submission", document)


def _last_number(document: Submission) -> int:
    version = document.current_version
    return version.number if version else 0
