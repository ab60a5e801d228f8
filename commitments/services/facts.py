"""The facts of today that stand on the organisation's row, recomputed from its commitments."""

from collections.abc import Collection

from django.db import connection, transaction
from django.db.models import F

from commitments.models import RegisterVersion

# The best state counts, and the first signing among the commitments in that state.
_REFRESH = """
    WITH best AS (
        SELECT organisation_id,
               (array_agg(state ORDER BY array_position(%(order)s, state::text)))[1] AS state
        FROM commitments_commitment
        WHERE state <> 'draft' AND (%(everyone)s OR organisation_id = ANY(%(ids)s))
        GROUP BY organisation_id
    ), fact AS (
        SELECT organisation_id, state AS status, min(signed_on) AS signed_on
        FROM best JOIN commitments_commitment USING (organisation_id, state)
        GROUP BY organisation_id, state
    ), target AS (
        SELECT organisation.id, coalesce(fact.status, 'none') AS status, fact.signed_on
        FROM commitments_organisation AS organisation
        LEFT JOIN fact ON fact.organisation_id = organisation.id
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
    with connection.cursor() as cursor:
        cursor.execute(
            _REFRESH,
            {
                "order": ["in_force", "suspended", "ended"],
                "everyone": organisation_ids is None,
                "ids": list(organisation_ids or []),
            },
        )
        changed: int = cursor.rowcount
    touch()
    return changed


def touch() -> None:
    """Count the register's version up: caches made before are stale."""
    RegisterVersion.objects.filter(pk=1).update(number=F("number") + 1)


def version() -> int:
    """Give the register's present version, the first part of every cache key."""
    return RegisterVersion.objects.values_list("number", flat=True).get(pk=1)
