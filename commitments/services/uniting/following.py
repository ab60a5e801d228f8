"""How everything that points at an organisation follows when its record is brought together.

THE table: a foreign key to Organisation that is missing here fails a test. Other apps add theirs
when they are ready (`AppConfig.ready`).
"""

import datetime as dt
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any, Final

import pgtrigger
from django.apps import apps
from django.db import IntegrityError
from django.utils.translation import ngettext

from commitments.enums.bonds import BondEnd
from commitments.enums.representatives import RepresentativeRole, TextState
from commitments.models import Organisation
from core.tenure import at_once


@dataclass(frozen=True)
class Move:
    """What is asked for: from which record to which, and when."""

    other: Organisation
    kept: Organisation
    at: dt.datetime


Follow = Callable[[Any, str, Move], Iterator[str]]


def goes_over(model: Any, field: str, move: Move) -> Iterator[str]:
    """Let every row go over; what the kept record cannot have besides is refused in words."""
    mine = model._meta.base_manager.filter(**{field: move.other})
    with at_once():
        count = mine.update(**{field: move.kept})
    if count:
        yield _counted(model, count, is_moved=True)


def yielding(otherwise: Callable[[Any, Move], dict[str, Any]] | None = None) -> Follow:
    """Leave with the old record, as a trace, what the kept one has already; the rest goes over.

    `otherwise` gives the changes with which a row may go over that may not as it is.
    """

    def yields(model: Any, field: str, move: Move) -> Iterator[str]:
        moved = stayed = 0
        for row in model._meta.base_manager.filter(**{field: move.other}).order_by("pk"):
            ways = [{}, otherwise(row, move)] if otherwise else [{}]
            is_moved = any(_may_go(row, field, move.kept, way) for way in ways)
            moved, stayed = moved + is_moved, stayed + (not is_moved)
        if moved:
            yield _counted(model, moved, is_moved=True)
        if stayed:
            yield _counted(model, stayed, is_moved=False)

    return yields


def stays(_model: Any, _field: str, _move: Move) -> Iterator[str]:
    """Leave the rows: they are about the record as it was, what was counted, what was said."""
    return iter(())


def _withdrawn(invitation: Any, move: Move) -> dict[str, Any]:
    """Withdraw the second open invitation of one address."""
    is_open = invitation.accepted_at is None and invitation.withdrawn_at is None
    return {"withdrawn_at": move.at} if is_open else {}


def _text_withdrawn(text: Any, move: Move) -> dict[str, Any]:
    """Withdraw the second text that is public, or that waits."""
    is_open = text.state in (TextState.PUBLISHED, TextState.SUBMITTED)
    return {"state": TextState.WITHDRAWN, "state_changed_at": move.at} if is_open else {}


def _as_a_contact(representative: Any, _move: Move) -> dict[str, Any]:
    """Keep the main contact of the kept record; the other one goes on beside."""
    is_lead = representative.role == RepresentativeRole.LEAD
    return {"role": RepresentativeRole.EDITOR} if is_lead else {}


def bonds_go_over(model: Any, field: str, move: Move) -> Iterator[str]:
    """Let every bond go over; one that cannot count any more (itself, twice, in a circle) ends."""
    ended = {"ended_at": move.at, "ending": BondEnd.NOT_COUNTED, "email": "", "token_digest": ""}
    moved = closed = 0
    for bond in model.objects.filter(**{field: move.other}).order_by("pk"):
        if _may_go(bond, field, move.kept, {}):
            moved += 1
        elif bond.ended_at is None:
            closed += 1
            if not _may_go(bond, field, move.kept, ended):
                model.objects.filter(pk=bond.pk).update(**ended)
    if moved:
        yield _counted(model, moved, is_moved=True)
    if closed:
        text = ngettext(
            "%(what)s: %(count)s ends, because it would be of the organisation with itself or "
            "count twice.",
            "%(what)s: %(count)s end, because they would be of the organisation with itself or "
            "count twice.",
            closed,
        )
        yield text % {"what": model._meta.verbose_name, "count": closed}


def distinctions_go_over(model: Any, field: str, move: Move) -> Iterator[str]:
    """Keep apart from the kept record what was told apart from the other one."""
    count = 0
    for row in model.objects.filter(**{field: move.other}):
        third = row.other_id if field == "one" else row.one_id
        one, other = sorted((third, move.kept.pk))
        if not model.objects.filter(one=one, other=other).exists():
            count += model.objects.filter(pk=row.pk).update(one=one, other=other)
    if count:
        yield _counted(model, count, is_moved=True)


# What refuses that a row belongs to somebody else, or that a step is undone, apart from this.
GUARDS: Final = (
    "commitments.PublicText:a_text_stays_as_it_was_checked",
    "commitments.PublicText:only_named_steps",
)
# By "app.Model.field".
FOLLOWING: Final[dict[str, Follow]] = {
    "commitments.Organisation.park": goes_over,
    "commitments.Organisation.same_as": goes_over,
    "commitments.Succession.predecessor": goes_over,
    "commitments.Succession.successor": goes_over,
    "commitments.EarlierFact.park": goes_over,
    "commitments.Application.organisation": goes_over,
    "commitments.OrganisationNote.organisation": goes_over,
    "commitments.ParkFact.park": yielding(),
    "commitments.Invitation.organisation": yielding(_withdrawn),
    "commitments.Representative.organisation": yielding(_as_a_contact),
    "commitments.PublicText.organisation": yielding(_text_withdrawn),
    # Written by `names` and `entries`.
    "commitments.OrganisationName.organisation": stays,
    "commitments.Commitment.organisation": stays,
    # The kept record's own past holds.
    "commitments.EarlierFact.organisation": stays,
    "commitments.Bond.inviter": bonds_go_over,
    "commitments.Bond.partner": bonds_go_over,
    "commitments.Distinction.one": distinctions_go_over,
    "commitments.Distinction.other": distinctions_go_over,
    "commitments.RecordUnion.kept": stays,
}


def register(key: str, follow: Follow) -> None:
    """Say how the rows of another app follow."""
    FOLLOWING[key] = follow


def tables() -> list[tuple[Any, str, Follow]]:
    """Give model, field and way of everything that follows."""
    found = []
    for key, follow in FOLLOWING.items():
        app, model, field = key.split(".")
        found.append((apps.get_model(app, model), field, follow))
    return found


def follow_all(move: Move) -> Iterator[str]:
    """Let everything that points at the other record follow; say what does."""
    with pgtrigger.ignore(*GUARDS):
        for model, field, follow in tables():
            yield from follow(model, field, move)


def _may_go(row: Any, field: str, kept: Organisation, changes: dict[str, Any]) -> bool:
    """Try to let one row go over; the database says whether it may."""
    mine = type(row)._meta.base_manager.filter(pk=row.pk)
    try:
        with at_once():
            mine.update(**{field: kept}, **changes)
    except IntegrityError:
        return False
    return True


def _counted(model: Any, count: int, *, is_moved: bool) -> str:
    words = {"count": count, "what": model._meta.verbose_name}
    if is_moved:
        text = ngettext(
            "%(what)s: %(count)s goes over to the kept record.",
            "%(what)s: %(count)s go over to the kept record.",
            count,
        )
    else:
        text = ngettext(
            "%(what)s: %(count)s stays with the old record, because the kept one has it already.",
            "%(what)s: %(count)s stay with the old record, because the kept one has them already.",
            count,
        )
    return text % words
