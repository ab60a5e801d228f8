"""What an import did to the register, read from the history that was written while it ran."""

from typing import Any

import pghistory.core
from django.db.models import Model, Q, QuerySet

from commitments.models import Commitment, ImportBatch, Organisation


def events_of(model: type[Model]) -> Any:
    """Give the table in which the history of the model is kept."""
    return pghistory.core.event_models(tracks_model=model)[0]


def commitments_of(batch: ImportBatch) -> QuerySet[Commitment]:
    """Give the commitments that the import entered or changed, as far as they still exist."""
    if batch.context is None:  # of a time when only what was new was noted
        return Commitment.objects.filter(batch=batch)
    touched = events_of(Commitment).objects.filter(pgh_context=batch.context)
    return Commitment.objects.filter(pk__in=touched.values("pgh_obj_id"))


def organisations_of(batch: ImportBatch) -> QuerySet[Organisation]:
    """Give the organisations that the import entered or changed, themselves or by a commitment."""
    mine = Q(pk__in=commitments_of(batch).values("organisation_id"))
    if batch.context is not None:
        touched = events_of(Organisation).objects.filter(pgh_context=batch.context)
        mine |= Q(pk__in=touched.values("pgh_obj_id"))
    return Organisation.objects.filter(mine)
