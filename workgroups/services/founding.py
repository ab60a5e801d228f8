"""The committee, the secretariat and the nine groups with the organisations that lead them.

Source: the report of the meeting of group leaders on 24 March 2022, which names the nine groups in
this order with their lead organisations; the day their tenure began is not stated there, so it is
known from that day on. Places and codes that the report does not name stay empty.
"""

import csv
import datetime as dt
from collections.abc import Iterator
from pathlib import Path

from django.db import transaction
from django.db.backends.postgresql.psycopg_any import DateRange

from commitments.models import Organisation
from commitments.services.entering import enter_organisation
from workgroups.enums import SeatRole
from workgroups.models import Body, Seat

FOLDER = Path(__file__).resolve().parent.parent / "founding"
KNOWN_FROM = dt.date(2022, 3, 24)
SOURCE = "2022年3月24日责任关怀工作组组长副组长线上会议报道"


@transaction.atomic
def load_bodies_and_leads() -> dict[str, int]:
    """Create the bodies and lead seats that are missing; answer how many of each were created."""
    return {"bodies": _create_bodies(), "lead seats": _create_leads()}


def _create_bodies() -> int:
    created = [
        Body.objects.get_or_create(code=row.pop("code"), defaults=row)[1]
        for row in _rows("bodies.csv")
    ]
    return sum(created)


def _create_leads() -> int:
    """Create the lead seat of every group that never had one: else the secretariat knows better."""
    created = 0
    for row in _rows("leads.csv"):
        body = Body.objects.get(code=row["body"])
        if body.seats.filter(role=SeatRole.LEAD).exists():
            continue
        Seat.objects.create(
            body=body,
            organisation=_lead_organisation(row),
            role=SeatRole.LEAD,
            valid=DateRange(KNOWN_FROM, None),
            source=SOURCE,
        )
        created += 1
    return created


def _lead_organisation(row: dict[str, str]) -> Organisation:
    known = Organisation.everyone.filter(name=row["name"]).select_related("same_as").first()
    return known or enter_organisation(
        Organisation(
            name=row["name"],
            short_name=row["short_name"],
            kind=row["kind"],
            province_id=row["province"] or None,
            uscc=row["uscc"] or None,
        ),
        by=None,
        former=[row["former_name"]],
        reason=SOURCE,
    )


def _rows(name: str) -> Iterator[dict[str, str]]:
    with (FOLDER / name).open(encoding="utf-8", newline="") as file:
        yield from csv.DictReader(file)
