"""Who held what in a body: on a day, by term, in all the time that is known."""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass

from django.http import HttpRequest

from accounts.models import Person
from core.tenure import TenureQuerySet
from workgroups.enums import OfficeRole, SeatRole
from workgroups.models import Body, Office, Seat, Term

ORDER_OF_SEATS = list(SeatRole)
ORDER_OF_OFFICES = list(OfficeRole)


@dataclass(frozen=True)
class Incumbents:
    """Who holds the seats and offices of a body on a day, in the order of their rank."""

    day: dt.date
    seats: list[Seat]
    offices: list[Office]

    @property
    def lead(self) -> Seat | None:
        """The seat of the lead organisation."""
        return next((seat for seat in self.seats if seat.role == SeatRole.LEAD), None)

    @property
    def deputies(self) -> list[Seat]:
        """The seats of the deputy lead organisations."""
        return [seat for seat in self.seats if seat.role == SeatRole.DEPUTY]

    @property
    def leader(self) -> Office | None:
        """The person who speaks for the lead organisation."""
        return next((each for each in self.offices if each.role == OfficeRole.LEADER), None)

    def offices_on(self, seat: Seat) -> list[Office]:
        """Give the offices that rest on the seat."""
        return [office for office in self.offices if office.seat_id == seat.pk]


@dataclass(frozen=True)
class TermOfBody:
    """A term with the lead organisations that held a seat in it, the earlier ones first."""

    term: Term
    leads: list[Seat]
    deputies: list[Seat]


def incumbents_of(body: Body, *, on: dt.date) -> Incumbents:
    """Give who holds what in the body on the day: two queries."""
    return Incumbents(
        on,
        _ranked_seats(Seat.objects.open_on(on).filter(body=body)),
        _ranked_offices(Office.objects.open_on(on).filter(body=body)),
    )


def terms_of(body: Body) -> list[TermOfBody]:
    """Give the terms of the body, the newest first, each with its lead and deputy seats."""
    terms = list(Term.objects.filter(body=body).order_by("-number"))
    if not terms:
        return []
    seats = _ranked_seats(Seat.objects.filter(body=body, role__in=[SeatRole.LEAD, SeatRole.DEPUTY]))
    return [_term(term, seats) for term in terms]


def leads_of(body: Body) -> list[Seat]:
    """Give every lead seat the body has had, the newest first."""
    seats = Seat.objects.filter(body=body, role=SeatRole.LEAD).select_related("organisation")
    return list(seats.order_by("-valid"))


def offices_part(request: HttpRequest, person: Person) -> tuple[str, dict[str, object]]:
    """Give what the person's page in the workplace shows of the offices, the newest first."""
    offices = Office.objects.filter(person=person).select_related("body", "seat__organisation")
    return "admin/workgroups/_offices_of_person.html", {"offices": offices.order_by("-valid")}


def _term(term: Term, seats: Iterable[Seat]) -> TermOfBody:
    held = [seat for seat in seats if _meet(seat, term)]
    return TermOfBody(
        term,
        [seat for seat in held if seat.role == SeatRole.LEAD],
        [seat for seat in held if seat.role == SeatRole.DEPUTY],
    )


def _meet(seat: Seat, term: Term) -> bool:
    begins_before_its_end = term.valid.upper is None or seat.valid.lower < term.valid.upper
    ends_after_its_begin = seat.valid.upper is None or seat.valid.upper > term.valid.lower
    return begins_before_its_end and ends_after_its_begin


def _ranked_seats(seats: TenureQuerySet[Seat]) -> list[Seat]:
    found = seats.select_related("organisation", "body")
    return sorted(
        found,
        key=lambda seat: (ORDER_OF_SEATS.index(SeatRole(seat.role)), seat.valid.lower, seat.pk),
    )


def _ranked_offices(offices: TenureQuerySet[Office]) -> list[Office]:
    found = offices.select_related("person__user", "seat__organisation", "body")
    return sorted(
        found,
        key=lambda each: (ORDER_OF_OFFICES.index(OfficeRole(each.role)), each.valid.lower, each.pk),
    )
