"""A document's life, step by step; what each step brings about and what it refuses."""

import datetime as dt

import pytest
from django.utils.timezone import get_default_timezone

from core import review
from core.drafting import Overtaken
from core.enums import Severity
from core.review import MustBeMended
from core.steps import StepNotOpen
from workgroups.enums import DocumentKind, ItemState, ProgressStatus, SubmissionState
from workgroups.models import Evidence, PlanItem, Progress, Submission, SummaryLine
from workgroups.models.contents import SheetContent, SheetLine, SummaryContent
from workgroups.services import documents
from workgroups.services.documents import NotOpenNow
from workgroups.tests.factories import (
    BodyFactory,
    YearFactory,
    item,
    officer,
    plan_content,
    staff,
)

pytestmark = pytest.mark.django_db

BEIJING = get_default_timezone()
IN_MARCH = dt.datetime(2022, 3, 10, 9, tzinfo=BEIJING)
IN_APRIL = dt.datetime(2022, 4, 10, 9, tzinfo=BEIJING)
NEXT_YEAR = dt.datetime(2023, 1, 10, 9, tzinfo=BEIJING)
SOON = dt.date(2022, 3, 20)


@pytest.fixture
def group():
    return BodyFactory()


@pytest.fixture
def leader(group):
    return officer(group)


@pytest.fixture
def reviewer():
    return staff()


@pytest.fixture
def head():
    return staff("head")


@pytest.fixture
def plan(group, leader):
    return documents.open_document("plan", group, YearFactory(), by=leader, at=IN_MARCH)


@pytest.fixture
def submitted(plan, leader):
    documents.submit(plan, plan_content(), seen=0, by=leader, at=IN_MARCH)
    return plan


@pytest.fixture
def in_review(submitted, reviewer):
    documents.claim(submitted, by=reviewer, at=IN_MARCH)
    return submitted


@pytest.fixture
def accepted(in_review, reviewer, head):
    documents.recommend(in_review, by=reviewer, at=IN_MARCH)
    documents.accept(in_review, by=head, at=IN_MARCH)
    return in_review


def test_a_plan_is_opened_once(plan, group, leader):
    again = documents.open_document("plan", group, plan.year, by=leader, at=IN_MARCH)

    assert again == plan
    assert plan.due_on == dt.date(2022, 3, 31)


def test_a_plan_is_not_opened_before_its_window(group, leader):
    early = dt.datetime(2021, 12, 31, 23, 59, tzinfo=BEIJING)

    with pytest.raises(NotOpenNow, match="2022-01-01"):
        documents.open_document("plan", group, YearFactory(), by=leader, at=early)


def test_a_year_that_is_being_prepared_takes_nothing(group, leader):
    year = YearFactory(state="preparing")

    with pytest.raises(NotOpenNow):
        documents.open_document("plan", group, year, by=leader, at=IN_MARCH)


def test_handing_in_freezes_the_text(submitted):
    version = submitted.current_version

    assert submitted.state == SubmissionState.SUBMITTED
    assert (version.number, version.payload) == (1, plan_content())
    assert len(version.sha256) == 64
    assert version.receipt == f"2022-{submitted.pk:05d}-01"


def test_handed_in_twice_it_is_one_version(submitted, leader):
    versions = {
        documents.submit(submitted, plan_content(), seen=0, by=leader, at=IN_MARCH).pk
        for _ in range(50)
    }

    assert versions == {submitted.current_version_id}
    assert submitted.versions.count() == 1


def test_an_incomplete_plan_is_kept_and_not_handed_in(plan, leader):
    unfinished = plan_content(item(title="", due_on="2023-01-15"))

    with pytest.raises(MustBeMended):
        documents.submit(plan, unfinished, seen=0, by=leader, at=IN_MARCH)

    plan.refresh_from_db()
    assert (plan.state, plan.draft, plan.draft_number) == ("draft", unfinished, 1)


def test_whoever_is_overtaken_keeps_the_text(plan, leader):
    documents.save_draft(plan, plan_content(item(title="甲")), seen=0, by=leader, at=IN_MARCH)

    with pytest.raises(Overtaken) as overtaken:
        documents.save_draft(plan, plan_content(item(title="乙")), seen=0, by=leader, at=IN_MARCH)

    plan.refresh_from_db()
    assert plan.draft == plan_content(item(title="甲"))
    assert overtaken.value.kept.content == plan_content(item(title="乙"))
    assert list(plan.kept_drafts.values_list("was_overtaken", flat=True)) == [True]


def test_what_another_person_wrote_leaves_a_trail(plan, group, leader):
    liaison = officer(group, "liaison")
    documents.save_draft(plan, plan_content(item(title="甲")), seen=0, by=leader, at=IN_MARCH)
    documents.save_draft(plan, plan_content(item(title="乙")), seen=1, by=liaison, at=IN_MARCH)
    documents.save_draft(plan, plan_content(item(title="丙")), seen=2, by=liaison, at=IN_MARCH)

    kept = plan.kept_drafts.get()
    assert (kept.saved_by, kept.content) == (leader, plan_content(item(title="甲")))


def test_recalling_gives_the_draft_back(submitted, leader):
    documents.recall(submitted, by=leader, at=IN_MARCH)
    version = documents.submit(submitted, plan_content(), seen=1, by=leader, at=IN_APRIL)

    assert version.number == 2


def test_what_is_being_reviewed_is_not_recalled(in_review, leader):
    with pytest.raises(StepNotOpen):
        documents.recall(in_review, by=leader, at=IN_MARCH)


