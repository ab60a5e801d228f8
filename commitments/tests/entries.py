"""Short ways to a register with a few entries."""

import datetime as dt

from django.db.backends.postgresql.psycopg_any import DateRange
from django.http import QueryDict

from commitments import filters
from commitments.enums import Document, EndReason, State
from commitments.models import Organisation, Suspension
from commitments.queries.selection import Selection
from commitments.services import entering, facts
from commitments.tests.factories import OrganisationFactory, RegionFactory

TODAY = dt.date(2026, 6, 1)


def day(text: str) -> dt.date:
    return dt.date.fromisoformat(text)


def signed(name: str, on: str = "2020-05-01", **fields) -> Organisation:
    """An organisation with a commitment in force since the day."""
    organisation = OrganisationFactory(name=name, **fields)
    sign(organisation, on)
    return organisation


def sign(
    organisation: Organisation,
    on: str,
    *,
    document=Document.LETTER,
    ended: str | None = None,
    suspended: tuple[str, str | None] | None = None,
    **fields,
):
    """Record a commitment; `suspended` names first day and the day of resuming, if there is one."""
    state = State.ENDED if ended else State.IN_FORCE
    if suspended and not suspended[1]:
        state = State.SUSPENDED
    if ended:
        fields |= {"ended_on": day(ended), "end_reason": EndReason.WITHDRAWN}
    commitment = entering.record(
        organisation,
        by=None,
        source="名单",
        document=document,
        signed_on=day(on),
        state=state,
        **fields,
    )
    if suspended:
        first, last = suspended
        valid = DateRange(day(first), day(last) if last else None)
        Suspension.objects.create(commitment=commitment, valid=valid, reason="核查")
    organisation.refresh_from_db()
    return commitment


def province(code: str, name: str):
    return RegionFactory(code=code, name=f"{name}省", short_name=name)


def reading(query: str = "", *, today: dt.date = TODAY) -> filters.Reading:
    return filters.read(QueryDict(query), today=today, version=facts.version())


def selected(query: str = "") -> Selection:
    found = reading(query)
    assert found.faults == []
    return found.selection
