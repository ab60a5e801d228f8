"""What an accepted document brings about, and what a handed-in sheet records."""

import datetime as dt
from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from django.utils import timezone

from core.steps import take_step
from workgroups.enums import ChangeAction, DocumentKind, ItemState, ProgressStatus
from workgroups.models import Body, PlanItem, Progress, Proof, Submission, SubmissionVersion
from workgroups.models import SummaryLine as Line
from workgroups.models.contents import (
    Amount,
    ChangeContent,
    ChangeLine,
    Item,
    PlanContent,
    SheetContent,
    SheetLine,
    SummaryContent,
    SummaryEntry,
    day_of,
    number_of,
    quarter_of,
)

# The secretariat's (grade, comment) of a line of a summary, by the line's key.
Grades = Mapping[str, tuple[str, str]]


def carry_out(document: Submission, *, by: Any, at: dt.datetime, grades: Grades) -> None:
    """Do what the accepted version says. Called in the transaction of the acceptance."""
    version = document.accepted_version
    assert version is not None  # noqa: S101 -- what is accepted names its version: the table's rule
    match document.kind:
        case DocumentKind.PLAN:
            _make_items(document, version, by=by, at=at)
        case DocumentKind.CHANGE:
            _change_items(document, version, by=by, at=at)
        case DocumentKind.SUMMARY | DocumentKind.CORRECTION:
            _keep_lines(version, grades)
        case _:
            pass  # a sheet's progress was recorded when it was handed in


def record_progress(version: SubmissionVersion, *, by: Any, at: dt.datetime) -> None:
    """Record what a sheet says of each item; handed in again, new rows correct the earlier ones."""
    document = version.document
    content = SheetContent.read(version.payload)
    items = {item.code: item for item in PlanItem.objects.of_year(document.body, document.year_id)}
    before = {
        row.item_id: row
        for row in Progress.objects.standing().filter(
            version__document=document, item__in=items.values()
        )
    }
    for line in content.lines:
        item = items[line.item]
        row = _progress(version, item, line, by=by, at=at)
        row.corrects = before.get(item.pk)
        row.save(force_insert=True)
        Proof.objects.bulk_create(
            Proof(progress=row, evidence_id=int(one)) for one in line.evidence
        )
        if row.status == ProgressStatus.DONE and item.state == ItemState.LIVE:
            take_step("finish", item, by=by, at=at)
        elif row.status != ProgressStatus.DONE and item.state == ItemState.DONE:
            take_step("reopen", item, by=by, at=at)


def _progress(
    version: SubmissionVersion, item: PlanItem, line: SheetLine, *, by: Any, at: dt.datetime
) -> Progress:
    document = version.document
    end = document.year.end_of_quarter(document.quarter or 1)
    return Progress(
        item=item,
        version=version,
        quarter=document.quarter or 1,
        as_of=min(end, timezone.localdate(at)),
        status=line.status,
        grade=line.grade,
        note=line.note,
        problems=line.problems,
        next_step=line.next_step,
        actuals=_amounts(line.actuals),
        needs_help=line.needs_help,
        is_shared=line.is_shared,
        recorded_by=by,
        recorded_at=at,
    )


def _make_items(
    document: Submission, version: SubmissionVersion, *, by: Any, at: dt.datetime
) -> None:
    for position, said in enumerate(PlanContent.read(version.payload).items, 1):
        _make_item(document, version, said, position, by=by, at=at)


def _make_item(
    document: Submission,
    version: SubmissionVersion,
    said: Item,
    position: int,
    *,
    by: Any,
    at: dt.datetime,
) -> None:
    source = PlanItem.objects.filter(code=said.carried_from, body=document.body).first()
    item = PlanItem.objects.create(
        plan=_plan_of(document),
        said_by=version,
        key=said.key,
        code=f"{document.year_id}-{document.body.code.upper()}-{position:02d}",
        body=document.body,
        year=document.year_id,
        position=position,
        carried_from=source,
        source_text=said.source_text,
        **_wording(said),
    )
    item.cooperating.set(Body.objects.filter(code__in=said.cooperating))
    if source is not None and source.state == ItemState.LIVE:
        take_step("carry", source, by=by, at=at)


def _change_items(
    document: Submission, version: SubmissionVersion, *, by: Any, at: dt.datetime
) -> None:
    for line in ChangeContent.read(version.payload).lines:
        if line.action == ChangeAction.ADD:
            last = PlanItem.objects.of_year(document.body, document.year_id).last()
            position = last.position + 1 if last else 1
            _make_item(document, version, line.wording, position, by=by, at=at)
        else:
            _change_item(document, version, line, by=by, at=at)


def _change_item(
    document: Submission,
    version: SubmissionVersion,
    line: ChangeLine,
    *,
    by: Any,
    at: dt.datetime,
) -> None:
    item = PlanItem.objects.get(code=line.item, plan=_plan_of(document))
    if line.action == ChangeAction.DROP:
        take_step("drop", item, by=by, at=at)
        return
    for name, value in _wording(line.wording).items():
        setattr(item, name, value)
    item.said_by = version
    item.save()
    item.cooperating.set(Body.objects.filter(code__in=line.wording.cooperating))


def _keep_lines(version: SubmissionVersion, grades: Grades) -> None:
    entries = SummaryContent.read(version.payload).lines
    codes = [entry.item for entry in entries if entry.item]
    items = PlanItem.objects.in_bulk(codes, field_name="code")
    Line.objects.bulk_create(
        _line(version, entry, position, items, grades) for position, entry in enumerate(entries, 1)
    )


def _line(
    version: SubmissionVersion,
    entry: SummaryEntry,
    position: int,
    items: Mapping[str, PlanItem],
    grades: Grades,
) -> Line:
    grade, comment = grades.get(entry.key, ("", ""))
    return Line(
        version=version,
        key=entry.key,
        position=position,
        item=items.get(entry.item),
        kind=entry.kind,
        title=entry.title,
        outcome=entry.outcome,
        own_grade=entry.own_grade,
        actuals=_amounts(entry.actuals),
        secretariat_grade=grade,
        secretariat_comment=comment,
    )


def _plan_of(document: Submission) -> Submission:
    return document.corrects if document.corrects is not None else document


def _wording(said: Item) -> dict[str, Any]:
    due = day_of(said.due_on)
    assert due is not None  # noqa: S101 -- checked before the version was handed in
    return {
        "title": said.title.strip(),
        "kind": said.kind,
        "description": said.description,
        "expected_result": said.expected_result,
        "targets": _amounts(said.targets),
        "starts_on": day_of(said.starts_on),
        "due_on": due,
        "quarter": quarter_of(said.quarter),
        "owner": said.owner[:100],
        "is_public": said.is_public,
    }


def _amounts(amounts: tuple[Amount, ...]) -> list[dict[str, object]]:
    known = ((each.measure, number_of(each.value)) for each in amounts if not each.is_empty)
    return [
        {"measure": measure, "value": _plain(value)}
        for measure, value in known
        if value is not None
    ]


def _plain(number: Decimal) -> int | str:
    """Whole numbers as numbers, others as text: a float would change them."""
    return int(number) if number == number.to_integral_value() else str(number.normalize())
