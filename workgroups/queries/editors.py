"""What an editor of a document shows: its fields, with faults, remarks and what is known beside."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any, Final

from django.utils.translation import gettext as _

from core.editing import EditPart, Notes, by_place, edit_part, places_in
from core.enums import Severity
from workgroups.enums import DocumentKind
from workgroups.models import Body, Evidence, PlanItem, Progress, Remark, Submission
from workgroups.models.contents import (
    Answer,
    Content,
    Item,
    SheetContent,
    SheetLine,
    SummaryContent,
    SummaryEntry,
)
from workgroups.models.year import QUARTERS
from workgroups.queries.reviewing import remarks_of

FEW: Final = 4  # so many items stand open at once


@dataclass(frozen=True)
class EditRemark:
    """A remark beside the field it is about, with the answer that stands in the draft."""

    remark: Remark
    answer: str

    @property
    def may_be_answered(self) -> bool:
        """Tell whether it asks for an answer; praise does not."""
        return self.remark.severity != Severity.PRAISE


@dataclass(frozen=True)
class EditItem:
    """One item of the editor: its fields, and what is known of it."""

    number: int
    part: EditPart
    missing: int
    is_open: bool
    item: PlanItem | None = None
    before: Progress | None = None
    accepted: SummaryEntry | None = None  # what a correction corrects
    evidence: list[Evidence] = field(default_factory=list)

    @property
    def said(self) -> Any:
        """What the part says, as it stands in the draft."""
        return self.part.shape


@dataclass(frozen=True)
class Editor:
    """The whole page of an editor, for one person."""

    document: Submission
    content: Content
    form: EditPart
    items: list[EditItem]
    missing: int
    unanswered: int
    remarks: list[EditRemark]  # on the document as a whole
    accepted: SummaryContent | None  # what a correction corrects


def editor(
    document: Submission,
    user: Any,
    content: Content,
    *,
    faults: Iterable[tuple[str, str]],
    shows_faults: bool,
    open_place: str = "",
) -> Editor:
    """Give the editor of the draft. `faults` are (place, sentence); they are said when asked for.

    The part around `open_place` stands open.
    """
    content = _complete(document, content)
    found = list(faults)
    remarks = _remarks(document, user, content)
    places = set(places_in(content))
    noted = by_place(((each.remark.place, each) for each in remarks), places)
    form = edit_part(
        content,
        Notes(
            faults=by_place(found, places) if shows_faults else {},
            remarks=noted,
            choices={"cooperating": _other_bodies(document), "quarter": _quarters()},
        ),
    )
    missing = _count_by_part(found)
    accepted = _accepted(document)
    return Editor(
        document=document,
        content=content,
        form=form,
        items=_items(document, form, missing, shows_faults, open_place, accepted),
        missing=len(found),
        unanswered=sum(_waits(each) for each in remarks),
        remarks=noted.get("", []),
        accepted=accepted,
    )


def _accepted(document: Submission) -> SummaryContent | None:
    """Give the accepted summary that the document corrects."""
    corrected = document.corrects if document.kind == DocumentKind.CORRECTION else None
    version = corrected.accepted_version if corrected else None
    return SummaryContent.read(version.payload) if version else None


def _waits(each: EditRemark) -> bool:
    is_must = each.remark.severity == Severity.MUST
    return is_must and not each.remark.answer and not each.answer.strip()


def _remarks(document: Submission, user: Any, content: Content) -> list[EditRemark]:
    """Give the open remarks, each with the answer that stands in the draft."""
    answers: Mapping[str, Answer] = {each.remark: each for each in content.answers}
    return [
        EditRemark(remark, answers[str(remark.pk)].text if str(remark.pk) in answers else "")
        for remark in remarks_of(document, user).filter(closed_at=None)
    ]


def _count_by_part(faults: Iterable[tuple[str, str]]) -> Mapping[str, int]:
    """Count the faults of each part of a list: "items/3f2a"."""
    counts: dict[str, int] = defaultdict(int)
    for place, _sentence in faults:
        counts["/".join(place.split("/")[:2])] += 1
    return counts


def _other_bodies(document: Submission) -> list[tuple[str, str]]:
    groups = Body.objects.working_groups().exclude(pk=document.body_id)
    return [(body.code, body.label) for body in groups]


def _quarters() -> list[tuple[str, str]]:
    return [(str(number), _("quarter %(number)s") % {"number": number}) for number in QUARTERS]


# --- The items of each kind of document ---


def _items(
    document: Submission,
    form: EditPart,
    missing: Mapping[str, int],
    shows_faults: bool,
    open_place: str,
    accepted: SummaryContent | None,
) -> list[EditItem]:
    name = "items" if document.kind == DocumentKind.PLAN else "lines"
    parts: list[EditPart] = form.fields.get(name, [])
    known = _known(document, parts)
    few = len(parts) <= FEW
    entries = {entry.key: entry for entry in accepted.lines} if accepted else {}
    return [
        EditItem(
            number=number,
            part=part,
            missing=missing.get(part.place, 0),
            is_open=few
            or part.place == open_place
            or bool(part.remark_count)
            or (shows_faults and bool(part.fault_count)),
            accepted=entries.get(getattr(part.shape, "key", "")),
            **known.get(_code_of(part), {}),
        )
        for number, part in enumerate(parts, 1)
    ]


def _code_of(part: EditPart) -> str:
    shape: Any = part.shape
    return shape.carried_from if isinstance(shape, Item) else shape.item


def _known(document: Submission, parts: list[EditPart]) -> Mapping[str, dict[str, Any]]:
    """Give by its code what is known of each item that the parts speak of."""
    codes = [code for part in parts if (code := _code_of(part))]
    items = PlanItem.objects.filter(code__in=codes, body=document.body)
    rows = Progress.objects.standing().filter(item__in=items)
    if document.kind == DocumentKind.SHEET:
        rows = rows.filter(quarter__lt=document.quarter)
    latest = rows.order_by("item", "-quarter", "-recorded_at", "-id").distinct("item")
    before = {row.item_id: row for row in latest}
    evidence: dict[int, list[Evidence]] = defaultdict(list)
    for each in Evidence.objects.filter(item__in=items).select_related("file").order_by("pk"):
        evidence[each.item_id].append(each)
    return {
        item.code: {"item": item, "before": before.get(item.pk), "evidence": evidence[item.pk]}
        for item in items.prefetch_related("cooperating")
    }


def _complete(document: Submission, content: Content) -> Content:
    """Add to a sheet the items that a change of the plan brought after it was begun."""
    if not isinstance(content, SheetContent):
        return content
    live = PlanItem.objects.of_year(document.body, document.year_id).live()
    known = {line.item for line in content.lines}
    new = [SheetLine(item=code) for code in live.values_list("code", flat=True)]
    missing = tuple(line for line in new if line.item not in known)
    return SheetContent(lines=(*content.lines, *missing), answers=content.answers)
