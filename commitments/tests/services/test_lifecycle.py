import datetime as dt

import pytest
from django.db import IntegrityError
from django.db.backends.postgresql.psycopg_any import DateRange
from django.utils import timezone

from commitments.enums import (
    Document,
    EndReason,
    State,
    Status,
)
from commitments.services import lifecycle
from commitments.services.days import DayNotPossible
from commitments.tests.factories import CommitmentFactory, UserFactory
from core.steps import StepNotOpen

pytestmark = pytest.mark.django_db

NOON = dt.datetime(2026, 6, 1, 12, tzinfo=timezone.get_default_timezone())
DAY = dt.date(2026, 5, 20)


def in_state(state):
    """Bring a draft to the state along the permitted steps."""
    commitment = CommitmentFactory()
    if state == State.TO_SIGN:
        take("approve", commitment, on=dt.date(2026, 1, 4))
    elif state != State.DRAFT:
        lifecycle.sign(commitment, by=None, at=NOON, on=dt.date(2026, 1, 5))
    if state == State.SUSPENDED:
        lifecycle.suspend(commitment, by=None, at=NOON, on=dt.date(2026, 2, 1), reason="核查")
    if state == State.ENDED:
        take("end", commitment)
    return commitment


def take(step, commitment, by=None, on=DAY):
    more = {"end": {"why": EndReason.WITHDRAWN}, "approve": {"number": " 责委〔2026〕1号 "}}
    day = {} if step == "reinstate" else {"on": on}
    words = day | more.get(step, {})
    getattr(lifecycle, step)(commitment, by=by, at=NOON, reason="来函", **words)


@pytest.mark.parametrize(
    ("step", "start", "state", "status"),
    [
        ("approve", State.DRAFT, State.TO_SIGN, Status.NONE),
        ("take_back", State.TO_SIGN, State.DRAFT, Status.NONE),
        ("sign", State.DRAFT, State.IN_FORCE, Status.IN_FORCE),
        ("sign", State.TO_SIGN, State.IN_FORCE, Status.IN_FORCE),
        ("suspend", State.IN_FORCE, State.SUSPENDED, Status.SUSPENDED),
        ("resume", State.SUSPENDED, State.IN_FORCE, Status.IN_FORCE),
        ("end", State.IN_FORCE, State.ENDED, Status.ENDED),
        ("end", State.SUSPENDED, State.ENDED, Status.ENDED),
        ("reinstate", State.ENDED, State.IN_FORCE, Status.IN_FORCE),
    ],
)
def test_a_step_changes_the_commitment_and_the_register(step, start, state, status):
    commitment = in_state(start)

    take(step, commitment)

    commitment.refresh_from_db()
    commitment.organisation.refresh_from_db()
    assert (commitment.state, commitment.organisation.status) == (state, status)


@pytest.mark.parametrize(
    ("step", "closed"),
    [
        ("approve", State.TO_SIGN),
        ("approve", State.IN_FORCE),
        ("approve", State.ENDED),
        ("take_back", State.DRAFT),
        ("take_back", State.IN_FORCE),
        ("sign", State.IN_FORCE),
        ("sign", State.SUSPENDED),
        ("sign", State.ENDED),
        ("suspend", State.DRAFT),
        ("suspend", State.TO_SIGN),
        ("suspend", State.SUSPENDED),
        ("suspend", State.ENDED),
        ("resume", State.DRAFT),
        ("resume", State.IN_FORCE),
        ("resume", State.ENDED),
        ("reinstate", State.DRAFT),
        ("reinstate", State.IN_FORCE),
        ("reinstate", State.SUSPENDED),
        ("end", State.DRAFT),
        ("end", State.TO_SIGN),
        ("end", State.ENDED),
    ],
)
def test_a_closed_step_is_refused_and_changes_nothing(step, closed):
    commitment = in_state(closed)
    suspensions = list(commitment.suspensions.values_list("valid", flat=True))

    with pytest.raises(StepNotOpen):
        take(step, commitment)

    commitment.refresh_from_db()
    assert commitment.state == closed
    assert list(commitment.suspensions.values_list("valid", flat=True)) == suspensions


def test_history_keeps_who_when_and_why():
    commitment = in_state(State.IN_FORCE)
    user = UserFactory()

    take("suspend", commitment, by=user)

    event = commitment.events.latest("pgh_id")
    context = event.pgh_context.metadata
    assert (event.state, context["user"], context["user_label"]) == (
        State.SUSPENDED,
        user.pk,
        user.email,
    )
    assert (context["reason"], context["source"]) == ("来函", "suspend")


def test_a_day_to_come_is_refused_with_a_sentence():
    commitment = in_state(State.DRAFT)

    with pytest.raises(DayNotPossible) as refusal:
        take("sign", commitment, on=dt.date(2026, 6, 2))

    assert str(refusal.value) == "2026-06-02 是未来的日期：请填写今天或更早的日期。"


