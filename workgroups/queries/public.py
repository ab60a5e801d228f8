"""What the public may know of a body and its years: published documents, and who leads the body.

Nothing is public before its day. Of a plan the public sees its public items with what was accepted
of their progress, of a summary its lines with their grades; never drafts, remarks, difficulties or
what is asked of the secretariat.
"""

import datetime as dt
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from itertools import groupby

from django.db.models import F, OuterRef, QuerySet, Subquery

from workgroups.enums import (
    DocumentKind,
    ItemState,
    Measure,
    ProgressStatus,
    SubmissionState,
)
from workgroups.models import Body, PlanItem, Progress, Submission, SummaryLine
from workgroups.models.contents import PlanContent, SummaryContent
from workgroups.queries.adjustments import Adjustment, adjustments_of

SHOWN_KINDS = (DocumentKind.PLAN, DocumentKind.SUMMARY, DocumentKind.CORRECTION)
TONES = {
    ProgressStatus.ON_TRACK: "info",
    ProgressStatus.AT_RISK: "warn",
    ProgressStatus.DELAYED: "warn",
    ProgressStatus.DONE: "good",
}


@dataclass(frozen=True)
class Amount:
    """A number with what it counts."""

    value: str
    measure: str


@dataclass(frozen=True)
class PublicItem:
    """An item of a published plan, with what was accepted of it since."""

    item: PlanItem
    status: str
    quarters: tuple[tuple[int, str], ...]  # quarter, status in words
    targets: tuple[Amount, ...]
    achieved: tuple[Amount, ...]
    adjustments: tuple[Adjustment, ...]
    line: SummaryLine | None

    @property
    def label(self) -> str:
        """How far it is, in words."""
        if self.item.state == ItemState.CARRIED:
            return str(ItemState.CARRIED.label)
        return str(ProgressStatus(self.status).label)

    @property
    def tone(self) -> str:
        """The badge's tone, as in components/_badge.html."""
        return TONES.get(ProgressStatus(self.status), "")


@dataclass(frozen=True)
class PublicYear:
    """What is public of a body's year. A document that was withdrawn is there without its text."""

    body: Body
    year: int
    plan: Submission | None = None
    preface: str = ""
    items: list[PublicItem] = field(default_factory=list)
    summary: Submission | None = None
    summary_texts: SummaryContent | None = None
    corrected_by: Submission | None = None
    unplanned: list[SummaryLine] = field(default_factory=list)
    lines: list[SummaryLine] = field(default_factory=list)  # of the summary, planned or not

    @property
    def is_empty(self) -> bool:
        """Tell whether nothing of the year is public."""
        return self.plan is None and self.summary is None

    @property
    def counted(self) -> int:
        """How many items count: all that were not dropped."""
        return sum(each.status != ProgressStatus.DROPPED for each in self.items)

    @property
    def done(self) -> int:
        """How many items are done, by what was accepted."""
        return sum(each.status == ProgressStatus.DONE for each in self.items)

    @property
    def by_status(self) -> list[tuple[str, int]]:
        """How many items there are of each status, in the order of the statuses."""
        found = Counter(each.status for each in self.items)
        return [(str(each.label), found[each]) for each in ProgressStatus if found[each]]


def is_withdrawn(document: Submission) -> bool:
    """Tell whether only a stub of the document is shown."""
    return document.state == SubmissionState.WITHDRAWN


def public_documents(*, on: dt.date) -> QuerySet[Submission]:
    """Give the documents whose day has come, and those that were withdrawn after it."""
    return Submission.objects.public(on=on).select_related("body", "year", "accepted_version")


def years_of(body: Body, *, on: dt.date) -> list[int]:
    """Give the years of which something of the body is public, the newest first."""
    found = Submission.objects.public(on=on).filter(body=body)
    return list(found.order_by("-year").values_list("year", flat=True).distinct())


@dataclass(frozen=True)
class Standing:
    """How far the items of a plan are."""

    year: int
    done: int
    counted: int


def standings(*, on: dt.date) -> dict[int, Standing]:
    """Give how far the last public plan of each body is, by the body's key: two queries."""
    plans = Submission.objects.published(on=on).filter(kind=DocumentKind.PLAN)
    latest = plans.order_by("body", "-year").distinct("body").values("pk")
    reported = accepted_progress().filter(item=OuterRef("pk"))
    status = reported.order_by("-quarter", "-recorded_at", "-pk").values("status")[:1]
    items = PlanItem.objects.filter(plan__in=list(latest.values_list("pk", flat=True)))
    rows = items.filter(is_public=True).exclude(state=ItemState.DROPPED)
    found: dict[int, Standing] = {}
    for body, year, last in rows.values_list("body", "year", Subquery(status)):
        before = found.get(body, Standing(year, 0, 0))
        is_done = last == ProgressStatus.DONE
        found[body] = Standing(year, before.done + is_done, before.counted + 1)
    return found


