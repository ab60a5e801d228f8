"""Which rows of a checked list a person does not want: kept until the list is decided on."""

from collections.abc import Collection

from django.db import transaction

from commitments.models import ImportBatch
from commitments.services import lots
from commitments.services.importing.batches import undecided


@transaction.atomic
def leave_out(batch: ImportBatch, numbers: Collection[int]) -> int:
    """Note which rows stay out and answer how many; numbers of no row are none.

    They go when the list is confirmed with them. Raises BatchDecided.
    """
    batch = undecided(batch)
    rows = batch.rows.filter(number__in=lots.among_ids(numbers)).order_by("number")
    batch.leave_out = list(rows.values_list("number", flat=True))
    batch.save(update_fields=["leave_out"])
    return len(batch.leave_out)
