"""What a new document begins with: nothing that is known is asked again."""

from dataclasses import replace

from workgroups.enums import DocumentKind, ItemState, ProgressStatus
from workgroups.models import Body, PlanItem, Progress, Submission, Year
from workgroups.models.contents import (
    Amount,
    ChangeContent,
    Content,
    Item,
    PlanContent,
    SheetContent,
    SheetLine,
    SummaryContent,
    SummaryEntry,
    new_key,
)
from workgroups.models.plan import WORDING


def content_for(
    kind: str,
    body: Body,
    year: Year,
    *,
    quarter: int | None = None,
    corrects: Submission | None = None,
) -> Content:
    """Give the content a new document of the kind begins with."""
    items = list(PlanItem.objects.of_year(body, year.year))
    match kind:
        case DocumentKind.PLAN:
            return PlanContent(items=_unfinished(body, year.year - 1))
        case DocumentKind.SHEET:
            return SheetContent(lines=_sheet_lines(items, quarter or 1))
        case DocumentKind.SUMMARY:
            return SummaryContent(lines=_summary_entries(items))
        case DocumentKind.CORRECTION if corrects is not None and corrects.accepted_version:
            return SummaryContent.read(corrects.accepted_version.payload)
        case _:
            return ChangeContent()


def item_wording(item: PlanItem) -> Item:
    """Give an item as it would stand in a plan."""
    said = {name: getattr(item, name) for name in (*WORDING, "key", "source_text")}
    helpers = list(item.cooperating.values_list("code", flat=True))
    return Item.read(said | {"cooperating": helpers})


def carried(item: PlanItem) -> Item:
    """Give an item of an earlier year as a new item: its days are to be set anew."""
    return replace(
        item_wording(item),
        key=new_key(),
        carried_from=item.code,
        quarter="",
        starts_on="",
        due_on="",
    )


def _unfinished(body: Body, year: int) -> tuple[Item, ...]:
    items = PlanItem.objects.of_year(body, year).filter(state=ItemState.LIVE)
    return tuple(carried(item) for item in items.prefetch_related("cooperating"))


def _sheet_lines(items: list[PlanItem], quarter: int) -> tuple[SheetLine, ...]:
    open_items = [item for item in items if item.state == ItemState.LIVE]
    before = _latest(open_items)
    return tuple(
        SheetLine(
            item=item.code,
            status=before[item.pk].status if item.pk in before else ProgressStatus.NOT_STARTED,
            next_step=before[item.pk].next_step if item.pk in before else "",
        )
        for item in open_items
    )


def _summary_entries(items: list[PlanItem]) -> tuple[SummaryEntry, ...]:
    latest = _latest(items)
    return tuple(_summary_entry(item, latest.get(item.pk)) for item in items)


def _summary_entry(item: PlanItem, progress: Progress | None) -> SummaryEntry:
    return SummaryEntry(
        key=item.key,
        item=item.code,
        kind=item.kind,
        title=item.title,
        outcome=progress.note if progress else "",
        own_grade=progress.grade if progress else "",
        actuals=tuple(Amount.read(each) for each in progress.actuals) if progress else (),
    )


def _latest(items: list[PlanItem]) -> dict[int, Progress]:
    """Give the newest standing progress of each item."""
    rows = (
        Progress.objects.standing()
        .filter(item__in=items)
        .order_by("item", "-quarter", "-recorded_at", "-id")
    )
    return {row.item_id: row for row in rows.distinct("item")}
