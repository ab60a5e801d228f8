"""A body's year, lived through by the services: what the tests of pages and queries look at."""

import datetime as dt

from django.utils.timezone import get_default_timezone

from workgroups.enums import DocumentKind
from workgroups.models import Evidence, PlanItem, Submission
from workgroups.models.contents import (
    ChangeContent,
    ChangeLine,
    SheetContent,
    SheetLine,
    SummaryContent,
    SummaryEntry,
    read_content,
)
from workgroups.services import documents
from workgroups.tests.factories import YEAR, YearFactory, item, plan_content, staff

BEIJING = get_default_timezone()


def moment(day: dt.date | str, hour: int = 9) -> dt.datetime:
    """Give the hour of the day in Beijing; "03-10" is a day of the year."""
    if isinstance(day, str):
        day = dt.date.fromisoformat(day if len(day) > 5 else f"{YEAR}-{day}")
    return dt.datetime.combine(day, dt.time(hour), tzinfo=BEIJING)


def opened(kind, body, *, on, quarter=None, year=None, corrects=None, by=None) -> Submission:
    year = year or YearFactory()
    at = moment(on)
    return documents.open_document(
        kind, body, year, by=by, at=at, quarter=quarter, corrects=corrects
    )


def handed_in(kind, body, *, on, content=None, by=None, **about) -> Submission:
    document = opened(kind, body, on=on, by=by, **about)
    if content is None:
        content = plan_content() if kind == DocumentKind.PLAN else _complete(document)
    documents.submit(document, content, seen=document.draft_number, by=by, at=moment(on))
    return document


def returned(document, *, on, due_again) -> Submission:
    documents.claim(document, by=staff(), at=moment(on))
    documents.send_back(
        document, by=staff(), at=moment(on), comment="请补充各条的预期成果。", due_again=due_again
    )
    return document


def accepted(kind, body, *, on, grades=None, **about) -> Submission:
    document = handed_in(kind, body, on=on, **about)
    documents.claim(document, by=staff(), at=moment(on))
    documents.accept(document, by=staff("head"), at=moment(on), grades=grades)
    return document


def published(kind, body, *, on, **about) -> Submission:
    document = accepted(kind, body, on=on, **about)
    documents.publish(document, by=staff(), at=moment(on), on=moment(on).date())
    return document


def sheet_content(body, *, year=YEAR, **said) -> dict:
    """Say the same of every item of the body that is in progress."""
    lines = [SheetLine(item=code, **said) for code in _codes(body, year)]
    return SheetContent(lines=tuple(lines)).write()


def summary_content(body, *, year=YEAR, overview="全年工作总体完成。", **said) -> dict:
    known = {"kind": "promotion", "title": "组织标准宣贯", "outcome": "完成", "own_grade": "full"}
    lines = [
        SummaryEntry(key=f"bbbb{number:04}", item=code, **(known | said))
        for number, code in enumerate(_codes(body, year))
    ]
    return SummaryContent(overview=overview, lines=tuple(lines)).write()


def change_content(code, *, action="postpone", reason="部分活动受疫情影响。", **said) -> dict:
    wording = item(**said)
    lines = (ChangeLine(action=action, item=code, wording=wording),)
    return ChangeContent(reason_kind="epidemic", reason=reason, lines=lines).write()


def evidence_of(plan_item, **about) -> Evidence:
    return Evidence.objects.create(
        item=plan_item,
        kind="link",
        title="活动报道",
        url="https://example.org/report",
        added_at=moment("06-01"),
        **about,
    )


def _codes(body, year):
    return PlanItem.objects.of_year(body, year).values_list("code", flat=True)


def _complete(document) -> dict:
    """Fill in the least of what the document began with."""
    body, year = document.body, document.year_id
    if document.kind == DocumentKind.SHEET:
        return sheet_content(body, year=year, status="on_track", note="按计划推进")
    if document.kind == DocumentKind.SUMMARY:
        return summary_content(body, year=year)
    return read_content(document.kind, document.draft).write()