def public_year(body: Body, year: int, *, on: dt.date) -> PublicYear:
    """Give what is public of the body's year."""
    found = {each.kind: each for each in _documents(body, year, on)}
    plan, summary = found.get(DocumentKind.PLAN), found.get(DocumentKind.SUMMARY)
    corrected = found.get(DocumentKind.CORRECTION)
    said = _shown_summary(summary, corrected)
    lines = _lines(said)
    shows_plan = plan is not None and not is_withdrawn(plan)
    return PublicYear(
        body=body,
        year=year,
        plan=plan,
        preface=_plan_content(plan).preface if plan and shows_plan else "",
        items=_items(plan, lines) if plan and shows_plan else [],
        summary=summary,
        summary_texts=_summary_content(said) if said else None,
        corrected_by=corrected if said is corrected else None,
        lines=lines,
        unplanned=[line for line in lines if _stands_alone(line, beside_items=shows_plan)],
    )


def _stands_alone(line: SummaryLine, *, beside_items: bool) -> bool:
    """Tell whether it is shown by itself: not planned, or of a plan that is not shown."""
    return line.item is None or (not beside_items and line.item.is_public)


def _documents(body: Body, year: int, on: dt.date) -> QuerySet[Submission]:
    """Of several corrections the last one counts: it comes last."""
    return public_documents(on=on).filter(body=body, year=year).order_by("public_from", "pk")


def _shown_summary(summary: Submission | None, corrected: Submission | None) -> Submission | None:
    if summary is None or is_withdrawn(summary):
        return None
    return corrected if corrected and not is_withdrawn(corrected) else summary


def _lines(summary: Submission | None) -> list[SummaryLine]:
    if summary is None:
        return []
    lines = SummaryLine.objects.filter(version=summary.accepted_version_id)
    return list(lines.select_related("item").order_by("position"))


def _items(plan: Submission, lines: Iterable[SummaryLine]) -> list[PublicItem]:
    rows = list(
        PlanItem.objects.filter(plan=plan, is_public=True)
        .prefetch_related("cooperating")
        .order_by("position")
    )
    reported = _reported(rows)
    changes = adjustments_of(plan, rows)
    by_item = {line.item_id: line for line in lines}
    return [
        _item(row, reported.get(row.pk, []), changes.get(row.code, []), by_item.get(row.pk))
        for row in rows
    ]


def _item(
    row: PlanItem, said: list[Progress], changes: list[Adjustment], line: SummaryLine | None
) -> PublicItem:
    status = said[-1].status if said else ProgressStatus.NOT_STARTED
    if row.state == ItemState.DROPPED:
        status = ProgressStatus.DROPPED
    achieved = line.actuals if line and line.actuals else said[-1].actuals if said else []
    return PublicItem(
        item=row,
        status=status,
        quarters=tuple((each.quarter, each.get_status_display()) for each in said),
        targets=_amounts(row.targets),
        achieved=_amounts(achieved),
        adjustments=tuple(changes),
        line=line,
    )


def accepted_progress() -> QuerySet[Progress]:
    """Give what accepted sheets say: what the secretariat has not seen yet is nobody's business."""
    return Progress.objects.filter(
        version__document__accepted_version=F("version"), corrected_by=None
    )


def _reported(rows: Iterable[PlanItem]) -> dict[int, list[Progress]]:
    """Give what was accepted of each item, quarter by quarter."""
    found = (
        accepted_progress().filter(item__in=rows).order_by("item", "quarter", "recorded_at", "pk")
    )
    return {pk: list(said) for pk, said in groupby(found, key=lambda row: row.item_id)}


def _plan_content(plan: Submission) -> PlanContent:
    return PlanContent.read(plan.accepted_version.payload)  # type: ignore[union-attr]


def _summary_content(summary: Submission) -> SummaryContent:
    return SummaryContent.read(summary.accepted_version.payload)  # type: ignore[union-attr]


def _amounts(kept: Iterable[Mapping[str, object]]) -> tuple[Amount, ...]:
    return tuple(
        Amount(str(each["value"]), str(Measure(str(each["measure"])).label)) for each in kept
    )