def test_one_reviewer_at_a_time(in_review):
    with pytest.raises(StepNotOpen):
        documents.claim(Submission.objects.get(), by=staff(), at=IN_MARCH)

    assert in_review.claims.filter(released_at=None).count() == 1


def test_a_returned_plan_has_a_new_day_and_comes_back(in_review, reviewer, leader):
    note = review.remark(
        in_review.current_version,
        by=reviewer,
        at=IN_MARCH,
        text="请写明完成时间",
        severity=Severity.MUST,
        place="items/aaaa0001/due_on",
    )
    documents.send_back(
        in_review, by=reviewer, at=IN_MARCH, comment="请按批注补充后再次提交。", due_again=SOON
    )
    again = plan_content(item(due_on="2022-06-30"))
    with pytest.raises(MustBeMended):
        documents.submit(in_review, again, seen=1, by=leader, at=IN_MARCH)
    review.answer(note, by=leader, at=IN_MARCH, text="已改为六月底。")
    version = documents.submit(in_review, again, seen=2, by=leader, at=IN_MARCH)

    assert (in_review.due_on, version.number, version.payload) == (SOON, 2, again)
    assert in_review.versions.get(number=1).decision.outcome == "returned"


def test_a_return_needs_reasons_and_time(in_review, reviewer):
    with pytest.raises(MustBeMended):
        documents.send_back(in_review, by=reviewer, at=IN_MARCH, comment="不行", due_again=SOON)
    with pytest.raises(MustBeMended):
        documents.send_back(
            in_review,
            by=reviewer,
            at=IN_MARCH,
            comment="请按批注补充后再次提交。",
            due_again=dt.date(2022, 3, 10),
        )

    assert Submission.objects.get().state == "in_review"


def test_an_open_remark_that_must_be_mended_stands_in_the_way(in_review, reviewer, head):
    note = review.remark(
        in_review.current_version, by=reviewer, at=IN_MARCH, text="缺目标", severity=Severity.MUST
    )
    with pytest.raises(MustBeMended):
        documents.accept(in_review, by=head, at=IN_MARCH)
    review.close(note, by=reviewer, at=IN_MARCH)
    documents.accept(in_review, by=head, at=IN_MARCH)

    assert in_review.state == SubmissionState.ACCEPTED


def test_an_accepted_plan_becomes_items(accepted, reviewer, head):
    one = PlanItem.objects.get()

    assert (one.code, one.title, one.due_on) == (
        "2022-PP-01",
        "组织标准宣贯",
        dt.date(2022, 12, 31),
    )
    assert one.said_by == accepted.accepted_version
    decision = accepted.accepted_version.decision
    assert (decision.decided_by, decision.endorsed_by) == (reviewer, head)
    assert accepted.claims.filter(released_at=None).count() == 0


def sheet_content(**said):
    known = {"item": "2022-PP-01", "status": "on_track", "note": "已完成课件。"}
    return SheetContent(lines=(SheetLine(**(known | said)),)).write()


@pytest.fixture
def sheet(accepted, group, leader):
    return documents.open_document("sheet", group, accepted.year, by=leader, at=IN_APRIL, quarter=1)


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
    sheet, accepted, group, leader, reviewer, head
):
    documents.submit(sheet, sheet_content(), seen=0, by=leader, at=IN_APRIL)
    summary = documents.open_document("summary", group, accepted.year, by=leader, at=NEXT_YEAR)
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


def test_next_years_plan_carries_what_is_unfinished(accepted, group, leader, reviewer, head):
    year = YearFactory(year=2023)
    plan = documents.open_document("plan", group, year, by=leader, at=NEXT_YEAR)
    (carried,) = plan.draft["items"]
    assert (carried["carried_from"], carried["due_on"]) == ("2022-PP-01", "")

    content = plan_content(item(due_on="2023-06-30", carried_from="2022-PP-01"))
    documents.submit(plan, content, seen=0, by=leader, at=NEXT_YEAR)
    documents.claim(plan, by=reviewer, at=NEXT_YEAR)
    documents.accept(plan, by=head, at=NEXT_YEAR)

    assert PlanItem.objects.get(year=2022).state == ItemState.CARRIED
    assert PlanItem.objects.get(year=2023).carried_from.code == "2022-PP-01"


def test_a_change_rewords_and_drops_and_keeps_the_baseline(accepted, group, leader, reviewer, head):
    change = documents.open_document(
        "change", group, accepted.year, by=leader, at=IN_APRIL, corrects=accepted
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


def test_published_withdrawn_and_published_again(accepted, head, reviewer):
    with pytest.raises(MustBeMended):
        documents.publish(accepted, by=reviewer, at=IN_APRIL, on=dt.date(2022, 4, 1))
    documents.publish(accepted, by=reviewer, at=IN_APRIL, on=dt.date(2022, 4, 12))

    assert not Submission.objects.published(on=dt.date(2022, 4, 11)).exists()
    assert Submission.objects.published(on=dt.date(2022, 4, 12)).exists()

    documents.withdraw(accepted, by=head, at=IN_APRIL, reason="有误")
    documents.republish(accepted, by=head, at=IN_APRIL)

    assert (accepted.state, accepted.withdrawn_reason) == ("published", "")


def test_a_change_may_be_declined_and_nothing_moves(accepted, group, leader, head):
    change = documents.open_document(
        DocumentKind.CHANGE, group, accepted.year, by=leader, at=IN_APRIL, corrects=accepted
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
