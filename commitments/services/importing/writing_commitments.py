"""Writing the commitments of a plan, with the suspensions that their steps open and close."""

import datetime as dt
from collections.abc import Mapping, Sequence
from typing import Any, Final

from django.db import connection
from django.db.backends.postgresql.psycopg_any import DateRange
from django.utils import timezone
from django.utils.translation import gettext as _

from commitments.enums import State
from commitments.models import Commitment, ImportBatch, Suspension
from commitments.services.importing import staging
from commitments.services.importing.plan import Entry
from commitments.services.importing.register import COMMITMENT_KEYS

_LOT: Final = 1_000
_MAY_BE_NULL: Final = ("signed_on", "ended_on")
_NEW_COLUMNS: Final = (
    "id",
    "organisation_id",
    "document",
    *COMMITMENT_KEYS,
    "batch_id",
    "state_changed_at",
)

# A suspension that ends on its first day never counted: it goes, as `lifecycle` lets it go.
_FORGET = """
    DELETE FROM commitments_suspension AS suspension
    USING unnest(%(ids)s::bigint[], %(days)s::date[]) AS closing(id, day)
    WHERE suspension.commitment_id = closing.id
      AND upper_inf(valid) AND lower(valid) >= closing.day
"""
_CLOSE = """
    UPDATE commitments_suspension AS suspension
    SET valid = daterange(lower(valid), closing.day)
    FROM unnest(%(ids)s::bigint[], %(days)s::date[]) AS closing(id, day)
    WHERE suspension.commitment_id = closing.id AND upper_inf(valid)
"""


def insert_commitments(
    entries: Sequence[Entry],
    organisations: Mapping[int, int],
    batch: ImportBatch,
    *,
    at: dt.datetime,
) -> None:
    """Insert new commitments in the states the list records; `organisations` are the new ids."""
    ids = staging.new_ids(Commitment, len(entries))
    rows = (
        [
            pk,
            organisations.get(entry.row.target, entry.row.target),
            entry.row.signed_document,
            *_values(entry),
            batch.pk,
            at,
        ]
        for pk, entry in zip(ids, entries, strict=True)
    )
    staging.insert(Commitment, _NEW_COLUMNS, rows)
    suspended = [
        pk for pk, entry in zip(ids, entries, strict=True) if entry.row.state == State.SUSPENDED
    ]
    _suspend(suspended, batch, at)


def _values(entry: Entry) -> list[Any]:
    values = []
    for key in COMMITMENT_KEYS:
        value = getattr(entry.row, key)
        if value is None and key == "state":
            value = State.IN_FORCE
        values.append("" if value is None and key not in _MAY_BE_NULL else value)
    return values


def change_commitments(entries: Sequence[Entry], batch: ImportBatch, *, at: dt.datetime) -> None:
    """Update known commitments, take their steps, and open and close suspensions."""
    if not entries:
        return
    today = timezone.localdate(at)
    closing: list[tuple[int, dt.date]] = []
    suspended: list[int] = []
    for entry in entries:
        new = {key: value for key, _old, value in entry.commitment_changes}
        if entry.commitment is None or "state" not in new:
            continue
        if new["state"] == State.SUSPENDED:
            suspended.append(entry.commitment)
        elif entry.state == State.SUSPENDED:
            closing.append((entry.commitment, new.get("ended_on", today)))
    columns = ("id", *COMMITMENT_KEYS, "state_changed_at")
    staging.update(Commitment, columns, (_changed_values(entry, at) for entry in entries))
    _close(closing)
    _suspend(suspended, batch, at)


def _changed_values(entry: Entry, at: dt.datetime) -> list[Any]:
    new = {key: value for key, _old, value in entry.commitment_changes}
    values = [new.get(key) for key in COMMITMENT_KEYS]
    return [entry.commitment, *values, at if "state" in new else None]


def _close(closing: Sequence[tuple[int, dt.date]]) -> None:
    if not closing:
        return
    with connection.cursor() as cursor:
        for statement in (_FORGET, _CLOSE):
            ids, days = map(list, zip(*closing, strict=True))
            cursor.execute(statement, {"ids": ids, "days": days})


def _suspend(commitments: Sequence[int], batch: ImportBatch, at: dt.datetime) -> None:
    reason = _("Suspended in the list “%(file)s”.") % {"file": batch.file_name}
    since = DateRange(timezone.localdate(at), None)
    Suspension.objects.bulk_create(
        (Suspension(commitment_id=pk, valid=since, reason=reason) for pk in commitments),
        batch_size=_LOT,
    )
