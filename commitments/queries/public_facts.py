"""What the public may know of an organisation: the kinds of facts on its page."""

import datetime as dt
from dataclasses import dataclass

from django.urls import reverse

from commitments.enums import (
    Document,
    EndReason,
    Kind,
    State,
    SuccessionKind,
)


@dataclass(frozen=True)
class FormerName:
    """A name that the organisation bore, and its last day if it is known."""

    name: str
    until: dt.date | None


@dataclass(frozen=True)
class Suspended:
    """A time in which a commitment did not count; the last day is not included."""

    since: dt.date
    until: dt.date | None
    number: str = ""
    cure: str = ""


@dataclass(frozen=True)
class Signed:
    """A commitment as the public sees it."""

    document: Document
    state: State
    signed_on: dt.date
    held_from: dt.date | None
    occasion: str
    ended_on: dt.date | None
    end_reason: str
    end_number: str
    certificate_number: str
    suspensions: list[Suspended]

    @property
    def end_reason_label(self) -> str:
        """Why it ended, in words."""
        return str(EndReason(self.end_reason).label) if self.end_reason else ""

    @property
    def state_since(self) -> dt.date:
        """The day since which the commitment is in its state, from its dated facts."""
        last = self.suspensions[-1] if self.suspensions else None
        if self.ended_on:
            return self.ended_on
        if last is None:
            return self.held_from or self.signed_on
        return last.since if self.state == State.SUSPENDED else last.until or self.signed_on


@dataclass(frozen=True)
class Relative:
    """An organisation that this one came from, or went on in, from a day on."""

    kind: SuccessionKind
    day: dt.date
    code: str
    name: str
    is_later: bool

    @property
    def address(self) -> str:
        """Its own page; of one that has merged into another the record of its own time."""
        is_gone = self.kind == SuccessionKind.MERGED and not self.is_later
        return reverse(f"commitments:{'record' if is_gone else 'detail'}", args=[self.code])


@dataclass(frozen=True)
class Earlier:
    """What it was up to the day before `until`: its kind, and the park it stood in, if in any."""

    until: dt.date
    kind: Kind
    park: str


@dataclass(frozen=True)
class OwnText:
    """What the organisation says about itself, checked by the secretariat."""

    body: str
    body_english: str
