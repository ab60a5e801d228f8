"""All bodies beside one another: who leads, how many take part, what is public."""

import datetime as dt
from dataclasses import dataclass, field

from workgroups.enums import SeatRole, SubmissionState
from workgroups.models import Body, Seat, Submission


@dataclass
class RosterLine:
    """One body on a day; `years` gives the kinds of public documents, the newest year first."""

    body: Body
    lead: Seat | None = None
    deputies: list[Seat] = field(default_factory=list)
    members: int = 0
    years: dict[int, list[str]] = field(default_factory=dict)


def roster(*, on: dt.date) -> list[RosterLine]:
    """Give all bodies in their fixed order: three queries, however many there are."""
    lines = {body.pk: RosterLine(body) for body in Body.objects.order_by("position")}
    for seat in Seat.objects.open_on(on).select_related("organisation").order_by("valid", "pk"):
        _take(lines[seat.body_id], seat)
    published = Submission.objects.public(on=on).filter(state=SubmissionState.PUBLISHED)
    for body, year, kind in published.order_by("-year", "kind", "pk").values_list(
        "body", "year", "kind"
    ):
        kinds = lines[body].years.setdefault(year, [])
        if kind not in kinds:
            kinds.append(kind)
    return list(lines.values())


def _take(line: RosterLine, seat: Seat) -> None:
    line.members += 1
    if seat.role == SeatRole.LEAD:
        line.lead = seat
    elif seat.role == SeatRole.DEPUTY:
        line.deputies.append(seat)
