"""What an organisation has not signed yet when it merges into another one."""

from typing import Any, Final

from django.db.models import Exists, OuterRef, QuerySet

from commitments.enums import OPEN_STATES, UNSIGNED_STATES, State
from commitments.models import Commitment, Organisation, Succession
from core.change_steps import event_models
from core.steps import take_step

# What a record that was discarded is entered with again.
_KEPT: Final = (
    *("document", "occasion", "signer_position", "recommended_by", "note", "source"),
    *("signed_on", "certificate_number", "application_id", "batch_id"),
)


def unsigned_of(organisation: Organisation) -> QuerySet[Commitment]:
    """Give the drafts of the organisation and what is to be signed."""
    return organisation.commitments.filter(state__in=UNSIGNED_STATES).order_by("pk")


def hand_over(predecessor: Organisation, successor: Organisation) -> None:
    """Let what is unsigned go over, to be signed by the successor.

    What the successor has already, signed or not, is discarded; the history keeps it.
    """
    known = successor.commitments.filter(state__in=OPEN_STATES)
    has = set(known.values_list("document", flat=True))
    for commitment in unsigned_of(predecessor).select_for_update():
        if commitment.document in has:
            commitment.delete()
        else:
            commitment.organisation = successor
            commitment.save(update_fields=["organisation"])


def merger_in_history(succession: Succession) -> Any:
    """Give the context under which the history keeps what was done with the merger."""
    (events,) = event_models(Succession)
    entered = events.objects.filter(pgh_obj_id=succession.pk, pgh_label="insert")
    return entered.values_list("pgh_context_id", flat=True).first()


def give_back(
    predecessor: Organisation, successor: Organisation, merger: Any, *, by: object | None
) -> None:
    """Give back what went over with the merger and enter again what was discarded for it.

    What the successor has signed meanwhile stays with it.
    """
    if merger is None:
        return
    (events,) = event_models(Commitment)
    written = events.objects.filter(pgh_context_id=merger)
    before = events.objects.filter(
        pgh_obj_id=OuterRef("pgh_obj_id"), pgh_id__lt=OuterRef("pgh_id"), organisation=predecessor
    )
    moved = written.filter(Exists(before), organisation=successor).values("pgh_obj_id")
    unsigned_of(successor).filter(pk__in=moved).update(organisation=predecessor)
    gone = written.filter(
        pgh_label="delete", organisation=predecessor, state__in=sorted(UNSIGNED_STATES)
    )
    for event in gone.order_by("pgh_id"):
        values = {name: getattr(event, name) for name in _KEPT}
        commitment = Commitment.objects.create(organisation=predecessor, **values)
        if event.state == State.TO_SIGN:
            decision = {name: getattr(event, name) for name in ("approved_on", "approval_number")}
            take_step("approve", commitment, by=by, at=event.state_changed_at, **decision)
