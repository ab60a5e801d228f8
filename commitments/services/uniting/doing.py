"""Bringing a whole cluster of records together, in one transaction.

What will happen is foretold by doing it and taking it back: so the preview says exactly that. Who
confirms sends the preview's seal along; if anything has changed since, nothing is written.
"""

import datetime as dt
import hashlib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Final

from django.db import IntegrityError, transaction
from django.db.models import Q
from django.utils.translation import gettext as _

from commitments.enums import Status
from commitments.models import Distinction, Organisation, RecordUnion, Succession
from commitments.services import facts
from commitments.services.importing.batches import taking_turns
from commitments.services.uniting.entries import take_commitments
from commitments.services.uniting.fields import CHOICES, proposed, take_values
from commitments.services.uniting.following import Move, follow_all
from commitments.services.uniting.names import take_names
from commitments.services.uniting.refusals import UnionNotPossible
from core.history import because
from core.refusals import sentence_of


@dataclass(frozen=True)
class Wish:
    """Which records are one, which of them is kept, and whose values stay.

    `whose` names a record for each choice of `fields.CHOICES`, by its number; what is not named
    stays as proposed. `borne_before` are full names that become former ones.
    """

    members: tuple[int, ...]
    kept: int
    whose: Mapping[str, int] = field(default_factory=dict)
    borne_before: tuple[str, ...] = ()


@dataclass(frozen=True)
class Foreseen:
    """What will happen, in sentences, and the seal by which it is known again."""

    sentences: list[str]
    seal: str


_NO_FACTS: Final = {"status": Status.NONE, "signed_on": None, "sign_year": None}


class _Enough(Exception):
    """Takes back what was done to foresee it."""


def foresee(wish: Wish, *, by: Any, at: dt.datetime) -> Foreseen:
    """Say what `unite` would do; nothing is written. Raises UnionNotPossible."""
    union = RecordUnion()
    try:
        with transaction.atomic():
            union = _unite(wish, by=by, at=at, reason="-")
            raise _Enough  # noqa: TRY301 -- rolls back and keeps the sentences
    except _Enough:
        return Foreseen(union.done, seal_of(union))


@transaction.atomic
def unite(wish: Wish, *, by: Any, at: dt.datetime, reason: str, seal: str = "") -> RecordUnion:
    """Let all records be one: the kept one takes over what the others have, and they lead to it.

    With the `seal` of a preview exactly that is done, or nothing. Of two people who bring the same
    records together one wins. Raises UnionNotPossible.
    """
    union = _unite(wish, by=by, at=at, reason=reason)
    if seal and seal != seal_of(union):
        raise UnionNotPossible(
            _("The records have changed since you saw what would happen. Look at it once more.")
        )
    return union


def seal_of(union: RecordUnion) -> str:
    """Give the checksum of what was done, as it was said."""
    text = "\n".join([*(str(member["pk"]) for member in union.members), *union.done])
    return hashlib.sha256(text.encode()).hexdigest()


@transaction.atomic
def _unite(wish: Wish, *, by: Any, at: dt.datetime, reason: str) -> RecordUnion:
    taking_turns()  # an import compares with records that must not go away meanwhile
    members = _locked(wish)
    kept = next(member for member in members if member.pk == wish.kept)
    others = [member for member in members if member != kept]
    _refuse_relatives(members)
    _refuse_different(members)
    named = [{"pk": each.pk, "code": each.code, "name": each.name} for each in members]
    with because(by=by, reason=reason, source="unite") as history:
        try:
            done = list(_do(wish, kept, others, by=by, at=at, reason=reason))
        except IntegrityError as error:
            raise UnionNotPossible(sentence_of(error)) from error
        return RecordUnion.objects.create(
            kept=kept,
            members=named,
            done=done,
            reason=reason,
            united_by=by,
            united_at=at,
            context=history.id,
        )


def _locked(wish: Wish) -> list[Organisation]:
    """Keep others from changing the records; refuse those that are one with another already."""
    rows = Organisation.everyone.select_for_update(of=("self",)).filter(pk__in=wish.members)
    related = ("province", "city", "county", "industry", "park", "same_as")
    members = list(rows.select_related(*related).order_by("pk"))
    for member in members:
        if member.same_as:
            raise UnionNotPossible(
                _(
                    "“%(name)s” (%(code)s) has been brought together with “%(kept)s” meanwhile; "
                    "nothing was changed. Look at the list once more."
                )
                % {"name": member.name, "code": member.code, "kept": member.same_as.name}
            )
    if len(members) < 2 or len(members) != len(wish.members) or wish.kept not in wish.members:
        raise UnionNotPossible(_("Choose at least two records, and which of them is kept."))
    return members


def _refuse_relatives(members: Sequence[Organisation]) -> None:
    """Who merged into another one, or came out of it, is not the same as that one."""
    both = Q(predecessor__in=members) & Q(successor__in=members)
    rows = Succession.objects.filter(both).select_related("predecessor", "successor")
    if succession := rows.first():
        raise UnionNotPossible(
            _(
                "A merger or split between two of them is on record (%(succession)s), so they are "
                "different organisations. If it is wrong, take it back first."
            )
            % {"succession": succession}
        )


def _refuse_different(members: Sequence[Organisation]) -> None:
    """Who was told apart is not one: first somebody has to say that this was wrong."""
    rows = Distinction.objects.filter(one__in=members, other__in=members)
    if pair := rows.select_related("one", "other").first():
        raise UnionNotPossible(
            _("Two of them were told apart (%(pair)s: %(reason)s). Take that back first.")
            % {"pair": pair, "reason": pair.reason}
        )


def _do(
    wish: Wish,
    kept: Organisation,
    others: Sequence[Organisation],
    *,
    by: Any,
    at: dt.datetime,
    reason: str,
) -> Iterator[str]:
    members = [kept, *others]
    known = {member.pk: member for member in members}
    whose = {
        choice: known.get(wish.whose.get(choice, 0)) or proposed(members, kept, choice)
        for choice in CHOICES
    }
    yield _("“%(name)s” (%(code)s) is kept.") % {"name": kept.name, "code": kept.code}
    yield from take_names(kept, others, whose, borne_before=wish.borne_before, by=by, reason=reason)
    because(by=by, reason=reason, source="unite")  # the last word about the one change
    yield from take_values(kept, whose)
    for other in others:
        yield _("“%(name)s” (%(code)s) leads to it and stands in no list any more.") % {
            "name": other.name,
            "code": other.code,
        }
        yield from take_commitments(kept, other, by=by, at=at, reason=reason)
        yield from follow_all(Move(other, kept, at))
        Organisation.everyone.filter(pk=other.pk).update(same_as=kept, **_NO_FACTS)
    facts.refresh([member.pk for member in members])
    kept.refresh_from_db()
    yield _status_of(kept)


def _status_of(kept: Organisation) -> str:
    words = {"status": kept.get_status_display()}
    if kept.signed_on is None:
        return _("Afterwards it is: %(status)s.") % words
    words["day"] = kept.signed_on.isoformat()
    return _("Afterwards it is: %(status)s, first signed on %(day)s.") % words
