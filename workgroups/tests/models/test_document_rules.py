"""What the database refuses of documents, whoever asks: each rule by raw SQL, kept and broken."""

import datetime as dt
import hashlib

import pytest
from django.db import DatabaseError, connection, transaction
from django.utils.timezone import get_default_timezone

from workgroups.models import Decision, PlanItem, Submission, SubmissionVersion
from workgroups.services import documents
from workgroups.tests.factories import (
    BodyFactory,
    SubmissionFactory,
    YearFactory,
    item,
    plan_content,
    staff,
)

pytestmark = pytest.mark.django_db

AT = dt.datetime(2022, 3, 10, 9, tzinfo=get_default_timezone())


def sql(statement, *values):
    with connection.cursor() as cursor, transaction.atomic():
        cursor.execute(statement, values)
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")


@pytest.fixture
def submitted(body, leader):
    plan = documents.open_document("plan", body, YearFactory(), by=leader, at=AT)
    documents.submit(plan, plan_content(), seen=0, by=leader, at=AT)
    return plan


@pytest.fixture
def in_review(submitted):
    documents.claim(submitted, by=staff(), at=AT)
    return submitted


@pytest.fixture
def accepted(in_review):
    documents.accept(in_review, by=staff("head"), at=AT)
    return in_review


# --- One of each a year; who hands in (I7, I8) ---


def test_a_body_has_one_plan_a_year(body):
    SubmissionFactory(body=body)

    with pytest.raises(DatabaseError, match="one_plan_and_one_summary_of_a_body_a_year"):
        SubmissionFactory(body=body)


def test_a_void_plan_makes_room(body):
    documents.void(SubmissionFactory(body=body), by=None, at=AT, reason="重复建立")

    assert SubmissionFactory(body=body).state == "draft"


def test_a_body_has_one_sheet_a_quarter(body):
    SubmissionFactory(body=body, kind="sheet", quarter=1)
    SubmissionFactory(body=body, kind="sheet", quarter=2)

    with pytest.raises(DatabaseError, match="one_progress_sheet_of_a_body_a_quarter"):
        SubmissionFactory(body=body, kind="sheet", quarter=1)


@pytest.mark.parametrize(("kind", "quarter"), [("sheet", None), ("sheet", 5), ("plan", 1)])
def test_sheets_and_only_they_have_a_quarter(kind, quarter):
    with pytest.raises(DatabaseError, match="sheets_and_only_they_have_a_quarter"):
        SubmissionFactory(kind=kind, quarter=quarter)


def test_the_committee_hands_nothing_in():
    committee = BodyFactory(code="com", kind="committee", track="")

    with pytest.raises(DatabaseError, match="only_working_groups_and_the_secretariat_hand_in"):
        SubmissionFactory(body=committee)


def test_the_secretariat_hands_in_too():
    secretariat = BodyFactory(code="sec", kind="secretariat", track="")

    assert SubmissionFactory(body=secretariat).pk


# --- Steps (I9) ---


def test_a_document_begins_as_a_draft():
    with pytest.raises(DatabaseError, match="starts_at_the_start"):
        SubmissionFactory(state="submitted")


@pytest.mark.parametrize("changes", [{"kind": "summary"}, {"year": 2023}, {"quarter": 2}])
def test_a_document_stays_what_it_is(submitted, changes):
    YearFactory(year=2023)

    with pytest.raises(DatabaseError, match="a_document_stays_what_it_is"):
        Submission.objects.update(**changes)


def test_a_document_is_not_deleted(submitted):
    with pytest.raises(DatabaseError, match="a_document_stays"):
        sql("DELETE FROM workgroups_submission")


# --- Versions and decisions (I10 to I16) ---


@pytest.mark.parametrize("table", ["submissionversion", "decision"])
@pytest.mark.parametrize("statement", ["DELETE FROM {}", "UPDATE {} SET id = id"])
def test_what_was_handed_in_and_decided_stays(accepted, table, statement):
    with pytest.raises(DatabaseError, match=r"append_only"):
        sql(statement.format(f"workgroups_{table}"))


def test_the_checksum_is_that_of_the_text(submitted):
    version = SubmissionVersion.objects.extra(select={"text": "payload::text"}).get()

    assert version.sha256 == hashlib.sha256(version.text.encode()).hexdigest()


def test_accepted_needs_a_decision_on_the_last_version(in_review):
    with pytest.raises(DatabaseError, match="accepted_by_a_decision_on_its_last_version"):
        sql(
            "UPDATE workgroups_submission "
            "SET state = 'accepted', accepted_version_id = current_version_id"
        )


def test_a_plan_needs_an_endorsement(in_review):
    Decision.objects.create(
        version=in_review.current_version, outcome="accepted", decided_by=staff(), decided_at=AT
    )

    with pytest.raises(DatabaseError, match="accepted_by_a_decision_on_its_last_version"):
        sql(
            "UPDATE workgroups_submission "
            "SET state = 'accepted', accepted_version_id = current_version_id"
        )


def test_the_accepted_version_stays(accepted):
    version = accepted.versions.create(number=2, payload={}, handed_in_at=AT)

    with pytest.raises(DatabaseError, match="the_accepted_version_stays"):
        sql("UPDATE workgroups_submission SET accepted_version_id = %s", version.pk)


def test_a_version_belongs_to_its_document(submitted):
    other = SubmissionFactory(kind="summary", body=submitted.body)

    with pytest.raises(DatabaseError, match="a_version_belongs_to_its_document"):
        sql(
            "UPDATE workgroups_submission SET current_version_id = %s WHERE id = %s",
            submitted.current_version_id,
            other.pk,
        )


