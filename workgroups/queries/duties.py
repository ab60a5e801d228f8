"""What a body owes in a year of work, how far each of it is, and what of it waits for a person."""

import datetime as dt
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django.db.models import Count, OuterRef, QuerySet, Subquery
from django.db.models.functions import Coalesce
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from core.enums import Severity
from core.waiting import Waiting
from workgroups.enums import (
    ACCEPTED_STATES,
    CORRECTING_KINDS,
    WITH_AUTHORS,
    DocumentKind,
    SubmissionState,
    YearState,
)
from workgroups.models import Body, Remark, Submission, Year
from workgroups.models.submission import title_of
from workgroups.models.year import OWED
from workgroups.rules import bodies_led_or_served_by, bodies_of

# The documents of a year, by body, kind and quarter.
Documents = Mapping[tuple[int, str, int | None], Any]


@dataclass(frozen=True)
class Duty:
    """One document that a body owes in a year; `document` is None until somebody begins it."""

    body: Body
    year: Year
    kind: str
    quarter: int | None
    opens_on: dt.date
    due_on: dt.date
    document: Submission | None
    open_remarks: int
    today: dt.date
    waits_for_plan: bool = False  # a sheet has no lines before a plan is accepted

    @property
    def title(self) -> str:
        """The kind of the document, with the quarter of a sheet."""
        return title_of(self.kind, self.quarter)

    @property
    def url(self) -> str:
        """Where it is begun, or written, or read."""
        if self.document is None:
            what = f"q{self.quarter}" if self.quarter else self.kind
            return reverse("desk:begin", args=[self.body.code, self.year.year, what])
        if self.document.is_open_draft:
            return reverse("desk:edit", args=[self.document.pk])
        return self.document.get_absolute_url()

    @property
    def action(self) -> str:
        """What whoever writes for the body may do with it now; nothing when it is read only."""
        if not (self.is_open and self.is_with_authors):
            return ""
        if self.document is None:
            return _("Begin")
        if self.document.state == SubmissionState.RETURNED:
            return _("Mend")
        return _("Go on writing")

    @property
    def is_met(self) -> bool:
        """Tell whether it was accepted."""
        return self.document is not None and self.document.state in ACCEPTED_STATES

    @property
    def is_with_authors(self) -> bool:
        """Tell whether it is with the body: not begun, being written, or returned."""
        return self.document is None or self.document.state in WITH_AUTHORS

    @property
    def is_open(self) -> bool:
        """Tell whether it may be begun or written today."""
        is_time = self.year.state == YearState.OPEN and self.opens_on <= self.today
        return is_time and not self.waits_for_plan

    @property
    def is_late(self) -> bool:
        """Tell whether its last day has passed while it is still with the body."""
        return self.is_open and self.is_with_authors and self.due_on < self.today

    @property
    def status(self) -> str:
        """How far it is, in words."""
        if self.document is None:
            return self._not_begun()
        if self.document.state == SubmissionState.RETURNED and self.open_remarks:
            return ngettext(
                "%(count)s place to be mended", "%(count)s places to be mended", self.open_remarks
            ) % {"count": self.open_remarks}
        if self.document.state == SubmissionState.DRAFT:
            return _("being written")
        return self.document.get_state_display()

    def _not_begun(self) -> str:
        if self.is_open:
            return _("not begun")
        if self.waits_for_plan and self.opens_on <= self.today:
            return _("after the plan is accepted")
        if self.year.state != YearState.OPEN:
            return self.year.get_state_display()
        return _("from %(day)s on") % {"day": self.opens_on.isoformat()}

    @property
    def tone(self) -> str:
        """The badge's tone, as in components/_badge.html."""
        if self.is_late:
            return "bad"
        return self.document.tone if self.document else ""

    @property
    def time_left(self) -> str:
        """How long until the last day, or since it; nothing when it is no longer with the body."""
        return days_until(self.due_on, self.today) if self.is_open and self.is_with_authors else ""


@dataclass(frozen=True)
class TaskList:
    """The documents of a body's year: what is owed, and what corrects it."""

    body: Body
    year: Year
    duties: list[Duty]
    corrections: list[Submission]
    may_write: bool

    @property
    def corrections_open(self) -> list[tuple[str, str]]:
        """Give what may be begun to correct what was accepted, with the words of the link."""
        met = {duty.kind for duty in self.duties if duty.is_met}
        begun = {each.kind for each in self.corrections if each.accepted_version_id is None}
        words = {
            DocumentKind.CHANGE: (DocumentKind.PLAN, _("Change the plan")),
            DocumentKind.CORRECTION: (DocumentKind.SUMMARY, _("Correct the summary")),
        }
        return [
            (str(kind.value), link)
            for kind, (of, link) in words.items()
            if of in met and kind not in begun
        ]


