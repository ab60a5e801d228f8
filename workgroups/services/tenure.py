"""Who holds a seat or an office of a body: one verb for each change the secretariat makes.

Every verb is atomic and says from which day the change holds, who makes it and why; the history
keeps all of it. What the rules of the database refuse comes back as ChangeNotPossible. What lies
further back than `MOST_DAYS_BACK` is history: it is entered on the record itself, with its source.
"""

import datetime as dt
from typing import Any, Final

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import Person
from commitments.models import Organisation
from commitments.services import facts
from core import tenure
from core.history import because
from core.tenure import span, span_text
from workgroups.enums import OfficeRole, SeatEnd, SeatRole
from workgroups.models import Body, Office, Seat
from workgroups.services.refusals import ChangeNotPossible, in_sentences

MOST_DAYS_BACK: Final = 60
# What a person becomes when the own organisation takes the lead, or gives it up.
WITH_THE_LEAD: Final = {OfficeRole.DEPUTY: OfficeRole.LEADER}
WITHOUT_THE_LEAD: Final = {OfficeRole.LEADER: OfficeRole.DEPUTY}


@transaction.atomic
def take_seat(
    body: Body,
    organisation: Organisation,
    role: SeatRole,
    *,
    on: dt.date,
    by: Any,
    at: dt.datetime,
    reason: str,
) -> Seat:
    """Give the organisation a seat in the body from the day on."""
    require_near(on, at)
    with in_sentences(), because(by=by, reason=reason, source="take_seat"):
        seat = Seat.objects.create(
            body=body, organisation=organisation, role=role, valid=span(on), source=reason
        )
    facts.touch()
    return seat


@transaction.atomic
def appoint(
    person: Person,
    seat: Seat,
    role: OfficeRole,
    *,
    on: dt.date,
    by: Any,
    at: dt.datetime,
    reason: str,
) -> Office:
    """Give the person an office of the body on the seat, from the day on, as long as the seat."""
    require_near(on, at)
    _require_held(seat, on)
    with in_sentences(), because(by=by, reason=reason, source="appoint"):
        return Office.objects.create(
            seat=seat,
            body_id=seat.body_id,
            person=person,
            role=role,
            valid=span(on, seat.valid.upper),
            ended_reason=seat.ended_reason,
            source=reason,
        )


@transaction.atomic
def end_office(
    office: Office, *, on: dt.date, why: SeatEnd, by: Any, at: dt.datetime, reason: str
) -> None:
    """Let the office be held up to the day before; whoever held it may not write any more."""
    require_near(on, at)
    with in_sentences(), because(by=by, reason=reason, source="end"):
        tenure.end(office, on=on, ended_reason=why)


@transaction.atomic
def end_seat(
    seat: Seat, *, on: dt.date, why: SeatEnd, by: Any, at: dt.datetime, reason: str
) -> None:
    """Let the organisation hold the seat up to the day before, and so all its offices."""
    require_near(on, at)
    with in_sentences(), because(by=by, reason=reason, source="end"):
        for office in seat.offices.open_on(on):
            tenure.end(office, on=on, ended_reason=why)
        tenure.end(seat, on=on, ended_reason=why)
    facts.touch()


@transaction.atomic
def replace(
    office: Office,
    person: Person,
    *,
    on: dt.date,
    why: SeatEnd,
    by: Any,
    at: dt.datetime,
    reason: str,
) -> Office:
    """Let another person take over the office on the same seat, without a gap."""
    require_near(on, at)
    if person == office.person:
        raise ChangeNotPossible(_("“%(person)s” holds the office already.") % {"person": person})
    with in_sentences(), because(by=by, reason=reason, source="replace"):
        return tenure.succeed(
            office, on=on, why={"ended_reason": why}, person=person, source=reason
        )


@transaction.atomic
def hand_over_lead(
    deputy: Seat, *, on: dt.date, by: Any, at: dt.datetime, reason: str
) -> tuple[Seat, Seat]:
    """Let a deputy organisation and the lead organisation of its body change places.

    People stay with their organisation: the leader becomes a deputy leader; the deputy leader of
    the new lead becomes the leader, if there is exactly one. Gives the new lead and deputy seats.
    """
    require_near(on, at)
    lead = Seat.objects.open_on(on).filter(body=deputy.body_id, role=SeatRole.LEAD).first()
    if lead is None:
        raise ChangeNotPossible(_("The body has no lead organisation on that day."))
    if deputy.role != SeatRole.DEPUTY:
        raise ChangeNotPossible(_("Only a deputy lead organisation can take over the lead."))
    _require_held(deputy, on)
    deputies = deputy.offices.open_on(on).filter(role=OfficeRole.DEPUTY).count()
    rises = WITH_THE_LEAD if deputies == 1 else {}
    with in_sentences(), because(by=by, reason=reason, source="hand_over_lead"):
        old = carry_on(lead, on, SeatEnd.ADJUSTED, reason, SeatRole.DEPUTY, WITHOUT_THE_LEAD)
        new = carry_on(deputy, on, SeatEnd.ADJUSTED, reason, SeatRole.LEAD, rises)
    facts.touch()
    return new, old


def carry_on(
    seat: Seat,
    on: dt.date,
    why: SeatEnd,
    reason: str,
    role: str,
    offices: dict[OfficeRole, OfficeRole] | None = None,
    *,
    only: frozenset[int] | None = None,
) -> Seat:
    """Let the seat be succeeded on the day by one of the role, and its offices with it.

    `offices` says which office becomes which; `only` names those that are carried on, the others
    end. Offices that begin later rest on the new seat. Call it inside `in_sentences`.
    """
    held = list(seat.offices.open_on(on))
    to_come = list(seat.offices.filter(valid__startswith__gt=on))
    said = {"source": reason}
    successor = tenure.succeed(seat, on=on, why={"ended_reason": why}, role=role, **said)
    for office in held:
        if only is not None and office.pk not in only:
            tenure.end(office, on=on, ended_reason=why)
            continue
        became = (offices or {}).get(OfficeRole(office.role), office.role)
        tenure.succeed(
            office, on=on, why={"ended_reason": why}, seat=successor, role=became, **said
        )
    for office in to_come:
        office.seat = successor
        office.save(update_fields=["seat"])
    return successor


def require_near(on: dt.date, at: dt.datetime) -> None:
    """Raise ChangeNotPossible for a day too far back."""
    earliest = timezone.localdate(at) - dt.timedelta(days=MOST_DAYS_BACK)
    if on < earliest:
        raise ChangeNotPossible(
            _(
                "A change holds from %(day)s at the earliest: what is older is entered on the "
                "record itself, with its source."
            )
            % {"day": earliest.isoformat()}
        )


def _require_held(seat: Seat, on: dt.date) -> None:
    if not seat.holds_on(on):
        raise ChangeNotPossible(
            _("“%(seat)s” is held %(span)s: choose a day within that time.")
            % {"seat": seat, "span": span_text(seat.valid)}
        )
