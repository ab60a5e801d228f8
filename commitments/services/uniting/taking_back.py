"""Taking the records apart again, from the history that was written while they became one."""

import datetime as dt
from typing import Any, Final

import pgtrigger
from django.db import transaction
from django.utils.translation import gettext as _

from commitments.models import Commitment, Organisation, OrganisationName, RecordUnion
from commitments.services import facts, naming
from commitments.services.importing.batches import taking_turns
from commitments.services.taking_back.obstacles import Obstacle, later_changes
from commitments.services.taking_back.refusing import note, refuse_obstacles, refusing_clashes
from commitments.services.taking_back.traces import Traces
from commitments.services.uniting.following import GUARDS, tables
from commitments.services.uniting.refusals import UnionNotPossible
from core.changes import is_tracked
from core.history import because

# What was set aside leads back to states that no step leads to; nothing else passes this guard.
_LIFE: Final = "commitments.Commitment:only_named_steps"


def obstacles_of(union: RecordUnion) -> list[Obstacle]:
    """Give the first later changes that stand in the way of taking the records apart."""
    return later_changes(_traces(union))


@transaction.atomic
def take_back(union: RecordUnion, *, by: Any, at: dt.datetime, reason: str) -> RecordUnion:
    """Bring everything back to how it was before the records became one.

    What was entered for the kept record since stays with it. Raises UnionNotPossible, naming what
    stands in the way, when something that was brought together has been changed since.
    """
    taking_turns()
    union = RecordUnion.objects.select_for_update().get(pk=union.pk)
    if union.undone_at:
        raise UnionNotPossible(_("This was taken back already."))
    traces = _traces(union)
    for trace in traces:
        trace.lock()
    refuse_obstacles(later_changes(traces), refusal=UnionNotPossible)
    source = f"separate {union.pk}"
    with (
        refusing_clashes(UnionNotPossible),
        because(by=by, reason=reason, source=source) as history,
    ):
        _take_apart({trace.model: trace for trace in traces})
        _bring_up_to_date(union)
        note(union, context=history.id, by=by, at=at, reason=reason)
    return union


def _traces(union: RecordUnion) -> list[Traces]:
    followers = (model for model, _field, _follow in tables() if is_tracked(model))
    models = dict.fromkeys((Organisation, OrganisationName, Commitment, *followers))
    models.pop(RecordUnion, None)
    return [Traces(model, union.context) for model in models]


def _take_apart(traces: dict[Any, Traces]) -> None:
    organisations, names = traces.pop(Organisation), traces.pop(OrganisationName)
    names.remove_entered()
    # Codes and numbers that changed places are unique: first nobody has them.
    Organisation.everyone.filter(pk__in=organisations.changed).exclude(uscc=None).update(uscc=None)
    organisations.restore()
    _restore_commitments(traces.pop(Commitment))
    with pgtrigger.ignore(*GUARDS):
        for trace in traces.values():
            trace.restore()
    names.restore()
    names.put_back(key="before.text", pinyin="before.text")  # until they are computed


def _bring_up_to_date(union: RecordUnion) -> None:
    members = [member["pk"] for member in union.members]
    naming.rebuild(members)
    facts.refresh(members)


def _restore_commitments(commitments: Traces) -> None:
    """First those that go home, so that what was set aside for them may be open again."""
    mine = Commitment.objects.filter(pk__in=commitments.changed)
    mine.exclude(certificate_number="").update(certificate_number="", certificate_issued_on=None)
    home = commitments.before("organisation_id")
    now = dict(mine.values_list("pk", "organisation_id"))
    moved = [pk for pk in now if home[pk] != now[pk]]
    with pgtrigger.ignore(_LIFE):
        commitments.restore(moved)
        commitments.restore(sorted(now.keys() - set(moved)))
