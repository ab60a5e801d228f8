"""Who counts on a day, who was counted in a snapshot, and how far the two are apart today."""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from functools import partial
from typing import Final

from django.db.models import QuerySet

from commitments.enums import SIGNATORY_KINDS, SIGNED_STATES
from commitments.models import Commitment, Organisation
from commitments.queries.as_at import AS_IT_WAS, BEST_FIRST, HELD_THEN, PAST
from commitments.queries.pieces import Piece, fetch
from commitments.queries.sources import PRESENT
from commitments.services import facts
from core.cache import remember
from reports.models import Snapshot, SnapshotMember

# The facts by which an organisation is counted. A name is not among them: the old one was right on
# the day. Of an industry the section alone (a letter) places nobody in a division.
FACTS: Final[Mapping[str, str]] = {
    "status": "counted.status",
    "kind": AS_IT_WAS["kind"],
    "province_id": "organisation.province_id",
    "city_id": "organisation.city_id",
    "industry_id": (
        "CASE WHEN length(organisation.industry_id) > 1 THEN organisation.industry_id END"
    ),
    "ownership": "organisation.ownership",
    "staff_count": "organisation.staff_count",
    "park_id": AS_IT_WAS["park_id"],
    "signed_on": "counted.first_signed_on",
}
SECONDS_KEPT: Final = 600
# The best status of the organisation's commitments on the day, and the first signing among those of
# that status. What had ended before the year is history: it is in no table of the year.
_COUNTED: Final = f"""
    SELECT DISTINCT ON (organisation_id) organisation_id, status, signed_on AS first_signed_on
    FROM (
        SELECT commitment.organisation_id, commitment.signed_on,
               CASE WHEN commitment.ended_on <= %(day)s THEN 'ended'
                    WHEN suspension.id IS NOT NULL THEN 'suspended'
                    ELSE 'in_force' END AS status
        FROM commitments_commitment AS commitment
        LEFT JOIN commitments_suspension AS suspension
               ON suspension.commitment_id = commitment.id AND suspension.valid @> %(day)s::date
        WHERE commitment.state IN ('in_force', 'suspended', 'ended') AND {HELD_THEN}
          AND (commitment.ended_on IS NULL OR commitment.ended_on >= %(first_day)s)
    ) AS signed
    WHERE organisation_id IN (SELECT id FROM {PRESENT} AS entry WHERE kind = ANY(%(kinds)s))
    ORDER BY organisation_id, array_position(%(best_first)s, status), signed_on
"""  # noqa: S608 -- only pieces of our own
_DRIFT: Final = """
    SELECT count(*) FILTER (WHERE member.id IS NULL),
           count(*) FILTER (WHERE known.id IS NULL),
           count(*) FILTER (WHERE member.id IS NOT NULL AND known.id IS NOT NULL
                              AND ({member_facts}) IS DISTINCT FROM ({known_facts}))
    FROM (SELECT organisation.id, {facts}
          FROM commitments_organisation AS organisation
          {past}
          JOIN ({counted}) AS counted ON counted.organisation_id = organisation.id) AS known
    FULL JOIN (SELECT * FROM reports_snapshotmember WHERE snapshot_id = %(snapshot)s) AS member
           ON member.organisation_id = known.id
"""


@dataclass(frozen=True)
class Drift:
    """How today's register differs from a snapshot, for the day of the snapshot."""

    added: int
    removed: int
    changed: int

    def __bool__(self) -> bool:
        """Tell whether there is any difference."""
        return bool(self.added or self.removed or self.changed)


def counted_on(day: dt.date) -> Piece:
    """Give organisation, status and first day of signing of all whom the tables of the day count.

    THE counting rule: in force or suspended on the day, or ended in its year and by the day.
    """
    values = {
        "day": day,
        "first_day": dt.date(day.year, 1, 1),
        "kinds": list(map(str, SIGNATORY_KINDS)),
        "best_first": BEST_FIRST,
    }
    return Piece(_COUNTED, values)


def drift(snapshot: Snapshot, *, as_at: dt.date | None = None) -> Drift:
    """Count who was entered, taken out or corrected since the snapshot was built.

    Compared is what is known today of the snapshot's own day, or of another day.
    """
    counted = counted_on(as_at or snapshot.as_at)
    statement = _DRIFT.format(
        counted=counted.sql,
        past=PAST,
        facts=", ".join(f"{fact} AS {name}" for name, fact in FACTS.items()),
        member_facts=", ".join(f"member.{name}" for name in FACTS),
        known_facts=", ".join(f"known.{name}" for name in FACTS),
    )
    (row,) = fetch(Piece(statement, {**counted.values, "snapshot": snapshot.pk}))
    return Drift(*row)


def drift_today(snapshot: Snapshot) -> Drift:
    """Count the same as `drift`, once for each version of the register."""
    key = f"statistics-drift:{snapshot.pk}:{facts.version()}"
    return remember(key, SECONDS_KEPT, partial(drift, snapshot))


def members_of(snapshot_id: str) -> QuerySet[SnapshotMember] | None:
    """Give those whom the readable snapshot of this number counted, or None if there is none."""
    snapshot = readable(snapshot_id)
    return None if snapshot is None else snapshot.members.all()


def readable(snapshot_id: str) -> Snapshot | None:
    """Give the readable snapshot of the number as it stands in an address, or None."""
    if not (snapshot_id.isascii() and snapshot_id.isdigit()) or len(snapshot_id) > 18:
        return None
    return Snapshot.objects.readable().filter(pk=int(snapshot_id)).first()


def has_signing(year: int) -> bool:
    """Tell whether anybody had signed by the end of the year."""
    if year < dt.MINYEAR:
        return False
    signed = Commitment.objects.filter(state__in=SIGNED_STATES).filter(signed_on__year__lte=year)
    return signed.filter(organisation__kind__in=SIGNATORY_KINDS).exists()


def has_demo(snapshot: Snapshot) -> bool:
    """Tell whether demonstration data is among the counted."""
    demo = Organisation.everyone.filter(is_demo=True)
    return snapshot.members.filter(organisation__in=demo).exists()
