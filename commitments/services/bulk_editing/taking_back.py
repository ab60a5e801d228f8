"""Taking an edit of many records back, from the history that was written while it was done.

The machinery is that of imports (decision 0012), held to the columns that were set: what else of
a record has changed since stays, and stands in no way. But a place is one fact: a city that was
entered since would lie outside the former province, so it does.
"""

import datetime as dt
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from commitments.models import BulkEdit, Organisation
from commitments.services import facts
from commitments.services.bulk_editing.refusals import EditNotPossible
from commitments.services.bulk_editing.wishes import watched_with
from commitments.services.importing.batches import taking_turns
from commitments.services.taking_back.obstacles import Obstacle, later_changes_of
from commitments.services.taking_back.parks import leading_on
from commitments.services.taking_back.refusing import (
    OPEN_FOR,
    note,
    refuse_late,
    refuse_obstacles,
    refusing_clashes,
)
from commitments.services.taking_back.traces import Traces
from core.history import because


def open_until(edit: BulkEdit) -> dt.datetime | None:
    """Give the moment until which the edit may be taken back; None if it was already."""
    return None if edit.undone_at else edit.edited_at + OPEN_FOR


def obstacles_of(edit: BulkEdit) -> list[Obstacle]:
    """Give the first records in which one of the facts was changed since, and by which change."""
    return later_changes_of(Traces(Organisation, edit.context), watched_with(edit.columns))


@transaction.atomic
def take_back(edit: BulkEdit, *, by: Any, at: dt.datetime, reason: str) -> BulkEdit:
    """Let every record say again what it said before, in the fields that were set.

    A park that has merged since, or was united with another record, leads to the one that stands
    for it. Raises EditNotPossible when it is too late, or when one of these facts was changed
    since.
    """
    taking_turns()
    edit = BulkEdit.objects.select_for_update(of=("self",)).get(pk=edit.pk)
    _refuse_closed(edit, at)
    trace = Traces(Organisation, edit.context)
    trace.lock()
    later = later_changes_of(trace, watched_with(edit.columns))
    refuse_obstacles(later, refusal=EditNotPossible)
    source = f"take_back_edit {edit.pk}"
    with refusing_clashes(EditNotPossible), because(by=by, reason=reason, source=source) as history:
        with leading_on(trace.changed, since=trace.since):
            trace.restore(columns=edit.columns)
        facts.touch()
        note(edit, context=history.id, by=by, at=at, reason=reason)
    return edit


def _refuse_closed(edit: BulkEdit, at: dt.datetime) -> None:
    until = open_until(edit)
    if until is None:
        raise EditNotPossible(_("This was taken back already."))
    sentence = _("An edit of many can be taken back for %(days)s days; this one until %(day)s.")
    refuse_late(until, at, sentence, refusal=EditNotPossible)
