"""The life of a commitment: what the secretariat does to it, one verb each.

Every verb is one step of `enums.STEPS`, keeps who, when and why, and updates the register.
"""

import datetime as dt

from django.db import transaction
from django.db.backends.postgresql.psycopg_any import DateRange

from commitments.enums import EndReason
from commitments.models import Commitment, Suspension
from commitments.services import facts, telling
from commitments.services.bonds import following
from commitments.services.days import refuse_before, refuse_future
from core.history import because
from core.steps import take_step


@transaction.atomic
def approve(
    commitment: Commitment,
    *,
    by: object | None,
    at: dt.datetime,
    on: dt.date,
    number: str,
    reason: str = "",
) -> None:
    """Note that the committee approved the draft on the day: from now on it is to be signed.

    `number` is the decision's. Raises DayNotPossible for a day to come, StepNotOpen if it is no
    draft.
    """
    refuse_future(on, at)
    decided = {"approved_on": on, "approval_number": number.strip()}
    take_step("approve", commitment, by=by, at=at, reason=reason, **decided)


@transaction.atomic
def take_back(
    commitment: Commitment, *, by: object | None, at: dt.datetime, on: dt.date, reason: str
) -> None:
    """Make what was to be signed a draft again: the approval was a mistake, or nobody signs.

    Raises DayNotPossible for a day before the approval or to come, StepNotOpen.
    """
    refuse_future(on, at)
    refuse_before(on, commitment.approved_on)
    undone = {"approved_on": None, "approval_number": ""}
    take_step("take_back", commitment, by=by, at=at, reason=reason, **undone)


@transaction.atomic
def sign(
    commitment: Commitment,
    *,
    by: object | None,
    at: dt.datetime,
    on: dt.date,
    reason: str = "",
    **about: str,
) -> None:
    """Bring a commitment into force from the day it was signed on.

    The letter may be older than its approval. `about` may fill `occasion` and `signer_position`.
    Raises DayNotPossible for a day to come, StepNotOpen if it was signed already.
    """
    refuse_future(on, at)
    known = {name: text for name, text in about.items() if text}
    take_step("sign", commitment, by=by, at=at, reason=reason, signed_on=on, **known)
    facts.refresh([commitment.organisation_id])
    telling.tell_signed(commitment, at=at)
    following.signed(commitment, at=at)


@transaction.atomic
def suspend(
    commitment: Commitment,
    *,
    by: object | None,
    at: dt.datetime,
    on: dt.date,
    reason: str,
    number: str = "",
    cure: str = "",
) -> None:
    """Suspend the commitment from the day on: it counts no more until it is resumed.

    `cure` tells everybody what lifts it. Raises DayNotPossible for a day to come or before the
    signing, StepNotOpen if it is not in force.
    """
    refuse_future(on, at)
    refuse_before(on, commitment.signed_on)
    take_step("suspend", commitment, by=by, at=at, reason=reason)
    with because(by=by, reason=reason, source="suspend"):
        _refuse_overlap(commitment, on)
        Suspension.objects.create(
            commitment=commitment,
            valid=DateRange(on, None),
            reason=reason,
            number=number.strip(),
            cure=cure.strip(),
        )
    facts.refresh([commitment.organisation_id])


@transaction.atomic
def resume(
    commitment: Commitment,
    *,
    by: object | None,
    at: dt.datetime,
    on: dt.date,
    reason: str = "",
    number: str = "",
) -> None:
    """Let a suspended commitment count again from the day on.

    Raises DayNotPossible for a day to come or before the suspension, StepNotOpen if it is not
    suspended.
    """
    refuse_future(on, at)
    take_step("resume", commitment, by=by, at=at, reason=reason)
    with because(by=by, reason=reason, source="resume"):
        _close_suspension(commitment, on, number)
    facts.refresh([commitment.organisation_id])


@transaction.atomic
def end(
    commitment: Commitment,
    *,
    by: object | None,
    at: dt.datetime,
    on: dt.date,
    why: EndReason,
    reason: str,
    number: str = "",
) -> None:
    """End the commitment on the day; it stays in the register with day and reason.

    The day is the first on which it counts no more. Raises DayNotPossible, StepNotOpen.
    """
    refuse_future(on, at)
    refuse_before(on, commitment.signed_on)
    was_suspended = commitment.suspensions.filter(valid__endswith__isnull=True).exists()
    end_of_it = {"ended_on": on, "end_reason": why, "end_number": number.strip()}
    take_step("end", commitment, by=by, at=at, reason=reason, **end_of_it)
    if was_suspended:
        with because(by=by, reason=reason, source="end"):
            _close_suspension(commitment, on, number)
    facts.refresh([commitment.organisation_id])


@transaction.atomic
def reinstate(commitment: Commitment, *, by: object | None, at: dt.datetime, reason: str) -> None:
    """Take back an end that was recorded by mistake: the commitment never ended.

    One that was suspended when it ended is suspended again. Raises StepNotOpen if it has not ended,
    IntegrityError if the organisation has signed the same document anew.
    """
    ended_on = commitment.ended_on
    nothing = {"ended_on": None, "end_reason": "", "end_number": ""}
    take_step("reinstate", commitment, by=by, at=at, reason=reason, **nothing)
    last = commitment.suspensions.select_for_update().filter(valid__endswith=ended_on).first()
    if last:
        with because(by=by, reason=reason, source="reinstate"):
            last.valid, last.end_number = DateRange(last.valid.lower, None), ""
            last.save(update_fields=["valid", "end_number"])
        take_step("suspend", commitment, by=by, at=at, reason=reason)
    facts.refresh([commitment.organisation_id])


def _close_suspension(commitment: Commitment, on: dt.date, number: str) -> None:
    suspension = commitment.suspensions.select_for_update().get(valid__endswith__isnull=True)
    refuse_before(on, suspension.valid.lower)
    if on == suspension.valid.lower:
        suspension.delete()  # suspended and resumed on one day: it counted on every day
        return
    suspension.valid = DateRange(suspension.valid.lower, on)
    suspension.end_number = number.strip()
    suspension.save(update_fields=["valid", "end_number"])


def _refuse_overlap(commitment: Commitment, on: dt.date) -> None:
    last = commitment.suspensions.order_by("-valid__endswith").first()
    refuse_before(on, last.valid.upper if last else None)
