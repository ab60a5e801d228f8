"""Notes of the secretariat about an organisation: written once, struck out when wrong."""

import datetime as dt
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from commitments.models import Organisation, OrganisationNote
from core.history import because


class NoteStruck(ValueError):
    """The note was struck out before; the text says so."""


@transaction.atomic
def write_note(
    organisation: Organisation, text: str, *, by: Any, at: dt.datetime
) -> OrganisationNote:
    """Keep a note about the organisation, with its author and moment."""
    with because(by=by, source="write_note"):
        return OrganisationNote.objects.create(
            organisation=organisation, text=text, written_by=by, written_at=at
        )


@transaction.atomic
def strike_note(note: OrganisationNote, *, by: Any, at: dt.datetime, reason: str) -> None:
    """Strike the note out: it stays to be read, with who did it and why. Raises NoteStruck."""
    mine = OrganisationNote.objects.filter(pk=note.pk, struck_at=None)
    with because(by=by, reason=reason, source="strike_note"):
        if not mine.update(struck_by=by, struck_at=at, struck_because=reason):
            raise NoteStruck(_("This note was struck out already."))
    note.refresh_from_db()
