"""What an organisation has not signed yet when it merges into another one."""

from collections.abc import Collection
from typing import Any, Final

from django.db.models import Exists, OuterRef, Q, QuerySet

from commitments.enums import OPEN_STATES, UNSIGNED_STATES, State
from commitments.models import Commitment, Organisation, Succession
from core.change_steps import event_models
from core.steps import take_step

# What a record that was discarded is entered with again.
_KEPT: Final = (
    *("document", "occasion", "signer_position", "recommended_by", "note", "source"),
    *("signed_on", "certificate_number", "application_id", "batch_id", "state_changed_at"),
)


def unsigned_of(organisation: Organisation) -> QuerySet[Commitment]:
    """Give the drafts of the organisation and what is to be signed."""
    return organisation.commitments.filter(state__in=UNSIGNED_STATES).order_by("pk")


def hand_over(predecessor: Organisation, successor: Organisation) -> None:
    """Let what is unsigned go over, to be signed by the successor.

    What the successor has already, signed or not, is discarded; the history keeps it.
    """
    known = successor.commitments.filter(state__in=OPEN_STATES)
    _discard(unsigned_of(predecessor).filter(document__in=known.values("document")))
    for commitment in unsigned_of(predecessor).select_for_update():
        commitment.organisation = successor
        commitment.save(update_fields=["organisation"])


def give_way(successor: Organisation, documents: Collection[str]) -> None:
    """Discard what the successor has not signed of documents that go on in it; the history stays.

    What was signed long ago and is in force is the real one, and a document is open once.
    """
    _discard(unsigned_of(successor).filter(document__in=documents))


def _discard(drafts: QuerySet[Commitment]) -> None:
    """Delete them, and what was set aside when records were united because it said the same."""
    pks = list(drafts.select_for_update().values_list("pk", flat=True))
    for commitments in (Commitment.objects.filter(double_of__in=pks), drafts.filter(pk__in=pks)):
        commitments.delete()


def entry_in_history(succession: Succession) -> Any:
    """Give the row of the history that says when it was recorded, and between whom; None: none."""
    (events,) = event_models(Succession)
    return events.objects.filter(pgh_obj_id=succession.pk, pgh_label="insert").first()


def gone_on_with(succession: Succession, entry: Any) -> Succession | None:
    """Give the later merger or split with which something that had gone over left the successor.

    It gave way there, or went over once more: only that one, taken back, brings it to where this
    one finds it. None: everything is there, or somebody has discarded it by hand.
    """
    if entry is None:
        return None
    (events,), (entries,) = event_models(Commitment), event_models(Succession)
    came = _went_over(entry).filter(
        pgh_obj_id=OuterRef("pgh_obj_id"), pgh_id__lt=OuterRef("pgh_id")
    )
    here = Commitment.objects.filter(organisation=succession.successor)
    left = events.objects.filter(Exists(came)).exclude(pgh_obj_id__in=here.values("pk"))
    acts = entries.objects.filter(
        pgh_label="insert", pgh_context_id__in=left.values("pgh_context_id")
    )
    later = Succession.objects.filter(pk__gt=succession.pk)
    return later.filter(pk__in=acts.values("pgh_obj_id")).order_by("-pk").first()


def give_back(predecessor: Organisation, successor: Organisation, entry: Any) -> None:
    """Give back what went over with the merger that was entered so (`entry_in_history`).

    What the successor has signed meanwhile stays with it.
    """
    if entry is None:
        return
    moved = _went_over(entry).values("pgh_obj_id")
    unsigned_of(successor).filter(pk__in=moved).update(organisation=predecessor)


def _went_over(entry: Any) -> Any:
    """Give the rows of the history by which commitments went over with the merger.

    The numbers of both at that time tell: records may have been united since.
    """
    (events,) = event_models(Commitment)
    before = events.objects.filter(
        pgh_obj_id=OuterRef("pgh_obj_id"),
        pgh_id__lt=OuterRef("pgh_id"),
        organisation=entry.predecessor_id,
    )
    written = events.objects.filter(pgh_context_id=entry.pgh_context_id)
    return written.filter(Exists(before), organisation=entry.successor_id)


def enter_again(
    predecessor: Organisation,
    successor: Organisation,
    entry: Any,
    *,
    gave_way_to: Collection[str],
    by: object | None,
) -> None:
    """Enter again, under its old number, what either of them lost with the merger or split.

    The numbers of both at that time tell whose it was: records may have been united since. Of the
    successor it is what gave way to these documents: several mergers into it may be one act.
    """
    if entry is None:
        return
    (events,) = event_models(Commitment)
    owner = {entry.predecessor_id: predecessor, entry.successor_id: successor}
    gone = events.objects.filter(
        Q(organisation=entry.predecessor_id)
        | Q(organisation=entry.successor_id, document__in=gave_way_to),
        pgh_context_id=entry.pgh_context_id,
        pgh_label="delete",
        state__in=sorted(UNSIGNED_STATES),
    )
    for event in gone.order_by("pgh_id"):
        values = {name: getattr(event, name) for name in _KEPT}
        whose = owner[event.organisation_id]
        commitment = Commitment.objects.create(pk=event.pgh_obj_id, organisation=whose, **values)
        if event.state == State.TO_SIGN:
            decision = {name: getattr(event, name) for name in ("approved_on", "approval_number")}
            take_step("approve", commitment, by=by, at=event.state_changed_at, **decision)
