"""What a certificate was worth on a day, and what its organisation was called then."""

import datetime as dt
from dataclasses import dataclass
from functools import cached_property

from django.db.backends.postgresql.psycopg_any import DateRange
from django.db.models import BigIntegerField, F, Func, QuerySet, Value
from django.db.models.functions import Coalesce

from commitments.enums import SIGNED_STATES, NameKind, State
from commitments.models import Commitment

KEY = "portal_certificate_key"  # the database's reading of a number


@dataclass(frozen=True)
class Certificate:
    """A commitment that bears a number, with its past."""

    commitment: Commitment

    @property
    def number(self) -> str:
        """The number as it is printed."""
        return self.commitment.certificate_number

    @property
    def issued_on(self) -> dt.date | None:
        """The day of issue, if it is on record."""
        return self.commitment.certificate_issued_on

    @property
    def state(self) -> State:
        """The state today."""
        return State(self.commitment.state)

    @property
    def state_since(self) -> dt.date | None:
        """The day since which the present state holds."""
        commitment = self.commitment
        if commitment.ended_on:
            return commitment.ended_on
        if not self._suspensions:
            return commitment.signed_on
        last = self._suspensions[-1]
        return last.lower if commitment.state == State.SUSPENDED else last.upper

    @property
    def state_when_issued(self) -> State | None:
        """The state on the day of issue; None if that day is not on record."""
        return self.state_on(self.issued_on) if self.issued_on else None

    def state_on(self, day: dt.date) -> State:
        """Give the state on a day from the signing on."""
        ended_on = self.commitment.ended_on
        if ended_on and ended_on <= day:
            return State.ENDED
        if any(day in span for span in self._suspensions):
            return State.SUSPENDED
        return State.IN_FORCE

    @property
    def name_when_issued(self) -> str:
        """The organisation's name on the day of issue; empty if it is the present one."""
        if self.issued_on is None:
            return ""
        later = [
            (name.until, name.text)
            for name in self.commitment.organisation.names.all()
            if name.kind == NameKind.FORMER and name.until and name.until > self.issued_on
        ]
        return min(later)[1] if later else ""

    @cached_property
    def _suspensions(self) -> list[DateRange]:
        spans = (each.valid for each in self.commitment.suspensions.all())
        return sorted(spans, key=lambda span: span.lower)


def by_number(text: str) -> QuerySet[Commitment]:
    """Find the commitments that bear the number, read as people type it: width, case, O and 0.

    The number of one that was entered twice leads to the one that counts.
    """
    numbered = Commitment.objects.filter(state__in=[*SIGNED_STATES, State.DOUBLE])
    key = Func(F("certificate_number"), function=KEY)
    read = numbered.exclude(certificate_number="").alias(read=key)
    found = read.filter(read=Func(Value(text), function=KEY))
    counting = Commitment.objects.filter(state__in=SIGNED_STATES)
    return counting.filter(
        pk__in=found.values(counts=Coalesce("double_of_id", "pk", output_field=BigIntegerField()))
    )


def certificates(numbered: QuerySet[Commitment]) -> list[Certificate]:
    """Give the certificates of these commitments with all they tell: three queries."""
    related = numbered.select_related("organisation")
    rows = related.prefetch_related("suspensions", "organisation__names")
    return [Certificate(row) for row in rows.order_by("signed_on", "pk")]
