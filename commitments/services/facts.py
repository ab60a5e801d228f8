"""The facts of today that stand on the organisation's row, recomputed from its commitments."""

import datetime as dt
from collections.abc import Collection, Iterable
from typing import Any, Final

from django.db import connection, transaction
from django.db.models import F

from commitments.enums import Kind, State, Status
from commitments.models import RegisterVersion

_BEST_FIRST: Final = (State.IN_FORCE, State.SUSPENDED, State.ENDED)
_MANY: Final = 1_000

# Of each organisation the best state counts, and the first signing among the commitments in it. A
# working body is no signatory, whatever stands beside it.
_REFRESH = """
    WITH fact AS MATERIALIZED (
        SELECT DISTINCT ON (organisation_id) organisation_id, state AS status, signed_on
        FROM commitments_commitment
        WHERE state IN ('in_force', 'suspended', 'ended')
          AND (%(everyone)s OR organisation_id = ANY(%(ids)s))
        ORDER BY organisation_id, array_position(%(order)s, state::text), signed_on
    ), target AS (
        SELECT organisation.id, coalesce(fact.status, 'none') AS status, fact.signed_on
        FROM commitments_organisation AS organisation
        LEFT JOIN fact ON fact.organisation_id = organisation.id AND organisation.kind <> %(body)s
                      AND organisation.same_as_id IS NULL
        WHERE %(everyone)s OR organisation.id = ANY(%(ids)s)
    )
    UPDATE commitments_organisation AS organisation
    SET status = target.status,
        signed_on = target.signed_on,
        sign_year = extract(year FROM target.signed_on)
    FROM target
    WHERE organisation.id = target.id
      AND (organisation.status, organisation.signed_on)
          IS DISTINCT FROM (target.status, target.signed_on)
"""


@transaction.atomic
def refresh(organisation_ids: Collection[int] | None = None) -> int:
    """Recompute status and day of signing of these organisations (of all: None).

    Answers how many rows changed, and counts the register's version up.
    """
    is_many = organisation_ids is None or len(organisation_ids) > _MANY
    values: dict[str, Any] = {
        "order": list(map(str, _BEST_FIRST)),
        "body": Kind.COMMITTEE,
        "everyone": organisation_ids is None,
        "ids": list(organisation_ids or []),
    }
    with connection.cursor() as cursor:
        if is_many:
            # Rows written in this transaction have no statistics yet: the planner takes thousands
            # for one and would compare each with each.
            cursor.execute("SET LOCAL enable_nestloop = off")
        cursor.execute(_REFRESH, values)
        changed: int = cursor.rowcount
        if is_many:
            cursor.execute("SET LOCAL enable_nestloop = on")
    touch()
    return changed


def touch() -> None:
    """Count the register's version up: caches made before are stale."""
    RegisterVersion.objects.filter(pk=1).update(number=F("number") + 1)


def version() -> int:
    """Give the register's present version, the first part of every cache key.

    Asked by every public page before anything else, hence without a queryset.
    """
    with connection.cursor() as cursor:
        cursor.execute("SELECT number FROM commitments_registerversion WHERE id = 1")
        number: int = cursor.fetchone()[0]
    return number


def facts_of(commitments: Iterable[tuple[State, dt.date | None]]) -> dict[str, Any]:
    """Give the columns that `refresh` would write for commitments of these states and days.

    For new organisations that are written together with their commitments.
    """
    signed = [(_BEST_FIRST.index(state), day) for state, day in commitments if day is not None]
    if not signed:
        return {"status": Status.NONE, "signed_on": None, "sign_year": None}
    best, first = min(signed)
    return {"status": _BEST_FIRST[best], "signed_on": first, "sign_year": first.year}