def test_an_end_before_the_signing_is_refused_with_a_sentence():
    commitment = in_state(State.IN_FORCE)

    with pytest.raises(DayNotPossible) as refusal:
        take("end", commitment, on=dt.date(2026, 1, 4))

    assert str(refusal.value) == "2026-01-04 过早：最早可填 2026-01-05。"


def test_midnight_in_beijing_decides_what_today_is():
    commitment = in_state(State.DRAFT)
    just_after = dt.datetime(2026, 5, 31, 16, 0, tzinfo=dt.UTC)

    lifecycle.sign(commitment, by=None, at=just_after, on=dt.date(2026, 6, 1))

    assert commitment.state == State.IN_FORCE


def test_suspended_time_does_not_count_and_ends_with_the_resumption():
    commitment = in_state(State.SUSPENDED)

    take("resume", commitment)

    suspension = commitment.suspensions.get()
    counted = type(commitment).objects.in_force_on
    assert suspension.valid == DateRange(dt.date(2026, 2, 1), DAY)
    assert [
        counted(day).exists()
        for day in (dt.date(2026, 1, 4), dt.date(2026, 1, 31), dt.date(2026, 2, 1), DAY)
    ] == [False, True, False, True]


def test_a_draft_that_carries_a_day_of_signing_does_not_count():
    draft = CommitmentFactory(signed_on=dt.date(2026, 1, 1))
    in_force = type(draft).objects.in_force_on(DAY)
    before = in_force.exists()

    lifecycle.sign(draft, by=None, at=NOON, on=dt.date(2026, 1, 1))

    assert (before, in_force.exists()) == (False, True)


def test_suspended_and_resumed_on_one_day_counts_on_every_day():
    commitment = in_state(State.IN_FORCE)
    take("suspend", commitment)

    take("resume", commitment)

    assert type(commitment).objects.in_force_on(DAY).exists()
    assert not commitment.suspensions.exists()


def test_what_is_to_be_signed_bears_the_decision_and_counts_nowhere():
    commitment = in_state(State.TO_SIGN)

    commitment.refresh_from_db()
    assert commitment.approved_on == dt.date(2026, 1, 4)
    assert commitment.approval_number == "责委〔2026〕1号"
    assert not type(commitment).objects.in_force_on(DAY).exists()


def test_an_approval_that_was_taken_back_leaves_no_number():
    commitment = in_state(State.TO_SIGN)

    take("take_back", commitment)

    commitment.refresh_from_db()
    assert (commitment.approved_on, commitment.approval_number) == (None, "")


def test_an_approval_without_a_number_is_refused_by_the_database():
    commitment = CommitmentFactory()

    with pytest.raises(IntegrityError, match="what_is_to_be_signed_was_approved"):
        lifecycle.approve(commitment, by=None, at=NOON, on=DAY, number=" ")


def test_both_documents_are_signed_on_different_days():
    letter = in_state(State.TO_SIGN)
    charter = CommitmentFactory(organisation=letter.organisation, document=Document.CHARTER)
    take("approve", charter)

    lifecycle.sign(letter, by=None, at=NOON, on=dt.date(2026, 2, 1), occasion="年会")
    lifecycle.sign(charter, by=None, at=NOON, on=dt.date(2026, 3, 1))

    organisation = letter.organisation
    organisation.refresh_from_db()
    assert (letter.signed_on, charter.signed_on) == (dt.date(2026, 2, 1), dt.date(2026, 3, 1))
    assert (letter.occasion, organisation.signed_on) == ("年会", dt.date(2026, 2, 1))


def test_each_step_of_a_suspension_keeps_the_number_of_its_decision():
    commitment = in_state(State.IN_FORCE)
    told = {"by": None, "at": NOON}

    lifecycle.suspend(commitment, **told, on=DAY, reason="核查", number="暂1号", cure="补报年报")
    lifecycle.resume(commitment, **told, on=dt.date(2026, 5, 25), number="复1号")
    lifecycle.end(
        commitment,
        **told,
        on=dt.date(2026, 5, 30),
        why=EndReason.REVOKED,
        reason="逾期",
        number="撤1号",
    )

    suspension = commitment.suspensions.get()
    assert (suspension.number, suspension.cure, suspension.end_number) == (
        "暂1号",
        "补报年报",
        "复1号",
    )
    assert commitment.end_number == "撤1号"


def test_end_taken_back_leaves_the_suspension_as_it_was():
    commitment = in_state(State.SUSPENDED)
    take("end", commitment)

    take("reinstate", commitment)

    commitment.refresh_from_db()
    assert (commitment.state, commitment.ended_on) == (State.SUSPENDED, None)
    assert commitment.suspensions.get().valid == DateRange(dt.date(2026, 2, 1), None)
