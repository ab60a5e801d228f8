"""What the database refuses of items, their progress and evidence, whoever asks."""

import datetime as dt

import pytest
from django.db import DatabaseError

from workgroups.models import PlanItem, Submission
from workgroups.services import documents
from workgroups.tests.days import IN_MARCH
from workgroups.tests.factories import (
    item,
    plan_content,
    staff,
)
from workgroups.tests.sql import sql

pytestmark = pytest.mark.django_db


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
        at=IN_MARCH,
        comment="请按批注逐条补充后再次提交。",
        due_again=dt.date(2022, 3, 20),
    )
    Submission.objects.update(draft=late, draft_number=1)
    in_review.refresh_from_db()
    version = in_review.versions.create(number=2, payload=late, handed_in_at=IN_MARCH)
    Submission.objects.update(state="submitted", current_version=version)
    in_review.refresh_from_db()
    documents.claim(in_review, by=staff(), at=IN_MARCH)

    with pytest.raises(DatabaseError, match="an_item_is_due_in_the_year_of_its_plan"):
        documents.accept(in_review, by=staff("head"), at=IN_MARCH)

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
        sql(PROGRESS, IN_MARCH.date(), status, grade, IN_MARCH, None)


def test_progress_is_not_of_a_day_to_come(accepted):
    with pytest.raises(DatabaseError, match="progress_is_not_of_a_day_to_come"):
        sql(PROGRESS, dt.date(2022, 3, 11), "on_track", "", IN_MARCH, None)


def test_progress_is_kept(accepted):
    sql(PROGRESS, IN_MARCH.date(), "on_track", "", IN_MARCH, None)

    with pytest.raises(DatabaseError, match=r"append_only"):
        sql("UPDATE workgroups_progress SET status = 'delayed'")


def test_a_correction_is_of_the_same_item(accepted, leader):
    sql(PROGRESS, IN_MARCH.date(), "on_track", "", IN_MARCH, None)
    row = PlanItem.objects.get().progress.get()
    sql(PROGRESS, IN_MARCH.date(), "at_risk", "", IN_MARCH, row.pk)

    with pytest.raises(DatabaseError, match="corrects_id"):
        sql(PROGRESS, IN_MARCH.date(), "delayed", "", IN_MARCH, row.pk)
