"""The change of term (换届): one term closes, the next begins, and with it who goes on and who not.

All of it is one transaction. `preview` makes the change and takes it back, so that what it says is
what the database says.
"""

import datetime as dt
import hashlib
from collections.abc import Collection
from dataclasses import dataclass
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from commitments.services import facts
from core import tenure
from core.history import because
from core.tenure import span
from workgroups.enums import SeatEnd
from workgroups.models import Body, Office, Seat, Term
from workgroups.queries.tenures import Incumbents, incumbents_of
from workgroups.services.refusals import ChangeNotPossible, in_sentences
from workgroups.services.tenure import carry_on, require_near


@dataclass(frozen=True)
class Choice:
    """Who goes on in the new term, by the numbers of their present seats and offices."""

    seats: frozenset[int]
    offices: frozenset[int]


@dataclass(frozen=True)
class Preview:
    """What a change of term would do; `fault` says why it cannot be done."""

    closing: Term | None
    renewed_seats: list[Seat]
    ended_seats: list[Seat]
    renewed_offices: list[Office]
    ended_offices: list[Office]
    fault: str


def choice_of_all(found: Incumbents) -> Choice:
    """Choose everybody who holds something."""
    return Choice(_keys(found.seats), _keys(found.offices))


def mark_of(found: Incumbents) -> str:
    """Give a mark of who holds what: it changes with any of them."""
    rows: list[Seat | Office] = [*found.seats, *found.offices]
    text = "|".join(f"{type(row).__name__}{row.pk}{row.valid}{row.role}" for row in rows)
    return hashlib.sha256(text.encode()).hexdigest()[:16]


def preview(
    body: Body, number: int, choice: Choice, *, on: dt.date, by: Any, at: dt.datetime, reason: str
) -> Preview:
    """Say what the change would do, and what would hinder it; nothing is kept."""
    found = incumbents_of(body, on=on)
    fault = ""
    try:
        with transaction.atomic():
            change_term(
                body, number, choice, seen=mark_of(found), on=on, by=by, at=at, reason=reason
            )
            transaction.set_rollback(True)
    except ChangeNotPossible as why:
        fault = str(why)
    return Preview(
        closing=_term_on(body, on),
        renewed_seats=[seat for seat in found.seats if seat.pk in choice.seats],
        ended_seats=[seat for seat in found.seats if seat.pk not in choice.seats],
        renewed_offices=[each for each in found.offices if each.pk in choice.offices],
        ended_offices=[each for each in found.offices if each.pk not in choice.offices],
        fault=fault,
    )


@transaction.atomic
def change_term(
    body: Body,
    number: int,
    choice: Choice,
    *,
    seen: str,
    on: dt.date,
    by: Any,
    at: dt.datetime,
    reason: str,
) -> Term:
    """Close the present term, end or renew seats and offices as chosen, and open the next term.

    `seen` is the mark of what the choice was made from: if anything changed meanwhile, or a rule
    would be broken, ChangeNotPossible is raised and nothing is changed.
    """
    require_near(on, at)
    Body.objects.select_for_update().get(pk=body.pk)  # one change of term at a time
    found = incumbents_of(body, on=on)
    _require_sensible(found, choice, seen)
    with in_sentences(), because(by=by, reason=reason, source="change_term"):
        closing = _term_on(body, on)
        if closing is not None:
            tenure.end(closing, on=on)
        for seat in found.seats:
            _carry_over(seat, choice, on, reason)
        term = Term.objects.create(body=body, number=number, valid=span(on))
    facts.touch()
    return term


def _carry_over(seat: Seat, choice: Choice, on: dt.date, reason: str) -> None:
    if seat.pk in choice.seats:
        carry_on(seat, on, SeatEnd.TERM, reason, seat.role, only=choice.offices)
        return
    for office in seat.offices.open_on(on):
        tenure.end(office, on=on, ended_reason=SeatEnd.TERM)
    tenure.end(seat, on=on, ended_reason=SeatEnd.TERM)


def _require_sensible(found: Incumbents, choice: Choice, seen: str) -> None:
    if mark_of(found) != seen:
        raise ChangeNotPossible(
            _("Seats or offices were changed meanwhile: look at the choice again.")
        )
    for office in found.offices:
        if office.pk in choice.offices and office.seat_id not in choice.seats:
            raise ChangeNotPossible(
                _("“%(office)s” cannot go on: the seat of the organisation ends.")
                % {"office": office}
            )


def _term_on(body: Body, on: dt.date) -> Term | None:
    return Term.objects.open_on(on).filter(body=body).first()


def _keys(rows: Collection[Any]) -> frozenset[int]:
    return frozenset(row.pk for row in rows)
