"""What the register holds about the organisations of one lot of rows, read in a few queries."""

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Sequence
from typing import Any, Final

from django.db.models.expressions import RawSQL

from commitments.enums import Document, State
from commitments.models import Commitment, Organisation, Suspension
from commitments.services.importing.headings import COLUMNS, Owner
from commitments.services.importing.rows import Row
from commitments.services.lots import among_ids, among_texts

Record = dict[str, Any]
_RELATED: Final = ("province", "city", "county", "industry")


def attribute(key: str) -> str:
    """Give the attribute of the model in which a column is kept."""
    return f"{key}_id" if key in _RELATED else key


ORGANISATION_KEYS: Final = tuple(
    column.key
    for column in COLUMNS.values()
    if column.owner == Owner.ORGANISATION and column.key != "code"
)
COMMITMENT_KEYS: Final = tuple(
    column.key
    for column in COLUMNS.values()
    if column.owner == Owner.COMMITMENT and column.key != "document"
)


class Present:
    """The organisations and commitments that the rows of a lot may change.

    `locked` keeps others from changing them until the transaction ends.
    """

    def __init__(self, rows: Sequence[Row], *, locked: bool = False) -> None:
        ids = among_ids({row.target for row in rows if row.target > 0})
        self.organisations = {record["id"]: record for record in _organisations(ids, locked)}
        self.commitments: dict[tuple[int, str], list[Record]] = defaultdict(list)
        suspended = []
        self._doubles: dict[tuple[int, str, dt.date | None], Record] = {}
        by_id: dict[int, Record] = {}
        doubles = []
        for record in _commitments(ids, locked):
            if record["state"] == State.DOUBLE:
                doubles.append(record)
                continue
            by_id[record["id"]] = record
            self.commitments[record["organisation_id"], record["document"]].append(record)
            if record["state"] == State.SUSPENDED:
                suspended.append(record["id"])
        for record in doubles:
            same = (record["organisation_id"], record["document"], record["signed_on"])
            self._doubles[same] = by_id[record["double_of_id"]]
        self.suspended_since = _suspended_since(suspended)
        self.certificates = _certificates(rows)

    def commitments_of(self, organisation: int) -> list[Record]:
        """Give the commitments of an organisation, whatever the document."""
        return [
            record
            for document in Document
            for record in self.commitments.get((organisation, document.value), ())
        ]

    def double_of(self, row: Row) -> Record | None:
        """Give what counts in place of the entry that was set aside and of which the row tells."""
        return self._doubles.get((row.target, row.signed_document, row.signed_on))


def _organisations(ids: RawSQL, locked: bool) -> Iterable[Record]:
    records = Organisation.objects.filter(pk__in=ids)
    if locked:
        records = records.select_for_update(no_key=True)
    return records.values("id", *map(attribute, ORGANISATION_KEYS))


def _commitments(ids: RawSQL, locked: bool) -> Iterable[Record]:
    records = Commitment.objects.filter(organisation_id__in=ids).order_by("signed_on", "id")
    if locked:
        records = records.select_for_update(no_key=True)
    columns = ("id", "organisation_id", "document", "double_of_id", "held_from", *COMMITMENT_KEYS)
    return records.values(*columns)


def _suspended_since(commitment_ids: Sequence[int]) -> dict[int, dt.date]:
    if not commitment_ids:
        return {}
    running = Suspension.objects.filter(
        commitment_id__in=among_ids(commitment_ids), valid__endswith__isnull=True
    )
    return {pk: valid.lower for pk, valid in running.values_list("commitment_id", "valid")}


def _certificates(rows: Iterable[Row]) -> dict[str, tuple[int, str]]:
    """Give for each certificate number of the rows the commitment that has it, and its holder."""
    numbers = {row.certificate_number for row in rows if row.certificate_number}
    if not numbers:
        return {}
    held = Commitment.objects.filter(certificate_number__in=among_texts(numbers))
    return {
        number: (pk, holder)
        for number, pk, holder in held.values_list("certificate_number", "pk", "organisation__name")
    }
