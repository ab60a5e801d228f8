"""The groups' and the secretariat's work of 2021 and plans for 2022, as accepted documents.

Source: the report of the meeting of group leaders on 24 March 2022, restated in short words. The
report names no last days, so the items are due at the end of their year.
"""

import csv
import datetime as dt
from collections import defaultdict
from pathlib import Path

from django.db import transaction
from django.utils.timezone import get_default_timezone

from core.history import because
from workgroups.enums import DocumentKind, YearState
from workgroups.models import Body, Submission, Year
from workgroups.models.contents import Item, PlanContent, SummaryContent, SummaryEntry
from workgroups.services import documents

FILE = Path(__file__).resolve().parent.parent / "founding" / "documents.csv"
MEETING = dt.datetime(2022, 3, 24, 10, tzinfo=get_default_timezone())
SOURCE = "2022年3月24日责任关怀工作组组长副组长线上会议报道"

Rows = list[dict[str, str]]


@transaction.atomic
def load_documents() -> int:
    """Bring in the documents that are missing; answer how many. Twice changes nothing.

    A body that has the document already, whatever it says, keeps it.
    """
    with because(by=None, reason=SOURCE, source="record"):
        years = {year: _year(year) for year in (2021, 2022)}
        created = sum(_load(key, rows, years) for key, rows in _documents().items())
        Year.objects.filter(pk__in=[year.pk for year in years.values()]).exclude(
            state=YearState.CLOSED
        ).update(state=YearState.CLOSED)
    return created


def _documents() -> dict[tuple[str, int, str], Rows]:
    found: dict[tuple[str, int, str], Rows] = defaultdict(list)
    with FILE.open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            found[row["body"], int(row["year"]), row["document"]].append(row)
    return found


def _year(year: int) -> Year:
    """Give the year of work: its documents were due at the end of March."""
    return Year.objects.get_or_create(
        year=year,
        defaults={
            "state": YearState.OPEN,
            "plan_opens_on": dt.date(year, 1, 1),
            "plan_due_on": dt.date(year, 3, 31),
            "summary_opens_on": dt.date(year + 1, 1, 1),
            "summary_due_on": dt.date(year + 1, 3, 31),
            "public_from": MEETING.date(),
        },
    )[0]


def _load(key: tuple[str, int, str], rows: Rows, years: dict[int, Year]) -> int:
    code, year, kind = key
    body = Body.objects.get(code=code)
    if Submission.objects.filter(body=body, year=years[year], kind=kind).exists():
        return 0
    if years[year].state != YearState.OPEN:
        return 0  # the secretariat has closed the year: it knows better
    document = documents.open_document(kind, body, years[year], by=None, at=MEETING)
    content = _plan(year, rows) if kind == DocumentKind.PLAN else _summary(rows)
    documents.submit(
        document, content.write(), seen=document.draft_number, by=None, at=MEETING, note=SOURCE
    )
    documents.claim(document, by=None, at=MEETING)
    documents.accept(document, by=None, at=MEETING, comment=SOURCE)
    documents.publish(document, by=None, at=MEETING, on=MEETING.date())
    return 1


def _plan(year: int, rows: Rows) -> PlanContent:
    items = (
        Item(
            key=f"{number:08d}",
            title=row["title"],
            kind=row["kind"],
            expected_result=row["said"],
            due_on=f"{year}-12-31",
        )
        for number, row in enumerate(rows, 1)
    )
    return PlanContent(preface=_from_the_report(), items=tuple(items))


def _summary(rows: Rows) -> SummaryContent:
    lines = (
        SummaryEntry(key=f"{number:08d}", kind=row["kind"], title=row["title"], outcome=row["said"])
        for number, row in enumerate(rows, 1)
    )
    return SummaryContent(overview=_from_the_report(), lines=tuple(lines))


def _from_the_report() -> str:
    return f"据{SOURCE}整理。"
