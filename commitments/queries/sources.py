"""Whom the list is made of: today's register, the register as at a day, or a snapshot's members.

Each is a FROM item called "entry" with the same columns, so that the rest of the list does not know
which of them it reads.
"""

from typing import Final

from commitments.queries import as_at
from commitments.queries.as_at import OF_ORGANISATION, OWN
from commitments.queries.pieces import Piece, of_queryset
from commitments.queries.selection import NEWEST, OLDEST, Selection

FACTS: Final = ("status", "signed_on", "sign_year")
# The one place that keeps records out that are the same as another one (and `as_at`, in a condition
# of its own). Only the members of a snapshot stay as they were counted.
PRESENT: Final = """
    (SELECT * FROM commitments_organisation WHERE same_as_id IS NULL)
"""
_PRESENT: Final = Piece(f"{PRESENT} AS entry")
_COUNTED: Final = """
    (SELECT member.organisation_id AS id, {own}, {columns}
     FROM ({members}) AS member
     JOIN commitments_organisation AS organisation ON organisation.id = member.organisation_id
    ) AS entry
"""


def source_of(selection: Selection) -> Piece:
    """Give everybody in the source that the selection asks: a snapshot, a day, or the present."""
    if selection.counted is not None:
        return _counted(selection)
    return as_at.everybody(selection.as_at) if selection.as_at else _PRESENT


def parts_of(selection: Selection) -> list[Piece]:
    """Give the same in parts that are together everybody, good for finding the first or the few."""
    if selection.counted is None and selection.as_at:
        return as_at.in_parts(selection.as_at)
    return [source_of(selection)]


def parts_in_order(selection: Selection) -> list[Piece]:
    """Give the same in parts that an index knows in the order of the list, where there is one."""
    if selection.counted is None and selection.as_at and selection.order in (NEWEST, OLDEST):
        is_known = not selection.may_lack_a_day
        return [as_at.by_signing(selection.as_at) if is_known else source_of(selection)]
    return parts_of(selection)


def source_of_few(selection: Selection) -> Piece:
    """Give the same, good for looking up a page of entries by their numbers."""
    if selection.counted is None and selection.as_at:
        return as_at.each_looked_up(selection.as_at)
    return source_of(selection)


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
