"""Offices and years to try the portal with: invented, in the demonstration only."""

import datetime as dt

from django.db import transaction

from accounts.models import Person, User
from commitments.enums import Kind
from commitments.models import Organisation
from commitments.services.entering import enter_organisation
from core.history import because
from core.tenure import span
from workgroups.enums import OfficeRole, SeatRole, YearState
from workgroups.models import Body, Office, Seat, Year

SOURCE = "演示数据"
OFFICES = {
    "lead": (OfficeRole.LEADER, SeatRole.LEAD, "演示组长"),
    "deputy": (OfficeRole.DEPUTY, SeatRole.DEPUTY, "演示副组长"),
    "liaison": (OfficeRole.LIAISON, SeatRole.LEAD, "演示联络员"),
}


@transaction.atomic
def give_offices(*, on: dt.date) -> int:
    """Give each demonstration account of a group its person and its office; answer how many.

    An account that has its person already is left as it is: whoever tries the portal may have
    ended its office.
    """
    accounts = {user.email: user for user in User.objects.filter(is_demo=True, person=None)}
    given = 0
    with because(by=None, source=SOURCE):
        for body in Body.objects.working_groups():
            for word, (role, place, title) in OFFICES.items():
                account = accounts.get(f"{word}-{body.code}@example.com")
                seat = account and _seat(body, place, on)
                if account and seat:
                    person = Person.objects.create(name=f"{title}·{body.name}", user=account)
                    _give(seat, person, role)
                    given += 1
    return given


def open_years(*, on: dt.date) -> None:
    """Open the running year and the next one, with windows in which everything can be tried."""
    with because(by=None, source=SOURCE):
        for year in (on.year, on.year + 1):
            Year.objects.get_or_create(year=year, defaults=_windows(year))


def _windows(year: int) -> dict[str, object]:
    return {
        "state": YearState.OPEN,
        "plan_opens_on": dt.date(year - 1, 1, 1),
        "plan_due_on": dt.date(year, 3, 31),
        "summary_opens_on": dt.date(year, 1, 1),
        "summary_due_on": dt.date(year + 1, 3, 31),
        "public_from": dt.date(year, 1, 1),
    }


def _give(seat: Seat, person: Person, role: OfficeRole) -> None:
    """Let the office begin with the seat; a leader the body already has stays its leader."""
    taken = Office.objects.filter(body=seat.body, role=role).overlapping(seat.valid)
    if role == OfficeRole.LEADER and taken.exists():
        return
    Office.objects.create(
        seat=seat, body=seat.body, person=person, role=role, valid=seat.valid, source=SOURCE
    )


def _seat(body: Body, role: SeatRole, on: dt.date) -> Seat | None:
    """Give the body's open seat of the role; a deputy's is made when there is none."""
    held = body.seats.open_on(on).filter(role=role, valid__endswith=None).first()
    if held or role != SeatRole.DEPUTY:
        return held
    lead = _seat(body, SeatRole.LEAD, on)
    return lead and Seat.objects.create(
        body=body,
        organisation=_invented(body),
        role=role,
        valid=span(lead.valid.lower),
        source=SOURCE,
    )


def _invented(body: Body) -> Organisation:
    """Give the invented organisation that is the body's deputy lead."""
    name = f"{body.name}副组长单位（演示）"
    known = Organisation.objects.filter(name=name).first()
    return known or enter_organisation(
        Organisation(name=name, kind=Kind.ENTERPRISE, is_demo=True), by=None, reason=SOURCE
    )
