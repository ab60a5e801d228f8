"""One organisation with everything the public may know of it."""

import datetime as dt
from dataclasses import dataclass
from typing import Final

from django.db.models import Prefetch

from commitments.enums import NameKind, State, Status
from commitments.models import Commitment, Organisation, OrganisationName, Suspension

SIGNED: Final = "signed"
SUSPENDED: Final = "suspended"
RESUMED: Final = "resumed"
ENDED: Final = "ended"
RENAMED: Final = "renamed"


@dataclass(frozen=True)
class Event:
    """A public fact with its day; `commitment` or `name` says what it is about."""

    day: dt.date
    what: str
    commitment: Commitment | None = None
    name: str = ""


@dataclass(frozen=True)
class Profile:
    """An organisation, its commitments with their suspensions, and its former names."""

    organisation: Organisation
    commitments: list[Commitment]
    former_names: list[OrganisationName]

    @property
    def status_since(self) -> dt.date | None:
        """The day from which the present status holds; None without a commitment."""
        state = self.organisation.status
        days = [_since(each) for each in self.commitments if each.state == state]
        known = [day for day in days if day is not None]
        if not known:
            return None
        return max(known) if state == Status.ENDED else min(known)

    @property
    def events(self) -> list[Event]:
        """What happened on which day, the latest first."""
        found = [event for each in self.commitments for event in _events_of(each)]
        found += [
            Event(name.until, RENAMED, name=name.text) for name in self.former_names if name.until
        ]
        return sorted(found, key=lambda event: event.day, reverse=True)


def profile_of(code: str) -> Profile | None:
    """Give the organisation with the code, or None: four queries."""
    found = Organisation.objects.select_related("province", "city", "county", "industry", "park")
    organisation = found.filter(code=code).first()
    if organisation is None:
        return None
    suspensions = Prefetch("suspensions", Suspension.objects.order_by("valid"))
    commitments = organisation.commitments.exclude(state=State.DRAFT).order_by("signed_on", "pk")
    former = organisation.names.filter(kind=NameKind.FORMER).order_by("-until", "pk")
    return Profile(organisation, list(commitments.prefetch_related(suspensions)), list(former))


def _since(commitment: Commitment) -> dt.date | None:
    """Give the day since which the commitment is in its state, from its dated facts."""
    if commitment.state == State.ENDED:
        return commitment.ended_on
    times = list(commitment.suspensions.all())
    if commitment.state == State.SUSPENDED:
        return times[-1].valid.lower if times else None
    return times[-1].valid.upper if times else commitment.signed_on


def _events_of(commitment: Commitment) -> list[Event]:
    found = [Event(commitment.signed_on, SIGNED, commitment)] if commitment.signed_on else []
    for suspension in commitment.suspensions.all():
        first, last = suspension.valid.lower, suspension.valid.upper
        found.append(Event(first, SUSPENDED, commitment))
        if last and last != commitment.ended_on:
            found.append(Event(last, RESUMED, commitment))
    if commitment.ended_on:
        found.append(Event(commitment.ended_on, ENDED, commitment))
    return found
