"""What happened to an organisation, day by day, as its public page tells it."""

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Final

from commitments.enums import Kind
from commitments.queries.public_facts import Earlier, FormerName, Relative, Signed

SIGNED: Final = "signed"
SUSPENDED: Final = "suspended"
RESUMED: Final = "resumed"
ENDED: Final = "ended"
RENAMED: Final = "renamed"
MOVED: Final = "moved"
RECLASSIFIED: Final = "reclassified"
SUCCEEDED: Final = "succeeded"


@dataclass(frozen=True)
class Event:
    """A public fact with its day.

    `commitment` or `relative` says what it is about; `name` what was before: the name, the park
    (empty: none), the kind in words; `after` the park it moved to (empty: none).
    """

    day: dt.date
    what: str
    commitment: Signed | None = None
    name: str = ""
    relative: Relative | None = None
    after: str = ""


def life_of(commitment: Signed) -> list[Event]:
    """Give what happened to one commitment."""
    found = [] if commitment.held_from else [Event(commitment.signed_on, SIGNED, commitment)]
    for times in commitment.suspensions:
        found.append(Event(times.since, SUSPENDED, commitment))
        if times.until and times.until != commitment.ended_on:
            found.append(Event(times.until, RESUMED, commitment))
    if commitment.ended_on:
        found.append(Event(commitment.ended_on, ENDED, commitment))
    return found


def renamings(names: Iterable[FormerName]) -> list[Event]:
    """Give each day on which a former name was given up."""
    return [Event(each.until, RENAMED, name=each.name) for each in names if each.until]


def successions(relatives: Iterable[Relative]) -> list[Event]:
    """Give each merger and split."""
    return [Event(each.day, SUCCEEDED, relative=each) for each in relatives]


def changes(earlier: Sequence[Earlier], kind: Kind, park: str) -> list[Event]:
    """Give each move and change of kind; `earlier` by day, `kind` and `park` are of today."""
    found = []
    later = [*((each.kind, each.park) for each in earlier), (kind, park)][1:]
    for before, (next_kind, next_park) in zip(earlier, later, strict=True):
        if before.park != next_park:
            found.append(Event(before.until, MOVED, name=before.park, after=next_park))
        if before.kind != next_kind:
            found.append(Event(before.until, RECLASSIFIED, name=str(before.kind.label)))
    return found
