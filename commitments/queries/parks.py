"""What is known of chemical parks on a day: recognised or not, how large, who in it has signed."""

import datetime as dt
from collections.abc import Collection
from dataclasses import dataclass
from functools import reduce
from typing import Final

from commitments.enums import Kind, Status
from commitments.models import Organisation, ParkFact
from commitments.queries.pieces import Piece, fetch
from commitments.queries.selection import Selection
from commitments.queries.sources import parts_of

MOST_NAMED: Final = 12
_COMMITTED: Final = "SELECT park_id, count(*) FROM ({parts}) AS committed GROUP BY park_id"
_IN_PARKS: Final = """
    SELECT entry.park_id FROM {source}
    WHERE entry.park_id = ANY(%(parks)s) AND entry.status = %(in_force)s
"""


@dataclass(frozen=True)
class ParkStanding:
    """The last word on recognition, area and borders by the day, each with its document."""

    recognised: ParkFact | None = None
    measured: ParkFact | None = None
    changed: ParkFact | None = None


@dataclass(frozen=True)
class Park:
    """A park as its page shows it."""

    standing: ParkStanding
    changes: list[ParkFact]
    committed: list[Organisation]
    count: int

    @property
    def is_cut(self) -> bool:
        """Whether more have signed than are named."""
        return self.count > len(self.committed)


def standings_of(parks: Collection[int], *, on: dt.date) -> dict[int, ParkStanding]:
    """Give what is known of these parks on the day. One query."""
    found: dict[int, ParkStanding] = {}
    for fact in ParkFact.objects.filter(park__in=parks).known_on(on):
        found[fact.park_id] = _after(found.get(fact.park_id, ParkStanding()), fact)
    return found


def committed_in(parks: Collection[int], selection: Selection) -> dict[int, int]:
    """Count whose commitment is in force in each of these parks, as the list is asked. One query.

    A park in which there is nobody has its nought.
    """
    sources = parts_of(selection)
    values = {"parks": list(parks), "in_force": Status.IN_FORCE.value}
    parts = " UNION ALL ".join(_IN_PARKS.format(source=source.sql) for source in sources)
    counted = fetch(Piece(_COMMITTED.format(parts=parts), {**sources[0].values, **values}))
    return dict.fromkeys(parks, 0) | dict(counted)


def _after(before: ParkStanding, fact: ParkFact) -> ParkStanding:
    return ParkStanding(
        fact if fact.recognition else before.recognised,
        fact if fact.area is not None else before.measured,
        fact if fact.change else before.changed,
    )


def park_of(organisation: Organisation, *, on: dt.date) -> Park | None:
    """Give the park with those in it who have signed; None of anybody else. Four queries."""
    if organisation.kind != Kind.PARK:
        return None
    said = organisation.park_facts.known_on(on).prefetch_related("taken_in__predecessor")
    changes = [fact for fact in said if fact.change]
    committed = Organisation.objects.filter(park=organisation.pk, status=Status.IN_FORCE)
    named = committed.only("code", "name").order_by("name_sort", "pk")
    return Park(
        reduce(_after, said, ParkStanding()),
        changes[::-1],
        list(named[:MOST_NAMED]),
        committed.count(),
    )
