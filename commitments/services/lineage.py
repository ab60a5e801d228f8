"""What becomes of organisations: they merge, split, move to another park, change their kind.

The rows of the past stay as they were; a day asks for them as they were on it.
"""

import datetime as dt
from collections.abc import Iterable
from typing import Any, Final

from django.db import transaction
from django.db.models import Max, QuerySet
from django.utils.translation import gettext as _

from commitments.enums import (
    EndReason,
    Kind,
    State,
    SuccessionKind,
)
from commitments.models import Commitment, EarlierFact, Organisation, ParkFact, Succession
from commitments.services import facts, lifecycle, unfit, unsigned
from commitments.services.days import refuse_before, refuse_future
from core.history import because

_TAKEN_OVER: Final = ("document", "signed_on", "occasion", "signer_position", "recommended_by")


class LineageNotPossible(ValueError):
    """The merger, split or its undoing cannot be done; the text says why and what to do instead."""


@transaction.atomic
def merge(
    predecessor: Organisation,
    *,
    into: Organisation,
    by: object | None,
    at: dt.datetime,
    on: dt.date,
    source: str,
) -> Succession:
    """Let one organisation go on in another from the day on.

    Its commitments end on the day, "merged"; those in force whose document the other one has not
    signed itself go on there with their own day of signing; a draft of it there gives way. What is
    unsigned goes over, or is discarded where the other one has it (`unsigned`). The old page leads
    to the new one.
    Raises DayNotPossible, LineageNotPossible; IntegrityError for what the database refuses.
    """
    refuse_future(on, at)
    with because(by=by, reason=source, source="merge"):
        _hold(predecessor, into)
        refuse_merged(predecessor)
        refuse_merged(into)
        commitments = _open_of(predecessor)
        held = [each for each in commitments if each.state == State.IN_FORCE]
        last_end = predecessor.commitments.aggregate(day=Max("ended_on"))["day"]
        refuse_before(on, last_end)
        for commitment in commitments:
            refuse_before(on, commitment.held_from or commitment.signed_on)
            lifecycle.end(commitment, by=by, at=at, on=on, why=EndReason.MERGED, reason=source)
        unsigned.hand_over(predecessor, into)
        row = _succeed(SuccessionKind.MERGED, predecessor, into, on, source)
        _take_over(held, into, on, source)
    facts.refresh([predecessor.pk, into.pk])
    return row


@transaction.atomic
def split(
    predecessor: Organisation,
    *,
    into: Organisation,
    by: object | None,
    at: dt.datetime,
    on: dt.date,
    source: str,
) -> Succession:
    """Let another organisation come out of this one on the day; both share the history before.

    The new one takes over the commitments in force whose document it has not signed itself (a draft
    of it gives way); the old one keeps its own. Raises as `merge`, and LineageNotPossible for one
    that had signed before the day, or is of a kind that does not come out of the other.
    """
    refuse_future(on, at)
    with because(by=by, reason=source, source="split"):
        _hold(predecessor, into)
        refuse_merged(predecessor)
        refuse_merged(into)
        _refuse(unfit.to_come_out(into, of=predecessor, on=on))
        row = _succeed(SuccessionKind.SPLIT, predecessor, into, on, source)
        held = [each for each in _open_of(predecessor) if each.state == State.IN_FORCE]
        for commitment in held:
            refuse_before(on, commitment.held_from or commitment.signed_on)
        _take_over(held, into, on, source)
    facts.refresh([predecessor.pk, into.pk])
    return row


@transaction.atomic
def take_back(succession: Succession, *, by: object | None, at: dt.datetime, reason: str) -> None:
    """Undo a merger or split that was recorded by mistake, as if it had never been.

    Raises LineageNotPossible, with the name of what stands in the way, when a commitment that was
    taken over has had a life of its own since, or an unsigned one has left with a later merger.
    """
    refuse_gone(succession)
    predecessor, successor = succession.predecessor, succession.successor
    on, entry = succession.on, unsigned.entry_in_history(succession)
    _refuse_out_of_turn(succession, entry)
    with because(by=by, reason=reason, source="take back"):
        documents = _give_back(predecessor, successor)
        succession.delete()  # before: nothing may be open while the merger stands
        if succession.kind == SuccessionKind.MERGED:
            _reinstate(predecessor, on, by=by, at=at, reason=reason)
            unsigned.give_back(predecessor, successor, entry)
        unsigned.enter_again(predecessor, successor, entry, gave_way_to=documents, by=by)
    facts.refresh([predecessor.pk, successor.pk])


@transaction.atomic
def move(
    organisation: Organisation,
    *,
    to: Organisation | None,
    by: object | None,
    at: dt.datetime,
    on: dt.date,
    reason: str,
) -> None:
    """Let the organisation stand in another park (None: in none) from the day on.

    Raises DayNotPossible for a day to come or not after its last change of kind or park,
    LineageNotPossible if it or the park has gone on in another one, or it is a park itself.
    """
    if to:
        refuse_merged(to)
        refuse_merged(organisation)
        _refuse(unfit.to_stand_in_a_park(organisation))
    name = to.name if to else ""
    _become(organisation, by=by, at=at, on=on, reason=reason, park=to, park_name=name)


