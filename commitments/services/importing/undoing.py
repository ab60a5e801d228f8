"""Taking back a whole import, from the history that was written while it ran.

What it entered is removed, what it changed or removed is as it was before. A later change of one of
these records stands in the way: it is named, and nothing is written.
"""

import datetime as dt
from typing import Final

import pgtrigger
from django.db import transaction
from django.db.models import Model
from django.utils.translation import gettext as _

from commitments.enums import BatchState
from commitments.models import Commitment, ImportBatch, Organisation, OrganisationName, Suspension
from commitments.services import facts, naming
from commitments.services.importing.batches import taking_turns
from commitments.services.taking_back.obstacles import (
    Obstacle,
    later_changes,
    later_references,
    still_counted,
)
from commitments.services.taking_back.parks import leading_on
from commitments.services.taking_back.refusing import (
    OPEN_FOR,
    ActNotPossible,
    refuse_late,
    refuse_obstacles,
    refusing_clashes,
)
from commitments.services.taking_back.traces import Traces
from core.history import because

# An undone import leads back to states that no step leads to; nothing else may pass this guard.
_LIFE: Final = "commitments.Commitment:only_named_steps"
_TABLES: Final = (Suspension, OrganisationName, Commitment, Organisation)


class UndoNotPossible(ActNotPossible):
    """The import cannot be taken back; the text says why, `obstacles` what stands in the way."""


def open_until(batch: ImportBatch) -> dt.datetime | None:
    """Give the moment until which the import may be taken back; None if it never may."""
    if batch.state != BatchState.IMPORTED or batch.context is None or batch.decided_at is None:
        return None
    return batch.decided_at + OPEN_FOR


def obstacles_of(batch: ImportBatch) -> list[Obstacle]:
    """Give the first later changes that stand in the way of taking the import back."""
    traces = [Traces(model, batch.context) for model in _TABLES]
    return later_changes(traces) or later_references(traces)


@transaction.atomic
def undo(batch: ImportBatch, *, by: object | None, at: dt.datetime, reason: str) -> ImportBatch:
    """Bring everything that the import touched back to how it was before, in one transaction.

    An organisation that statistics have counted meanwhile stays, without its commitments. Raises
    UndoNotPossible.
    """
    taking_turns()
    batch = ImportBatch.objects.select_for_update().get(pk=batch.pk)
    _refuse_closed(batch, at)
    traces = [Traces(model, batch.context) for model in _TABLES]
    for trace in traces:
        trace.lock()
    later = later_changes(traces) or later_references(traces)
    refuse_obstacles(later, refusal=UndoNotPossible)
    source = f"undo {batch.pk}"
    with refusing_clashes(UndoNotPossible), because(by=by, reason=reason, source=source) as history:
        batch.undo_context = history.id
        kept = _take_back({trace.model: trace for trace in traces})
    batch.state, batch.undone_at, batch.content = BatchState.UNDONE, at, None
    batch.report |= {"undone_by": str(by or ""), "undone_because": reason, "kept": len(kept)}
    batch.save()
    return batch


def _take_back(traces: dict[type[Model], Traces]) -> list[int]:
    """Remove and restore; answer the organisations that had to stay, without commitments."""
    organisations, names = traces[Organisation], traces[OrganisationName]
    commitments, suspensions = traces[Commitment], traces[Suspension]
    kept = still_counted(organisations.entered)
    owners = commitments.owners("organisation_id") | names.owners("organisation_id")
    suspensions.remove_entered()
    commitments.remove_entered()
    names.remove_entered(but=kept, of="organisation_id")
    with leading_on(organisations.changed, since=organisations.since):
        organisations.restore()
    with pgtrigger.ignore(_LIFE):
        commitments.restore()
    suspensions.restore()
    suspensions.put_back()
    names.restore()
    names.put_back(key="before.text", pinyin="before.text")  # until they are computed
    organisations.remove_entered(but=kept)
    left = (owners | set(organisations.changed)) - set(organisations.entered)
    naming.rebuild(names.owners("organisation_id") & left)
    facts.refresh(sorted(left | set(kept)))
    return kept


def _refuse_closed(batch: ImportBatch, at: dt.datetime) -> None:
    until = open_until(batch)
    if until is None:
        raise UndoNotPossible(
            _("This import cannot be taken back: it is “%(state)s”.")
            % {"state": batch.get_state_display()}
        )
    sentence = _("An import can be taken back for %(days)s days; this one until %(day)s.")
    refuse_late(until, at, sentence, refusal=UndoNotPossible)
