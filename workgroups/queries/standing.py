"""How each document of a year stands: computed from days and documents, stored nowhere."""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from django.utils import timezone

from workgroups.enums import DutyStatus, SubmissionState, YearState
from workgroups.models import Body, SubmissionVersion, Year
from workgroups.queries.duties import Duty, duties_of
from workgroups.queries.workdays import Workdays

SOON: Final = 7  # working days
TONES: Final = {
    DutyStatus.DUE_SOON: "warn",
    DutyStatus.OVERDUE: "bad",
    DutyStatus.HANDED_IN: "info",
    DutyStatus.IN_REVIEW: "info",
    DutyStatus.RETURNED: "warn",
    DutyStatus.RETURNED_OVERDUE: "bad",
    DutyStatus.ACCEPTED: "good",
    DutyStatus.ACCEPTED_LATE: "good",
    DutyStatus.PUBLISHED: "good",
}
AWAITED: Final = {
    DutyStatus.NOT_OPEN,
    DutyStatus.OPEN,
    DutyStatus.DUE_SOON,
    DutyStatus.OVERDUE,
    DutyStatus.RETURNED,
    DutyStatus.RETURNED_OVERDUE,
}
WITH_SECRETARIAT: Final = {
    SubmissionState.SUBMITTED: DutyStatus.HANDED_IN,
    SubmissionState.IN_REVIEW: DutyStatus.IN_REVIEW,
    SubmissionState.RECOMMENDED: DutyStatus.IN_REVIEW,
}


@dataclass(frozen=True)
class Stand:
    """A duty with its status; `was_late` tells of a first hand-in after the last day."""

    duty: Duty
    status: DutyStatus
    was_late: bool

    @property
    def is_awaited(self) -> bool:
        """Tell whether its last day is still of interest: the body has yet to hand it in."""
        return self.status in AWAITED

    @property
    def label(self) -> str:
        """What the badge says; that it came late is said beside it."""
        is_late = self.status == DutyStatus.ACCEPTED_LATE
        return str(DutyStatus.ACCEPTED.label if is_late else self.status.label)

    @property
    def tone(self) -> str:
        """The badge's tone, as in components/_badge.html."""
        return TONES.get(self.status, "")


def stands_of(
    bodies: list[Body], year: Year, *, at: dt.datetime, days: Workdays
) -> dict[int, list[Stand]]:
    """Give how all documents of the bodies' year stand, by the body's key: two queries."""
    first = first_hand_ins(year)
    return {
        body: [_stand(duty, first, days) for duty in duties]
        for body, duties in duties_of(bodies, year, at=at).items()
    }


def first_hand_ins(year: Year) -> dict[int, dt.date]:
    """Give the day on which each document of the year was first handed in, by its key."""
    rows = SubmissionVersion.objects.filter(document__year=year, number=1)
    found = rows.values_list("document", "handed_in_at")
    return {document: timezone.localdate(moment) for document, moment in found}


def is_late(duty: Duty, first: Mapping[int, dt.date]) -> bool:
    """Tell whether it was first handed in after the last day of its window, however it went on."""
    window = duty.year.window(duty.kind, duty.quarter)
    came = first.get(duty.document.pk) if duty.document else None
    return bool(window and came and came > window.due_on)


def _stand(duty: Duty, first: Mapping[int, dt.date], days: Workdays) -> Stand:
    was_late = is_late(duty, first)
    return Stand(duty, status_of(duty, days, was_late=was_late), was_late)


def status_of(duty: Duty, days: Workdays, *, was_late: bool) -> DutyStatus:
    """Give the status that follows from the duty's document and days."""
    state = SubmissionState(duty.document.state) if duty.document else SubmissionState.DRAFT
    if state == SubmissionState.PUBLISHED:
        return DutyStatus.PUBLISHED
    if duty.is_met:
        return DutyStatus.ACCEPTED_LATE if was_late else DutyStatus.ACCEPTED
    if state in WITH_SECRETARIAT:
        return WITH_SECRETARIAT[state]
    is_past = duty.due_on < duty.today
    if state == SubmissionState.RETURNED:
        return DutyStatus.RETURNED_OVERDUE if is_past else DutyStatus.RETURNED
    return _not_handed_in(duty, days, is_past=is_past)


def _not_handed_in(duty: Duty, days: Workdays, *, is_past: bool) -> DutyStatus:
    if duty.year.state == YearState.CLOSED:
        return DutyStatus.MISSED if is_past else DutyStatus.NOT_OPEN
    if not duty.is_open:
        return DutyStatus.NOT_OPEN
    if is_past:
        return DutyStatus.OVERDUE
    return DutyStatus.DUE_SOON if days.until(duty.today, duty.due_on) <= SOON else DutyStatus.OPEN