@transaction.atomic
def reclassify(
    organisation: Organisation,
    *,
    to: Kind,
    by: object | None,
    at: dt.datetime,
    on: dt.date,
    reason: str,
) -> None:
    """Let the organisation be of another kind from the day on. Raises as `move`."""
    _become(organisation, by=by, at=at, on=on, reason=reason, kind=to)


def _become(
    organisation: Organisation,
    *,
    by: object | None,
    at: dt.datetime,
    on: dt.date,
    reason: str,
    **changes: Any,
) -> None:
    refuse_future(on, at)
    refuse_merged(organisation)
    last = organisation.earlier_facts.order_by("-until").first()
    refuse_before(on, last.until + dt.timedelta(days=1) if last else None)
    with because(by=by, reason=reason, source="move" if "park" in changes else "reclassify"):
        EarlierFact.objects.create(
            organisation=organisation,
            until=on,
            kind=organisation.kind,
            park=organisation.park,
            park_name=organisation.park_name,
        )
        for field, value in changes.items():
            setattr(organisation, field, value)
        organisation.save(update_fields=list(changes))
    facts.refresh([organisation.pk])


def merger_of(organisation: Organisation) -> Succession | None:
    """Give the merger by which the organisation has gone on in another one, if there is one."""
    mergers = organisation.successions.filter(kind=SuccessionKind.MERGED)
    return mergers.select_related("successor").first()


def refuse_merged(organisation: Organisation) -> None:
    """Refuse one that has gone on in another. Its row must be locked by the caller."""
    if gone := merger_of(organisation):
        raise LineageNotPossible(
            _("%(organisation)s has merged into %(other)s: choose that one.")
            % {"organisation": organisation, "other": gone.successor}
        )


def refuse_gone(row: Succession | EarlierFact | ParkFact) -> None:
    """Refuse to take back what somebody has taken back meanwhile; lock it until then."""
    rows: QuerySet[Any] = QuerySet(type(row))
    if rows.select_for_update().filter(pk=row.pk).first() is None:
        raise LineageNotPossible(_("This was taken back already."))


def _refuse(why: str) -> None:
    if why:
        raise LineageNotPossible(why)


def _hold(*organisations: Organisation) -> None:
    """Keep others from changing what becomes of these until the transaction ends."""
    pks = [each.pk for each in organisations]
    list(Organisation.objects.select_for_update().filter(pk__in=pks).order_by("pk"))


def _succeed(
    kind: SuccessionKind,
    predecessor: Organisation,
    successor: Organisation,
    on: dt.date,
    source: str,
) -> Succession:
    return Succession.objects.create(
        kind=kind, predecessor=predecessor, successor=successor, on=on, source=source
    )


def _open_of(organisation: Organisation) -> list[Commitment]:
    states = [State.IN_FORCE, State.SUSPENDED]
    return list(organisation.commitments.filter(state__in=states).order_by("pk"))


def _take_over(
    commitments: Iterable[Commitment], into: Organisation, on: dt.date, source: str
) -> None:
    signed_itself = {each.document for each in _open_of(into)}
    going_on = [each for each in commitments if each.document not in signed_itself]
    unsigned.give_way(into, [each.document for each in going_on])
    for commitment in going_on:
        Commitment.objects.create(
            organisation=into,
            state=State.IN_FORCE,
            continues=commitment,
            held_from=on,
            source=source,
            **{field: getattr(commitment, field) for field in _TAKEN_OVER},
        )


def _refuse_out_of_turn(succession: Succession, entry: Any) -> None:
    if later := unsigned.gone_on_with(succession, entry):
        raise LineageNotPossible(
            _(
                "What went over unsigned has left %(successor)s with “%(later)s”, which was "
                "recorded later: take that back first."
            )
            % {"successor": succession.successor, "later": later}
        )


def _give_back(predecessor: Organisation, successor: Organisation) -> list[str]:
    """Remove what was taken over; give the documents."""
    documents = []
    taken = successor.commitments.filter(continues__organisation=predecessor)
    for commitment in taken.select_for_update():
        is_new = commitment.state == State.IN_FORCE and not commitment.certificate_number
        if not is_new or commitment.suspensions.exists() or commitment.continued_by.exists():
            raise LineageNotPossible(
                _(
                    "“%(commitment)s” was taken over and has changed since: suspended, ended, "
                    "certified or passed on. Take that back first."
                )
                % {"commitment": commitment}
            )
        documents.append(commitment.document)
        commitment.delete()
    return documents


def _reinstate(
    predecessor: Organisation, on: dt.date, *, by: object | None, at: dt.datetime, reason: str
) -> None:
    ended = predecessor.commitments.filter(ended_on=on, end_reason=EndReason.MERGED)
    for commitment in ended:
        lifecycle.reinstate(commitment, by=by, at=at, reason=reason)
