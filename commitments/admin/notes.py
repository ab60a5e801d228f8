"""Notes of the secretariat on the page of an organisation: written, struck out."""

from typing import Any, Final

from django.contrib import messages
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from commitments.admin.duplicates import page_of
from commitments.forms.notes import NoteForm, StrikeForm
from commitments.models import Organisation, OrganisationNote
from commitments.services import noting
from commitments.services.noting import NoteStruck
from core.permissions import require

ADD: Final = "commitments.add_organisationnote"
CHANGE: Final = "commitments.change_organisationnote"


def notes_of(organisation: Organisation) -> QuerySet[OrganisationNote]:
    """Give the notes with their authors, the newest first."""
    rows = OrganisationNote.objects.filter(organisation=organisation)
    return rows.select_related("written_by", "struck_by").order_by("-written_at", "-pk")


def note_view(model_admin: Any, request: HttpRequest, object_id: str) -> HttpResponse:
    """Ask for the words of a note, and keep it."""
    require(request.user, ADD)
    organisation = model_admin.record_or_404(request, object_id)
    form = NoteForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        text = form.cleaned_data["text"]
        noting.write_note(organisation, text, by=request.user, at=timezone.now())
        messages.success(request, _("The note is kept."))
        return redirect(_address(organisation.pk))
    context = {"form": form, "button": _("Keep the note"), "back": _address(organisation.pk)}
    title = _("Note about %(organisation)s") % {"organisation": organisation}
    return page_of(model_admin, request, "note", title, context)


def strike_view(model_admin: Any, request: HttpRequest, object_id: str, pk: int) -> HttpResponse:
    """Ask why a note is wrong, and strike it out."""
    require(request.user, CHANGE)
    organisation = model_admin.record_or_404(request, object_id)
    note = get_object_or_404(notes_of(organisation), pk=pk)
    form = StrikeForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        reason = form.cleaned_data["reason"]
        try:
            noting.strike_note(note, by=request.user, at=timezone.now(), reason=reason)
        except NoteStruck as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, _("The note is struck out."))
            return redirect(_address(organisation.pk))
    context = {
        "form": form,
        "note": note,
        "button": _("Strike out"),
        "back": _address(organisation.pk),
    }
    return page_of(model_admin, request, "note", _("Strike a note out"), context)


def _address(pk: int) -> str:
    return reverse("admin:commitments_organisation_change", args=[pk]) + "#notes"
