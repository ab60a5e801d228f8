"""A list on its way in: what of it would change the register, and what its columns mean."""

import datetime as dt

from django.db import transaction

from commitments.enums import BatchState
from commitments.models import ImportBatch
from commitments.services.importing.batches import (
    ColumnsUnclear,
    ListRefused,
    preview,
    received,
    require_undecided,
    undecided,
)
from commitments.services.importing.meanings import Choice
from commitments.services.importing.plan import Plan, Progress
from commitments.services.importing.report import keep_rows, note, report_of_unclear
from core.uploads.faults import UploadRefused
from core.uploads.guard import check_upload

_OPEN = (BatchState.UPLOADED, BatchState.PREVIEWED)


def check(name: str, data: bytes, *, by: object | None, at: dt.datetime) -> ImportBatch:
    """Compare a list with the register and keep file and report for `confirm`; writes nothing else.

    A list whose columns are not clear waits for `choose_columns`. Raises ListRefused. The shape of
    `ImportBatch.report` stands at `report.report_of`.
    """
    batch = received(name, data, by=by)
    plan = _compare(batch, at=at)
    with transaction.atomic():
        batch.save()
        keep_rows(batch, plan)
    return batch


def receive(name: str, data: bytes, *, by: object | None) -> ImportBatch:
    """Keep a list that a worker will compare (`compare`). Raises ListRefused for no list at all."""
    try:
        check_upload(name, data)
    except UploadRefused as refused:
        raise ListRefused(str(refused)) from refused
    batch = received(name, data, by=by)
    batch.save()
    return batch


def compare(
    batch: ImportBatch, *, at: dt.datetime, progress: Progress | None = None
) -> Plan | None:
    """Note on a kept list what it would change; `keep` saves it.

    A list that cannot be taken as a whole is refused, with the sentence in its report.
    """
    try:
        return _compare(batch, at=at, progress=progress)
    except ListRefused as refused:
        batch.state, batch.content = BatchState.REFUSED, None
        batch.report = {"sentence": str(refused)}
        return None


def compare_with(
    batch: ImportBatch,
    choice: Choice,
    *,
    by: object | None,
    at: dt.datetime,
    progress: Progress | None = None,
) -> Plan | None:
    """Note on a kept list what it would change if its columns mean this; `keep` saves it.

    What was left out before is asked anew. Raises BatchDecided, ListRefused if it cannot be so.
    """
    require_undecided(batch, *_OPEN)
    batch.columns = choice.as_json() | {"by": str(by or "")}
    batch.leave_out = []
    return _compare(batch, at=at, progress=progress)


@transaction.atomic
def keep(batch: ImportBatch, plan: Plan | None) -> None:
    """Save a list that was compared, and what was said of its rows. Raises BatchDecided."""
    undecided(batch, *_OPEN)
    batch.save()
    keep_rows(batch, plan)


@transaction.atomic
def choose_columns(
    batch: ImportBatch, choice: Choice, *, by: object | None, at: dt.datetime
) -> ImportBatch:
    """Compare the list once more, with the columns meaning what a person says.

    Raises BatchDecided, and ListRefused if the list as a whole cannot be taken so.
    """
    batch = undecided(batch, *_OPEN)
    keep(batch, compare_with(batch, choice, by=by, at=at))
    return batch


def _compare(
    batch: ImportBatch, *, at: dt.datetime, progress: Progress | None = None
) -> Plan | None:
    """Note on the batch what its list would change, or what has to be asked first."""
    content, choice = bytes(batch.content or b""), Choice.of(batch.columns)
    try:
        plan = preview(batch.file_name, content, at=at, progress=progress, choice=choice)
    except ColumnsUnclear as unclear:
        batch.state, batch.report = BatchState.UPLOADED, report_of_unclear(unclear.fault)
        return None
    batch.state = BatchState.PREVIEWED
    note(batch, plan)
    return plan