def test_one_decision_a_version(in_review):
    decision = {
        "version": in_review.current_version,
        "outcome": "declined",
        "decided_by": staff(),
        "decided_at": AT,
    }
    Decision.objects.create(**decision)

    with pytest.raises(DatabaseError, match="version_id"):
        Decision.objects.create(**decision)


@pytest.mark.parametrize(
    "fields",
    [
        {"comment": "", "due_again": dt.date(2022, 4, 1)},
        {"comment": "请修改。", "due_again": dt.date(2022, 4, 1)},
        {"comment": "请按批注逐条补充后再次提交。"},
    ],
)
def test_a_return_has_reasons_and_a_day(in_review, fields):
    with pytest.raises(DatabaseError, match="decision_returned_has_a_comment_and_a_new_day"):
        Decision.objects.create(
            version=in_review.current_version,
            outcome="returned",
            decided_by=staff(),
            decided_at=AT,
            **fields,
        )


@pytest.mark.parametrize("who", ["decided_by", "endorsed_by"])
def test_nobody_decides_on_the_own_body(in_review, leader, who):
    people = {"decided_by": staff(), "endorsed_by": staff("head")} | {who: leader}

    with pytest.raises(DatabaseError, match="nobody_decides_on_the_own_body"):
        Decision.objects.create(
            version=in_review.current_version, outcome="accepted", decided_at=AT, **people
        )


def test_a_former_officer_may_decide(in_review, leader):
    sql(
        "UPDATE workgroups_office SET valid = daterange('2020-01-01', '2022-03-10'), "
        "ended_reason = 'left'"
    )

    assert Decision.objects.create(
        version=in_review.current_version, outcome="accepted", decided_by=leader, decided_at=AT
    ).pk


def test_one_open_claim(in_review):
    with pytest.raises(DatabaseError, match="one_open_claim_per_document"):
        in_review.claims.create(reviewer=staff(), claimed_at=AT)


# --- Items (I17, I19) ---


def test_an_item_is_worded_by_what_was_accepted(accepted):
    with pytest.raises(DatabaseError, match="an_item_is_worded_by_an_accepted_version"):
        sql("UPDATE workgroups_planitem SET title = '另一件事'")


def test_no_item_without_an_accepted_version(submitted):
    with pytest.raises(DatabaseError, match="an_item_is_worded_by_an_accepted_version"):
        PlanItem.objects.create(
            plan=submitted,
            said_by=submitted.current_version,
            key="x",
            code="2022-PP-09",
            body=submitted.body,
            year=2022,
            position=9,
            title="未经通过的事项",
            kind="other",
            due_on=dt.date(2022, 12, 31),
        )


def test_an_item_is_due_in_its_year(in_review, leader):
    late = plan_content(item(due_on="2023-01-01"))
    documents.send_back(
        in_review,
        by=staff(),
        at=AT,
        comment="请按批注逐条补充后再次提交。",
        due_again=dt.date(2022, 3, 20),
    )
    Submission.objects.update(draft=late, draft_number=1)
    in_review.refresh_from_db()
    version = in_review.versions.create(number=2, payload=late, handed_in_at=AT)
    Submission.objects.update(state="submitted", current_version=version)
    in_review.refresh_from_db()
    documents.claim(in_review, by=staff(), at=AT)

    with pytest.raises(DatabaseError, match="an_item_is_due_in_the_year_of_its_plan"):
        documents.accept(in_review, by=staff("head"), at=AT)

    in_review.refresh_from_db()
    assert (in_review.state, PlanItem.objects.count()) == ("in_review", 0)


def test_done_needs_evidence(accepted):
    with pytest.raises(DatabaseError, match="what_is_done_has_evidence"):
        sql("UPDATE workgroups_planitem SET state = 'done'")


def test_items_stay(accepted):
    with pytest.raises(DatabaseError, match="an_item_stays"):
        sql("DELETE FROM workgroups_planitem")


# --- Progress and evidence (I18 to I20) ---

PROGRESS = (
    "INSERT INTO workgroups_progress (item_id, version_id, quarter, as_of, status, grade, note, "
    "problems, next_step, actuals, needs_help, is_shared, recorded_at, corrects_id) "
    "SELECT id, said_by_id, 1, %s, %s, %s, '', '', '', '[]', false, false, %s, %s "
    "FROM workgroups_planitem LIMIT 1"
)


@pytest.mark.parametrize(
    ("status", "grade"), [("done", ""), ("on_track", "full"), ("at_risk", "none")]
)
def test_what_is_done_is_graded_and_nothing_else(accepted, status, grade):
    with pytest.raises(DatabaseError, match="what_is_done_is_graded_and_nothing_else"):
        sql(PROGRESS, AT.date(), status, grade, AT, None)


def test_progress_is_not_of_a_day_to_come(accepted):
    with pytest.raises(DatabaseError, match="progress_is_not_of_a_day_to_come"):
        sql(PROGRESS, dt.date(2022, 3, 11), "on_track", "", AT, None)


def test_progress_is_kept(accepted):
    sql(PROGRESS, AT.date(), "on_track", "", AT, None)

    with pytest.raises(DatabaseError, match=r"append_only"):
        sql("UPDATE workgroups_progress SET status = 'delayed'")


def test_a_correction_is_of_the_same_item(accepted, leader):
    sql(PROGRESS, AT.date(), "on_track", "", AT, None)
    row = PlanItem.objects.get().progress.get()
    sql(PROGRESS, AT.date(), "at_risk", "", AT, row.pk)

    with pytest.raises(DatabaseError, match="corrects_id"):
        sql(PROGRESS, AT.date(), "delayed", "", AT, row.pk)
