import datetime as dt
from dataclasses import dataclass

from django.db.models import F, Prefetch, QuerySet
from django.http import HttpRequest
from django.utils import timezone

from commitments.models import Organisation
from workgroups.enums import SeatRole, Track
from workgroups.models import Body, Seat


@dataclass(frozen=True)
class GroupWithLead:
    """A working group and the organisation that leads it on the day asked for."""

    body: Body
    lead: Organisation | None


def groups_with_leads(*, on: dt.date) -> list[GroupWithLead]:
    """Give the working groups in their fixed order with the lead organisation of the day."""
    leads = Seat.objects.open_on(on).filter(role=SeatRole.LEAD).select_related("organisation")
    groups = Body.objects.working_groups().prefetch_related(
        Prefetch("seats", queryset=leads, to_attr="leads_today")
    )
    return [
        GroupWithLead(body, body.leads_today[0].organisation if body.leads_today else None)
        for body in groups
    ]


def groups_by_track(*, on: dt.date) -> dict[Track, list[GroupWithLead]]:
    """Give the groups with their leads, the code groups first, then the promotion groups."""
    groups = groups_with_leads(on=on)
    return {track: [group for group in groups if group.body.track == track] for track in Track}


def seats_of(organisation: Organisation) -> list[Seat]:
    """Give every seat the organisation has or had, the present ones first."""
    seats = Seat.objects.filter(organisation=organisation).select_related("body")
    return list(seats.order_by(F("valid__endswith").desc(nulls_first=True), "body__position"))


def seats_part(
    request: HttpRequest, organisation: Organisation
) -> tuple[str, dict[str, object]] | None:
    """Give what the organisation's page shows of its seats, or nothing when it has none."""
    seats = seats_of(organisation)
    return ("workgroups/_seats.html", {"seats": seats}) if seats else None


def organisations_of_group(code: str) -> QuerySet[Organisation] | None:
    """Give the organisations with a seat in the body today, or None for an unknown code."""
    body = Body.objects.filter(code=code).first()
    if body is None:
        return None
    seats = Seat.objects.open_on(timezone.localdate()).filter(body=body)
    return Organisation.objects.filter(seats__in=seats).distinct()


def name_of_group(code: str) -> str:
    """Give the name of the body in the language of the page, or the code if there is none."""
    body = Body.objects.filter(code=code).first()
    return body.label if body else code


def page_of_group(code: str) -> str | None:
    """Give the address of the body's page, or None for an unknown code."""
    body = Body.objects.filter(code=code).first()
    return body.get_absolute_url() if body else None


def group_names() -> dict[str, str]:
    """Give the names of the working groups by their codes, in their fixed order: one query."""
    return {body.code: body.label for body in Body.objects.working_groups()}
