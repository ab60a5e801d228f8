"""Whom the list is made of: today's register, the register as at a day, or a snapshot's members.

Each is a FROM item called "entry" with the same columns, so that the rest of the list does not know
which of them it reads.
"""

import datetime as dt
from typing import Final

from commitments.enums import Kind, Status
from commitments.queries.pieces import Piece, of_queryset
from commitments.queries.selection import Selection

# What comes from the organisation whatever the source; what a source may have of its own.
OF_ORGANISATION: Final = (
    "code", "uscc", "short_name", "english_name", "former_names",
    "grams", "name_keys", "latin", "initials",
)  # fmt: skip
OWN: Final = (
    "name", "name_sort", "kind", "province_id", "city_id", "industry_id", "ownership",
    "staff_count", "park_id",
)  # fmt: skip
FACTS: Final = ("status", "signed_on", "sign_year")

# The one place that keeps records out that are the same as another one. Only the members of a
# snapshot stay as they were counted.
PRESENT: Final = """
    (SELECT * FROM commitments_organisation WHERE same_as_id IS NULL)
"""
_PRESENT: Final = Piece(f"{PRESENT} AS entry")

# What organisations were on a day: the first name, kind and park that were given up after it.
PAST: Final = """
    LEFT JOIN (SELECT DISTINCT ON (organisation_id) organisation_id, text,
                      pinyin || ' ' || key AS name_sort
               FROM commitments_organisationname
               WHERE kind = 'former' AND until > %(day)s
               ORDER BY organisation_id, until, id) AS called
           ON called.organisation_id = organisation.id
    LEFT JOIN (SELECT DISTINCT ON (organisation_id) organisation_id, kind, park_id
               FROM commitments_earlierfact
               WHERE until > %(day)s
               ORDER BY organisation_id, until) AS earlier
           ON earlier.organisation_id = organisation.id
"""
AS_IT_WAS: Final = {
    "name": "coalesce(called.text, organisation.name)",
    "name_sort": "coalesce(called.name_sort, organisation.name_sort)",
    "kind": "coalesce(earlier.kind, organisation.kind)",
    "park_id": (
        "CASE WHEN earlier.kind IS NULL THEN organisation.park_id ELSE earlier.park_id END"
    ),
}

# The best state of its commitments on the day, and the first signing among those in that state. A
# working body is no signatory, whatever stands beside it.
_THEN: Final = """
    (SELECT organisation.id, {columns}, coalesce(best.status, '{none}') AS status,
            best.signed_on, extract(year FROM best.signed_on)::int AS sign_year
     FROM {present} AS organisation
     {past}
     LEFT JOIN LATERAL (
         SELECT status, signed_on
         FROM (SELECT signed_on, {status} AS status
               FROM commitments_commitment AS commitment
               WHERE commitment.organisation_id = organisation.id
                 AND organisation.kind <> '{body}'
                 AND commitment.state IN ('in_force', 'suspended', 'ended')
                 AND {held}) AS signed
         ORDER BY array_position(%(best_first)s, status), signed_on
         LIMIT 1
     ) AS best ON true) AS entry
"""
# From when on a commitment counts for its organisation: its signing, or a merger or split.
HELD_THEN: Final = """
    commitment.signed_on <= %(day)s
    AND (commitment.held_from IS NULL OR commitment.held_from <= %(day)s)
"""
# What a commitment was on a day; the values are those of `Status`.
STATUS_THEN: Final = """
    CASE WHEN commitment.ended_on <= %(day)s THEN 'ended'
         WHEN EXISTS (SELECT FROM commitments_suspension AS suspension
                      WHERE suspension.commitment_id = commitment.id
                        AND suspension.valid @> %(day)s::date) THEN 'suspended'
         ELSE 'in_force' END
"""
_COUNTED: Final = """
    (SELECT member.organisation_id AS id, {own}, {columns}
     FROM ({members}) AS member
     JOIN commitments_organisation AS organisation ON organisation.id = member.organisation_id
    ) AS entry
"""
BEST_FIRST: Final = [Status.IN_FORCE.value, Status.SUSPENDED.value, Status.ENDED.value]


def source_of(selection: Selection) -> Piece:
    """Give the source that the selection asks: a snapshot, a day, or the present."""
    if selection.counted is not None:
        return _counted(selection)
    return _then(selection.as_at) if selection.as_at else _PRESENT


def _then(day: dt.date) -> Piece:
    columns = [f"{AS_IT_WAS.get(name, f'organisation.{name}')} AS {name}" for name in OWN]
    columns += [f"organisation.{name}" for name in OF_ORGANISATION]
    sql = _THEN.format(
        columns=", ".join(columns),
        present=PRESENT,
        past=PAST,
        held=HELD_THEN,
        none=Status.NONE.value,
        status=STATUS_THEN,
        body=Kind.COMMITTEE.value,
    )
    return Piece(sql, {"day": day, "best_first": BEST_FIRST})


def _counted(selection: Selection) -> Piece:
    assert selection.counted is not None  # noqa: S101 -- for mypy: source_of asked
    names = (*OWN, *FACTS)
    members = of_queryset(selection.counted.order_by().values("organisation_id", *names), "member")
    sql = _COUNTED.format(
        own=", ".join(f"member.{name}" for name in names),
        columns=", ".join(f"organisation.{name}" for name in OF_ORGANISATION),
        members=members.sql,
    )
    return Piece(sql, members.values)
