"""What is known of a document before anybody begins it: for the page with the button."""

import datetime as dt
from dataclasses import dataclass

from django.utils import timezone
from django.utils.translation import gettext as _

from workgroups.enums import (
    ACCEPTED_STATES,
    CORRECTING_KINDS,
    DocumentKind,
    ItemState,
    SubmissionState,
    YearState,
)
from workgroups.models import Body, PlanItem, Submission, Year
from workgroups.models.submission import title_of
from workgroups.models.year import Window


@dataclass(frozen=True)
class Beginning:
    """A document of a year that may be begun, or the one there is."""

    body: Body
    year: Year
    kind: str
    quarter: int | None
    window: Window | None
    document: Submission | None
    corrects: Submission | None
    items: int  # of last year unfinished for a plan, of this year for the others
    why_not: str

    @property
    def title(self) -> str:
        """The kind of the document, with the quarter of a sheet."""
        return title_of(self.kind, self.quarter)

    @property
    def may_begin(self) -> bool:
        """Tell whether nothing stands in the way."""
        return not self.why_not


def beginning(
    body: Body, year: Year, kind: str, quarter: int | None, *, at: dt.datetime
) -> Beginning:
    """Give what the page shows before the document is begun."""
    window = year.window(kind, quarter)
    corrects = corrected_by(kind, body, year)
    return Beginning(
        body=body,
        year=year,
        kind=kind,
        quarter=quarter,
        window=window,
        document=open_already(kind, body, year, quarter, corrects),
        corrects=corrects,
        items=_items(kind, body, year),
        why_not=_why_not(kind, body, year, window, corrects, timezone.localdate(at)),
    )


def open_already(
    kind: str, body: Body, year: Year, quarter: int | None, corrects: Submission | None
) -> Submission | None:
    """Give the document of that kind there is; of corrections the one that is not settled."""
    same = Submission.objects.filter(kind=kind, body=body, year=year, quarter=quarter).exclude(
        state=SubmissionState.VOID
    )
    if kind in CORRECTING_KINDS:
        same = same.filter(corrects=corrects, accepted_version=None).exclude(
            state=SubmissionState.DECLINED
        )
    return same.first()


def corrected_by(kind: str, body: Body, year: Year) -> Submission | None:
    """Give the accepted document that a correction of the kind would correct."""
    wanted = {
        DocumentKind.CHANGE: DocumentKind.PLAN,
        DocumentKind.CORRECTION: DocumentKind.SUMMARY,
    }.get(DocumentKind(kind))
    accepted = Submission.objects.filter(body=body, year=year, state__in=ACCEPTED_STATES)
    return accepted.filter(kind=wanted).first() if wanted else None


def _items(kind: str, body: Body, year: Year) -> int:
    if kind == DocumentKind.PLAN:
        last = PlanItem.objects.of_year(body, year.year - 1)
        return last.filter(state=ItemState.LIVE).count()
    return PlanItem.objects.of_year(body, year.year).count()


def _why_not(
    kind: str,
    body: Body,
    year: Year,
    window: Window | None,
    corrects: Submission | None,
    today: dt.date,
) -> str:
    if year.state != YearState.OPEN:
        return _("%(year)s is not open for documents: the secretariat opens it.") % {"year": year}
    if window and today < window.opens_on:
        return _("This document can be written from %(day)s on.") % {
            "day": window.opens_on.isoformat()
        }
    needs_plan = kind in (DocumentKind.SHEET, DocumentKind.CHANGE)
    if needs_plan and not PlanItem.objects.of_year(body, year.year).exists():
        return _("There is no accepted plan of this year yet: hand in the plan first.")
    if kind == DocumentKind.CORRECTION and corrects is None:
        return _("There is no accepted summary of this year yet: there is nothing to correct.")
    return ""
