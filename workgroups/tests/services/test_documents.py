"""A document's life, step by step; what each step brings about and what it refuses."""

import datetime as dt

import pytest

from core import review
from core.drafting import Overtaken
from core.enums import Severity
from core.review import MustBeMended
from core.steps import StepNotOpen
from workgroups.enums import SubmissionState
from workgroups.models import PlanItem, Submission
from workgroups.services import documents
from workgroups.services.documents import NotOpenNow
from workgroups.tests.days import BEIJING, IN_APRIL, IN_MARCH, SOON
from workgroups.tests.factories import (
    YearFactory,
    item,
    officer,
    plan_content,
    staff,
)

pytestmark = pytest.mark.django_db


def test_a_plan_is_opened_once(plan, body, leader):
    again = documents.open_document("plan", body, plan.year, by=leader, at=IN_MARCH)

    assert again == plan
    assert plan.due_on == dt.date(2022, 3, 31)


def test_a_plan_is_not_opened_before_its_window(body, leader):
    early = dt.datetime(2021, 12, 31, 23, 59, tzinfo=BEIJING)

    with pytest.raises(NotOpenNow, match="2022-01-01"):
        documents.open_document("plan", body, YearFactory(), by=leader, at=early)


def test_a_year_that_is_being_prepared_takes_nothing(body, leader):
    year = YearFactory(state="preparing")

    with pytest.raises(NotOpenNow):
        documents.open_document("plan", body, year, by=leader, at=IN_MARCH)


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


def test_what_another_person_wrote_leaves_a_trail(plan, body, leader):
    liaison = officer(body, "liaison")
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


def test_published_withdrawn_and_published_again(accepted, head, reviewer):
    with pytest.raises(MustBeMended):
        documents.publish(accepted, by=reviewer, at=IN_APRIL, on=dt.date(2022, 4, 1))
    documents.publish(accepted, by=reviewer, at=IN_APRIL, on=dt.date(2022, 4, 12))

    assert not Submission.objects.published(on=dt.date(2022, 4, 11)).exists()
    assert Submission.objects.published(on=dt.date(2022, 4, 12)).exists()

    documents.withdraw(accepted, by=head, at=IN_APRIL, reason="有误")
    documents.republish(accepted, by=head, at=IN_APRIL)

    assert (accepted.state, accepted.withdrawn_reason) == ("published", "")
