"""The editors: a document's draft as one form. Every button saves what was typed before it acts."""

from urllib.parse import urlencode

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from core import autosave
from core.drafting import Overtaken
from core.permissions import require
from core.steps import StepNotOpen
from core.templatetags.dates import moment
from workgroups.enums import ChangeAction
from workgroups.models import PlanItem, Submission
from workgroups.models.contents import (
    CONTENTS,
    ChangeContent,
    Content,
    SheetContent,
    read_content,
)
from workgroups.queries.editors import editor
from workgroups.services import documents, editing
from workgroups.services.checking import faults_of
from workgroups.services.editing import CannotEdit, Edited
from workgroups.services.evidence import add_address, add_file

WHOLE = "whole"  # the last field of the form: it arrived as it was sent
SAVE, CHECK = "save", "check"


def document_to_write(request: HttpRequest, pk: int) -> Submission:
    """Give the document if the person may write it: 404 when it is not theirs to know of."""
    visible = Submission.objects.visible_to(request.user).select_related(
        "body", "year", "corrects", "draft_saved_by__person", "current_version__decision"
    )
    found = get_object_or_404(visible, pk=pk)
    require(request.user, "workgroups.write_submission", found)
    return found


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def edit(request: HttpRequest, pk: int) -> HttpResponse:
    """Show the editor; keep what it sends, and do what its button says."""
    document = document_to_write(request, pk)
    if request.method == "POST":
        return _keep(request, document)
    if not document.is_open_draft:
        return redirect(document)
    content = read_content(document.kind, document.draft)
    return editor_page(request, document, content)


def editor_page(
    request: HttpRequest,
    document: Submission,
    content: Content,
    *,
    pasted: str = "",
    problem: str = "",
) -> HttpResponse:
    """Give the editor with this content; `problem` is what a button could not do."""
    page = editor(
        document,
        request.user,
        content,
        faults=[(fault.place, fault.sentence) for fault in faults_of(document, content)],
        shows_faults=CHECK in request.GET,
        open_place=request.GET.get("open", ""),
    )
    context = {
        "page": page,
        "document": document,
        "form": page.form,
        "shows_faults": CHECK in request.GET,
        "problem": problem,
        "pasted": pasted,
        "year": document.year_id,
        "change_actions": ChangeAction.choices,
        "live_items": PlanItem.objects.of_year(document.body, document.year_id).live(),
    }
    template = f"desk/edit_{document.kind}.html"
    return render(request, template, context, status=422 if problem else 200)


def sent_content(kind: str, data: QueryDict) -> Content:
    """Read what the editor's form sent."""
    return CONTENTS[kind].read_form(data)


def number_seen(data: QueryDict) -> int:
    """Give the saving number that the page was made with."""
    typed = str(data.get("seen", ""))
    return int(typed) if typed.isdecimal() and len(typed) < 10 else 0


def _keep(request: HttpRequest, document: Submission) -> HttpResponse:
    if WHOLE not in request.POST:
        messages.error(request, _("The form did not arrive whole: go back and send it again."))
        return redirect("desk:edit", document.pk)
    content = sent_content(document.kind, request.POST)
    if autosave.is_autosave(request):
        return _saved_while_typing(request, document, content)
    button = request.POST.get("do", SAVE)
    try:
        edited = _edited(request, document, content, button)
    except CannotEdit as error:
        return _kept(request, document, Edited(content), SAVE, problem=str(error))
    return _kept(request, document, edited, button)


def _saved_while_typing(
    request: HttpRequest, document: Submission, content: Content
) -> HttpResponse:
    seen, now = number_seen(request.POST), timezone.now()
    try:
        documents.save_draft(document, content.write(), seen=seen, by=request.user, at=now)
    except Overtaken as overtaken:
        return autosave.not_saved(str(overtaken))
    except StepNotOpen as error:
        return autosave.not_saved(str(error))
    at = moment(document.draft_saved_at or now)
    return autosave.saved(document.draft_number, _("Saved by itself %(at)s") % {"at": at})


def _edited(request: HttpRequest, document: Submission, content: Content, button: str) -> Edited:
    if button in (SAVE, CHECK):
        return Edited(content)
    verb, _slash, code = button.partition("/")
    if verb == "evidence" and isinstance(content, SheetContent):
        return _with_evidence(request, document, content, code)
    if verb == "change" and isinstance(content, ChangeContent):
        return _with_change(request, document, content)
    pasted = request.POST.get("pasted", "")
    return editing.edit(content, button, year=document.year, pasted=pasted)


def _with_evidence(
    request: HttpRequest, document: Submission, content: SheetContent, code: str
) -> Edited:
    new = f"lines/{code}/new"
    item = PlanItem.objects.of_year(document.body, document.year_id).filter(code=code).first()
    title, by, at = request.POST.get(f"{new}/title", ""), request.user, timezone.now()
    if upload := request.FILES.get(f"{new}/file"):
        number = add_file(item, title=title, upload=upload, by=by, at=at)
    else:
        url = request.POST.get(f"{new}/url", "")
        number = add_address(item, title=title, url=url, by=by, at=at)
    return editing.name_evidence(content, code, str(number))


def _with_change(request: HttpRequest, document: Submission, content: ChangeContent) -> Edited:
    live = PlanItem.objects.of_year(document.body, document.year_id).live()
    item = live.filter(code=request.POST.get("new/item", "")).first()
    return editing.add_change(content, request.POST.get("new/action", ""), item)


def _kept(
    request: HttpRequest, document: Submission, edited: Edited, button: str, problem: str = ""
) -> HttpResponse:
    """Save, then go where the button leads: nothing happens before the text is safe."""
    try:
        documents.save_draft(
            document,
            edited.content.write(),
            seen=number_seen(request.POST),
            by=request.user,
            at=timezone.now(),
            leaves_trail=edited.takes_out,
        )
    except Overtaken as overtaken:
        return redirect("desk:conflict", document.pk, overtaken.kept.pk)
    except StepNotOpen as error:
        messages.error(request, _("%(why)s What you typed is kept below.") % {"why": error})
        return redirect("desk:drafts", document.pk)
    if problem:
        pasted = request.POST.get("pasted", "")
        return editor_page(request, document, edited.content, pasted=pasted, problem=problem)
    if button == CHECK:
        return redirect("desk:check", document.pk)
    messages.success(request, edited.sentence or _("Your text was saved."))
    return redirect(_editor_at(document, edited.place))


def _editor_at(document: Submission, place: str) -> str:
    address = reverse("desk:edit", args=[document.pk])
    part = "/".join(place.split("/")[:2])
    return f"{address}?{urlencode({'open': part})}#{place}" if place else address