def days_until(day: dt.date, today: dt.date) -> str:
    """Say how far the day is: "3 days left", "due today", "2 days late"."""
    days = (day - today).days
    if days == 0:
        return _("due today")
    words = (
        ngettext("%(count)s day left", "%(count)s days left", days)
        if days > 0
        else ngettext("%(count)s day late", "%(count)s days late", -days)
    )
    return words % {"count": abs(days)}


def duties_of(bodies: Iterable[Body], year: Year, *, at: dt.datetime) -> dict[int, list[Duty]]:
    """Give what each of the bodies owes in the year, in the year's order, by the body's key.

    One query, however many bodies.
    """
    bodies = list(bodies)
    documents = _documents().filter(body__in=bodies, year=year)
    known = {(each.body_id, each.kind, each.quarter): each for each in documents}
    today = timezone.localdate(at)
    return {
        body.pk: [_duty(body, year, kind, quarter, known, today) for kind, quarter in OWED]
        for body in bodies
    }


def _documents() -> "QuerySet[Submission]":
    open_musts = (
        Remark.objects.filter(
            version__document=OuterRef("pk"), severity=Severity.MUST, closed_at=None, answer=""
        )
        .order_by()
        .values("version__document")
        .annotate(count=Count("pk"))
        .values("count")
    )
    return (
        Submission.objects.exclude(state=SubmissionState.VOID)
        .annotate(open_remarks=Coalesce(Subquery(open_musts), 0))
        .select_related("body", "year", "draft_saved_by")
        .defer("draft")
    )


def _duty(
    body: Body, year: Year, kind: str, quarter: int | None, documents: Documents, today: dt.date
) -> Duty:
    window, known = year.window(kind, quarter), documents.get((body.pk, kind, quarter))
    plan = documents.get((body.pk, DocumentKind.PLAN, None))
    assert window is not None  # noqa: S101 -- what is owed has a window: `Year.window`
    return Duty(
        body=body,
        year=year,
        kind=kind,
        quarter=quarter,
        opens_on=window.opens_on,
        due_on=known.due_on if known else window.due_on,
        document=known,
        open_remarks=known.open_remarks if known else 0,
        today=today,
        waits_for_plan=kind == DocumentKind.SHEET and not (plan and plan.accepted_version_id),
    )


def task_lists_for(user: Any, at: dt.datetime) -> list[TaskList]:
    """Give the task lists of the bodies the user serves: open years, the earliest first."""
    bodies = list(Body.objects.filter(pk__in=bodies_of(user)).order_by("position"))
    if not bodies:
        return []
    writes = bodies_led_or_served_by(user)
    lists = []
    for year in Year.objects.filter(state=YearState.OPEN).order_by("year"):
        corrections = _corrections(bodies, year)
        for body_pk, duties in duties_of(bodies, year, at=at).items():
            lists.append(
                TaskList(
                    body=duties[0].body,
                    year=year,
                    duties=duties,
                    corrections=corrections.get(body_pk, []),
                    may_write=body_pk in writes,
                )
            )
    return lists


def _corrections(bodies: list[Body], year: Year) -> dict[int, list[Submission]]:
    found = _documents().filter(body__in=bodies, year=year, kind__in=CORRECTING_KINDS)
    grouped: dict[int, list[Submission]] = {}
    for each in found.order_by("opened_at"):
        grouped.setdefault(each.body_id, []).append(each)
    return grouped


def waiting_for(user: Any, at: dt.datetime) -> list[Waiting]:
    """Give what the user may write or mend now: returned documents, drafts, what is not begun."""
    return [
        _waiting(duty)
        for tasks in task_lists_for(user, at)
        if tasks.may_write
        for duty in tasks.duties
        if duty.is_open and duty.is_with_authors
    ]


def _waiting(duty: Duty) -> Waiting:
    returned = duty.document is not None and duty.document.state == SubmissionState.RETURNED
    return Waiting(
        url=duty.url,
        title=f"{duty.title} · {duty.body} {duty.year}",
        what=duty.status,
        due_on=duty.due_on,
        is_urgent=returned or duty.is_late,
    )
