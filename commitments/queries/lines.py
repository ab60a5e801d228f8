"""The rows of an export: one for each commitment of those whom the selection means.

An organisation without a commitment has one row too. Of a snapshot there is one row for each
member, with the facts by which it was counted.
"""

from collections.abc import Iterator
from typing import Any, Final

from django.db import connection, transaction

from commitments.enums import RECORDED_STATES
from commitments.queries.as_at import HELD_THEN, STATUS_THEN
from commitments.queries.listing import order_of, where
from commitments.queries.selection import Selection
from commitments.queries.sources import source_of

BATCH: Final = 2_000

# By the keys of the workbook's columns (services.importing.headings).
_OF_ORGANISATION: Final = {
    "name": "entry.name",
    "kind": "entry.kind",
    "uscc": "entry.uscc",
    "code": "entry.code",
    "short_name": "entry.short_name",
    "english_name": "entry.english_name",
    "former_names": "entry.former_names",
    "province": "province.name",
    "city": "city.name",
    "county": "county.name",
    "industry": "entry.industry_id",
    "ownership": "entry.ownership",
    "staff_count": "entry.staff_count",
    "group_name": "organisation.group_name",
    "park_name": "organisation.park_name",
    "website": "organisation.website",
}
_OF_COMMITMENT: Final = {
    "signed_on": "commitment.signed_on",
    "document": "commitment.document",
    "occasion": "commitment.occasion",
    "signer_position": "commitment.signer_position",
    "certificate_number": "commitment.certificate_number",
    "recommended_by": "commitment.recommended_by",
    "state": "commitment.state",
    "ended_on": "commitment.ended_on",
    "end_reason": "commitment.end_reason",
}
_STATEMENT: Final = """
    SELECT {columns}
    FROM {source}
    JOIN commitments_organisation AS organisation ON organisation.id = entry.id
    LEFT JOIN commitments_region AS province ON province.code = entry.province_id
    LEFT JOIN commitments_region AS city ON city.code = entry.city_id
    LEFT JOIN commitments_region AS county ON county.code = organisation.county_id
    {commitments}
    WHERE {where}
    ORDER BY {order}
"""
_COMMITMENTS: Final = """
    LEFT JOIN commitments_commitment AS commitment
           ON commitment.organisation_id = entry.id AND commitment.state = ANY(%(recorded)s)
"""


def lines_of(selection: Selection, keys: list[str]) -> Iterator[tuple[Any, ...]]:
    """Yield the rows with these columns, read in batches whatever their number."""
    columns, joined, order = _columns(selection), _COMMITMENTS, "entry.name_sort, entry.id"
    values: dict[str, Any] = {"recorded": sorted(RECORDED_STATES)}
    if selection.snapshot is not None:
        joined = ""
    else:
        order = f"{order_of(selection, prefix='entry.')}, commitment.signed_on, commitment.id"
    if selection.as_at is not None:
        joined += f" AND {HELD_THEN}"
        values["day"] = selection.as_at
    source, condition = source_of(selection), where(selection)
    statement = _STATEMENT.format(
        columns=", ".join(columns[key] for key in keys),
        source=source.sql,
        commitments=joined,
        where=condition.sql,
        order=order,
    )
    with transaction.atomic(), connection.chunked_cursor() as cursor:
        cursor.execute(statement, {**source.values, **condition.values, **values})
        while batch := cursor.fetchmany(BATCH):
            yield from batch


def _columns(selection: Selection) -> dict[str, str]:
    if selection.snapshot is not None:
        counted = dict.fromkeys(_OF_COMMITMENT, "NULL")
        return (
            _OF_ORGANISATION | counted | {"signed_on": "entry.signed_on", "state": "entry.status"}
        )
    if selection.as_at is None:
        return _OF_ORGANISATION | _OF_COMMITMENT
    # What came after the day is not told.
    by_then = "CASE WHEN commitment.ended_on <= %(day)s THEN {} END"
    return (
        _OF_ORGANISATION
        | _OF_COMMITMENT
        | {
            "state": f"CASE WHEN commitment.id IS NOT NULL THEN {STATUS_THEN} END",
            "ended_on": by_then.format("commitment.ended_on"),
            "end_reason": by_then.format("commitment.end_reason"),
        }
    )
