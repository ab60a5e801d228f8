"""What the database refuses of documents, whoever asks: each rule by raw SQL, kept and broken."""

import datetime as dt
import hashlib

import pytest
from django.db import DatabaseError

from workgroups.models import Decision, Submission, SubmissionVersion
from workgroups.services import documents
from workgroups.tests.days import IN_MARCH
from workgroups.tests.factories import (
    BodyFactory,
    SubmissionFactory,
    YearFactory,
    staff,
)
from workgroups.tests.sql import sql

pytestmark = pytest.mark.django_db


# --- One of each a year; who hands in (I7, I8) ---


def test_a_body_has_one_plan_a_year(body):
    SubmissionFactory(body=body)

    with pytest.raises(DatabaseError, match="one_plan_and_one_summary_of_a_body_a_year"):
        SubmissionFactory(body=body)


def test_a_void_plan_makes_room(body):
    documents.void(SubmissionFactory(body=body), by=None, at=IN_MARCH, reason="重复建立")

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
        version=in_review.current_version,
        outcome="accepted",
        decided_by=staff(),
        decided_at=IN_MARCH,
    )

    with pytest.raises(DatabaseError, match="accepted_by_a_decision_on_its_last_version"):
        sql(
            "UPDATE workgroups_submission "
            "SET state = 'accepted', accepted_version_id = current_version_id"
        )


def test_the_accepted_version_stays(accepted):
    version = accepted.versions.create(number=2, payload={}, handed_in_at=IN_MARCH)

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
        "decided_at": IN_MARCH,
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
            decided_at=IN_MARCH,
            **fields,
        )


@pytest.mark.parametrize("who", ["decided_by", "endorsed_by"])
def test_nobody_decides_on_the_own_body(in_review, leader, who):
    people = {"decided_by": staff(), "endorsed_by": staff("head")} | {who: leader}

    with pytest.raises(DatabaseError, match="nobody_decides_on_the_own_body"):
        Decision.objects.create(
            version=in_review.current_version, outcome="accepted", decided_at=IN_MARCH, **people
        )


def test_a_former_officer_may_decide(in_review, leader):
    sql(
        "UPDATE workgroups_office SET valid = daterange('2020-01-01', '2022-03-10'), "
        "ended_reason = 'left'"
    )

    assert Decision.objects.create(
        version=in_review.current_version,
        outcome="accepted",
        decided_by=leader,
        decided_at=IN_MARCH,
    ).pk


def test_one_open_claim(in_review):
    with pytest.raises(DatabaseError, match="one_open_claim_per_document"):
        in_review.claims.create(reviewer=staff(), claimed_at=IN_MARCH)
