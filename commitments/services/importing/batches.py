"""The doors of the import: confirm a checked list, discard it, or bring one in at once."""

import datetime as dt
import hashlib
import logging
import zlib
from collections.abc import Collection, Iterator
from contextlib import contextmanager
from typing import Final

from django.db import IntegrityError, connection, transaction
from django.db.models.functions import Now
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from commitments.enums import BatchState
from commitments.models import ImportBatch
from commitments.services.importing.headings import HeadingsNotUsable
from commitments.services.importing.meanings import Choice, MeaningsUnclear
from commitments.services.importing.plan import Plan, Progress, Verdict, make_plan
from commitments.services.importing.report import forget_left_out, keep_rows, note
from commitments.services.importing.writing import write
from core.history import because
from core.sheets.reading import read_table
from core.sheets.refusals import SheetRefused
from core.uploads.faults import UploadRefused
from core.uploads.guard import check_upload

logger = logging.getLogger(__name__)
SHEET: Final = "名录"
# So long the refused rows of an imported list may be fetched once more.
KEPT_FOR: Final = dt.timedelta(days=30)
_LOCK: Final = zlib.crc32(b"commitments.import")
_LONGEST_NAME: Final = 255


class ListRefused(ValueError):
    """The file as a whole cannot be taken; the text says why and what to do, in one sentence."""


class ColumnsUnclear(ListRefused):
    """It is not known what the columns mean; `fault` has what a person can be asked."""

    def __init__(self, fault: MeaningsUnclear) -> None:
        super().__init__(str(fault))
        self.fault = fault


class RowsRefused(ValueError):
    """Some rows are refused and nothing was written; the text says how many."""


class RegisterMoved(ValueError):
    """The register is no longer what the list was compared with; nothing was written."""


class BatchDecided(ValueError):
    """The list was imported or discarded before."""


def confirm(
    batch: ImportBatch,
    *,
    by: object | None,
    at: dt.datetime,
    accept_good: bool = False,
    leave_out: Collection[int] = (),
) -> ImportBatch:
    """Write a checked list in one transaction; the content of the file is then forgotten.

    The rows of the numbers `leave_out` are not written: what is compared with the report is the
    whole plan, as it was seen. Raises RegisterMoved if the plan is no longer the one of the report,
    RowsRefused if rows are refused and `accept_good` does not leave them out, BatchDecided if it
    was decided before.
    """
    with _writing():
        batch = undecided(batch)
        content, choice = bytes(batch.content or b""), Choice.of(batch.columns)
        plan = preview(batch.file_name, content, at=at, locked=True, choice=choice)
        if plan.digest != batch.plan_digest:
            raise _register_moved()
        plan.leave_out(leave_out)
        if not _may_be_written(plan, accept_good):
            raise _rows_refused(plan)
        _write(batch, plan, by=by, at=at)
        forget_left_out(batch, plan)
    return batch


@transaction.atomic
def discard(batch: ImportBatch, by: object | None) -> ImportBatch:
    """Forget the content of a checked list; its report stays. Raises BatchDecided."""
    batch = undecided(batch, BatchState.UPLOADED, BatchState.PREVIEWED)
    batch.report["decided_by"] = str(by or "")
    ImportBatch.objects.filter(pk=batch.pk).update(
        state=BatchState.DISCARDED, content=None, report=batch.report, decided_at=Now()
    )
    batch.refresh_from_db()
    return batch


def forget_lists(*, at: dt.datetime) -> int:
    """Forget the files of lists that were decided on a month ago; answer how many."""
    old = ImportBatch.objects.filter(decided_at__lt=at - KEPT_FOR, content__isnull=False)
    return old.update(content=None)


def bring_in(
    name: str,
    data: bytes,
    *,
    by: object | None,
    at: dt.datetime,
    accept_good: bool = False,
    progress: Progress | None = None,
) -> tuple[Plan, ImportBatch | None]:
    """Compare a list with the register and write it at once, in one transaction.

    Answers no batch, and has written nothing, if rows are refused and `accept_good` does not leave
    them out. Raises ListRefused, RegisterMoved.
    """
    with _writing():
        plan = preview(name, data, at=at, locked=True, progress=progress)
        if not _may_be_written(plan, accept_good):
            return plan, None
        batch = received(name, data, by=by)
        batch.content = None
        batch.save()
        _write(batch, plan, by=by, at=at)
        keep_rows(batch, plan)
    return plan, batch


