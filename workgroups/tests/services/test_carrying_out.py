"""What was planned is carried out: sheets of progress, the summary, the next plan, changes."""

import datetime as dt

import pytest

from core.review import MustBeMended
from workgroups.enums import DocumentKind, ItemState, ProgressStatus
from workgroups.models import Evidence, PlanItem, Progress, SummaryLine
from workgroups.models.contents import SheetContent, SheetLine, SummaryContent
from workgroups.services import documents
from workgroups.tests.days import IN_APRIL, NEXT_YEAR
from workgroups.tests.factories import (
    YearFactory,
    item,
    plan_content,
)

pytestmark = pytest.mark.django_db


def sheet_content(**said):
    known = {"item": "2022-PP-01", "status": "on_track", "note": "已完成课件。"}
    return SheetContent(lines=(SheetLine(**(known | said)),)).write()


@pytest.fixture
def sheet(accepted, body, leader):
    return documents.open_document("sheet", body, accepted.year, by=leader, at=IN_APRIL, quarter=1)


def test_a_sheet_lists_what_is_in_progress(sheet):
    assert [line["item"] for line in sheet.draft["lines"]] == ["2022-PP-01"]
    assert sheet.due_on == dt.date(2022, 4, 15)


def test_a_sheet_records_progress_when_it_is_handed_in(sheet, leader):
    documents.submit(sheet, sheet_content(), seen=0, by=leader, at=IN_APRIL)

    row = Progress.objects.get()
    assert (row.item.code, row.status, row.quarter) == ("2022-PP-01", ProgressStatus.ON_TRACK, 1)
    assert row.as_of == dt.date(2022, 3, 31)


def test_a_sheet_handed_in_again_corrects(sheet, leader):
    documents.submit(sheet, sheet_content(), seen=0, by=leader, at=IN_APRIL)
    documents.recall(sheet, by=leader, at=IN_APRIL)
    documents.submit(sheet, sheet_content(status="at_risk"), seen=1, by=leader, at=IN_APRIL)

    assert Progress.objects.standing().get().status == ProgressStatus.AT_RISK
    assert Progress.objects.count() == 2


def test_done_needs_evidence_and_a_grade(sheet, leader):
    done = {"status": "done", "grade": "full"}
    with pytest.raises(MustBeMended):
        documents.submit(sheet, sheet_content(**done), seen=0, by=leader, at=IN_APRIL)
    evidence = Evidence.objects.create(
        item=PlanItem.objects.get(),
        kind="link",
        title="宣贯会报道",
        url="https://example.com/1",
        added_at=IN_APRIL,
    )
    content = sheet_content(**done, evidence=(str(evidence.pk),))
    documents.submit(sheet, content, seen=1, by=leader, at=IN_APRIL)

    assert PlanItem.objects.get().state == ItemState.DONE
    assert Progress.objects.get().proofs.get().evidence == evidence


def test_a_summary_begins_with_what_is_known_and_becomes_lines(
    sheet, accepted, body, leader, reviewer, head
):
    documents.submit(sheet, sheet_content(), seen=0, by=leader, at=IN_APRIL)
    summary = documents.open_document("summary", body, accepted.year, by=leader, at=NEXT_YEAR)
    content = SummaryContent.read(summary.draft)
    (line,) = content.lines

    assert (line.item, line.outcome) == ("2022-PP-01", "已完成课件。")

    said = content.write() | {"overview": "全年围绕标准宣贯开展工作。"}
    said["lines"][0]["own_grade"] = "substantial"
    documents.submit(summary, said, seen=0, by=leader, at=NEXT_YEAR)
    documents.claim(summary, by=reviewer, at=NEXT_YEAR)
    documents.recommend(summary, by=reviewer, at=NEXT_YEAR)
    documents.accept(summary, by=head, at=NEXT_YEAR, grades={line.key: ("partial", "覆盖面有限")})

    kept = SummaryLine.objects.get()
    assert (kept.own_grade, kept.secretariat_grade) == ("substantial", "partial")


def test_next_years_plan_carries_what_is_unfinished(accepted, body, leader, reviewer, head):
    year = YearFactory(year=2023)
    plan = documents.open_document("plan", body, year, by=leader, at=NEXT_YEAR)
    (carried,) = plan.draft["items"]
    assert (carried["carried_from"], carried["due_on"]) == ("2022-PP-01", "")

    content = plan_content(item(due_on="2023-06-30", carried_from="2022-PP-01"))
    documents.submit(plan, content, seen=0, by=leader, at=NEXT_YEAR)
    documents.claim(plan, by=reviewer, at=NEXT_YEAR)
    documents.accept(plan, by=head, at=NEXT_YEAR)

    assert PlanItem.objects.get(year=2022).state == ItemState.CARRIED
    assert PlanItem.objects.get(year=2023).carried_from.code == "2022-PP-01"


def test_a_change_rewords_and_drops_and_keeps_the_baseline(accepted, body, leader, reviewer, head):
    change = documents.open_document(
        "change", body, accepted.year, by=leader, at=IN_APRIL, corrects=accepted
    )
    content = {
        "reason_kind": "epidemic",
        "reason": "线下活动推迟。",
        "lines": [
            {
                "action": "postpone",
                "item": "2022-PP-01",
                "wording": item(title="组织标准宣贯（线上）").write(),
            },
            {"action": "add", "wording": item(key="bbbb0002", title="线上沙龙").write()},
        ],
    }
    documents.submit(change, content, seen=0, by=leader, at=IN_APRIL)
    documents.claim(change, by=reviewer, at=IN_APRIL)
    documents.accept(change, by=reviewer, at=IN_APRIL)

    first, second = PlanItem.objects.order_by("position")
    assert (first.title, first.said_by) == ("组织标准宣贯（线上）", change.accepted_version)
    assert second.code == "2022-PP-02"
    assert accepted.accepted_version.payload == plan_content()


def test_a_change_may_be_declined_and_nothing_moves(accepted, body, leader, head):
    change = documents.open_document(
        DocumentKind.CHANGE, body, accepted.year, by=leader, at=IN_APRIL, corrects=accepted
    )
    content = {
        "reason_kind": "error",
        "reason": "写错了",
        "lines": [{"action": "drop", "item": "2022-PP-01"}],
    }
    documents.submit(change, content, seen=0, by=leader, at=IN_APRIL)
    documents.claim(change, by=head, at=IN_APRIL)
    documents.decline(change, by=head, at=IN_APRIL, comment="计划无误，不必变更，请按原计划执行。")

    assert PlanItem.objects.get().state == ItemState.LIVE
    assert change.state == "declined"
