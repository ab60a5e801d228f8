"""A move between parks, or a change of kind, that was recorded by mistake is taken back.

`EarlierFact` says what was before, the history what was recorded; what says otherwise by now stands
in the way and is named.
"""

import datetime as dt
from typing import Any, Final

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from commitments.enums import Kind
from commitments.models import EarlierFact, Organisation
from commitments.queries.batches import events_of
from commitments.services import facts
from commitments.services.lineage import LineageNotPossible, refuse_gone
from commitments.services.taking_back.obstacles import later_changes_of
from commitments.services.taking_back.parks import leading_on
from commitments.services.taking_back.traces import Traces
from core.history import because

# What says one thing together. A day has one change: of the park, or of the kind.
_FACTS: Final = (("kind",), ("park_id", "park_name"))
_RECORDED: Final = ("move", "reclassify")


def last_recorded(organisation: Organisation) -> EarlierFact | None:
    """Give what a recorded move or change of kind ended, if no later change has ended more."""
    last = organisation.earlier_facts.order_by("-until").first()
    return last if last and _entry_of(last) else None


@transaction.atomic
def take_back(fact: EarlierFact, *, by: object | None, at: dt.datetime, reason: str) -> None:
    """Let the organisation be again what it was before the change that ended this, as if never.

    A park that is gone since leads to the one that stands for it; one that was gone before does
    not. Raises LineageNotPossible, naming what came after and stands in the way.
    """
    organisation = Organisation.everyone.select_for_update().get(pk=fact.organisation_id)
    refuse_gone(fact)
    _refuse_later(organisation, fact)
    entry = _entry_of(fact)
    after = entry and _after(organisation, entry)
    if after is None:
        raise LineageNotPossible(
            _("The history does not tell by whom this was recorded: put it right on the record.")
        )
    columns = [each for each in _changed(fact, after) if not _is_said(organisation, after, each)]
    if columns:
        _refuse_drift(organisation, entry, columns)
    with because(by=by, reason=reason, source="move_undone"):
        _restore(organisation, fact, _changed(fact, after), entry.pgh_created_at)
    facts.refresh([organisation.pk])


def _entry_of(fact: EarlierFact) -> Any:
    """Give the row of the history by which a move or a change of kind entered it; None: no such."""
    events = events_of(EarlierFact).objects.select_related("pgh_context")
    entry = events.filter(pgh_obj_id=fact.pk, pgh_label="insert").first()
    said = entry.pgh_context.metadata if entry and entry.pgh_context else {}
    return entry if said.get("source") in _RECORDED else None


def _after(organisation: Organisation, entry: Any) -> Any:
    """Give the organisation as the change left it."""
    mine = events_of(Organisation).objects.filter(pgh_obj_id=organisation.pk)
    return mine.filter(pgh_context=entry.pgh_context_id).order_by("-pgh_id").first()


def _changed(fact: EarlierFact, after: Any) -> list[str]:
    return [
        column
        for columns in _FACTS
        for column in columns
        if any(getattr(fact, each) != _recorded(after, each) for each in columns)
    ]


def _is_said(organisation: Organisation, after: Any, column: str) -> bool:
    """Tell whether it still says what was recorded."""
    return bool(getattr(organisation, column) == _recorded(after, column))


def _recorded(after: Any, column: str) -> Any:
    """Give what the history says was recorded; a park that was united since is the kept one.

    Records follow a union, the history does not.
    """
    value = getattr(after, column)
    if column != "park_id" or value is None:
        return value
    united = Organisation.everyone.filter(pk=value, same_as__isnull=False)
    return united.values_list("same_as", flat=True).first() or value


def _refuse_later(organisation: Organisation, fact: EarlierFact) -> None:
    if later := organisation.earlier_facts.filter(until__gt=fact.until).order_by("until").first():
        raise LineageNotPossible(
            _("Its kind or park changed again on %(day)s: take that back first.")
            % {"day": later.until.isoformat()}
        )
    if fact.kind != Kind.PARK == organisation.kind:
        _refuse_in_use(organisation)


def _refuse_in_use(park: Organisation) -> None:
    """Name who stands in it or stood in it, or the document about it: only a park has these."""
    if resident := park.resident_organisations.order_by("pk").first():
        raise LineageNotPossible(
            _("%(resident)s stands in this park now: move it to another one first.")
            % {"resident": resident}
        )
    stood = EarlierFact.objects.filter(park=park, organisation__same_as=None)
    if left := stood.select_related("organisation").order_by("-until", "pk").first():
        raise LineageNotPossible(
            _("%(resident)s stood in this park until %(day)s: take its move back first.")
            % {"resident": left.organisation, "day": left.until.isoformat()}
        )
    if said := park.park_facts.order_by("on", "pk").first():
        raise LineageNotPossible(
            _(
                "“%(document)s” of %(day)s is on record about this park: take that back, or enter "
                "it for another park first."
            )
            % {"document": said.document, "day": said.on.isoformat()}
        )


def _refuse_drift(organisation: Organisation, entry: Any, columns: list[str]) -> None:
    """Name who has edited since what the change had said."""
    trace = Traces(Organisation, entry.pgh_context_id)
    for change in later_changes_of(trace, columns)[:1]:
        raise LineageNotPossible(
            _(
                "%(organisation)s says something else since %(who)s edited it on %(day)s: take "
                "that back first, or put the record right by hand."
            )
            % {
                "organisation": organisation,
                "who": change.who,
                "day": timezone.localdate(change.at).isoformat(),
            }
        )


def _restore(
    organisation: Organisation, fact: EarlierFact, columns: list[str], since: dt.datetime
) -> None:
    for column in columns:
        setattr(organisation, column, getattr(fact, column))
    fact.delete()
    with leading_on([organisation.pk], since=since):
        if columns:
            organisation.save(update_fields=[each.removesuffix("_id") for each in columns])