def preview(
    name: str,
    data: bytes,
    *,
    at: dt.datetime,
    locked: bool = False,
    progress: Progress | None = None,
    choice: Choice | None = None,
) -> Plan:
    """Read a list and judge its rows; writes nothing. Raises ListRefused, ColumnsUnclear.

    `locked` keeps others from changing the organisations concerned until the transaction ends;
    `choice` says what columns mean whose headings do not.
    """
    try:
        kind = check_upload(name, data)
        table = read_table(data, kind=kind, sheet_name=SHEET)
        return make_plan(table, at=at, locked=locked, progress=progress, choice=choice)
    except MeaningsUnclear as unclear:
        raise ColumnsUnclear(unclear) from unclear
    except (UploadRefused, SheetRefused, HeadingsNotUsable) as refused:
        raise ListRefused(str(refused)) from refused


@contextmanager
def _writing() -> Iterator[None]:
    """One transaction, one import at a time; what somebody else was faster in is said in words."""
    try:
        with transaction.atomic():
            taking_turns()
            yield
    except IntegrityError as clash:
        logger.warning("import clashed with the register: %s", clash)
        raise _register_moved() from clash


def taking_turns() -> None:
    """Let one import at a time write, until the transaction ends."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [_LOCK])


def _may_be_written(plan: Plan, accept_good: bool) -> bool:
    return accept_good or not plan.counts[Verdict.REFUSED]


def received(name: str, data: bytes, *, by: object | None) -> ImportBatch:
    """Give the batch of a list that has come in; the caller saves."""
    return ImportBatch(
        file_name=name[-_LONGEST_NAME:],
        sha256=hashlib.sha256(data).hexdigest(),
        content=data,
        state=BatchState.UPLOADED,
        uploaded_by=by,  # type: ignore[misc]  # a user or nobody
    )


def undecided(batch: ImportBatch, *states: BatchState) -> ImportBatch:
    """Lock the batch and give it as it is now. Raises BatchDecided, but in these states."""
    batch = ImportBatch.objects.select_for_update().get(pk=batch.pk)
    require_undecided(batch, *states)
    return batch


def require_undecided(batch: ImportBatch, *states: BatchState) -> None:
    """Raise BatchDecided unless the batch is in one of these states, or may be confirmed."""
    if batch.state not in (states or (BatchState.PREVIEWED,)):
        raise BatchDecided(
            _("This list was decided on before: it is now “%(state)s”.")
            % {"state": batch.get_state_display()}
        )


def _write(batch: ImportBatch, plan: Plan, *, by: object | None, at: dt.datetime) -> None:
    reason = _("List “%(file)s”") % {"file": batch.file_name}
    with because(by=by, reason=reason, source=f"import {batch.pk}") as history:
        batch.context = history.id
        if plan.counts[Verdict.ACCEPTED] or plan.counts[Verdict.CHANGED]:
            write(plan.good, batch, at=at)
        batch.state, batch.decided_at = BatchState.IMPORTED, at
        if not plan.counts[Verdict.REFUSED]:  # else they are asked for once more: `returning`
            batch.content = None
        note(batch, plan)
        batch.report |= {"decided_by": str(by or "")}
        batch.save()


def _register_moved() -> RegisterMoved:
    return RegisterMoved(
        _("The register has changed since the list was checked: check the list again.")
    )


def _rows_refused(plan: Plan) -> RowsRefused:
    count = plan.counts[Verdict.REFUSED]
    return RowsRefused(
        ngettext(
            "%(count)s row is refused and nothing was written: correct it or import the others.",
            "%(count)s rows are refused and nothing was written: correct them or import the "
            "others.",
            count,
        )
        % {"count": count}
    )
