"""What came after an act on many rows and stands in the way of taking it back."""

import datetime as dt
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from typing import Any, Final

from django.db.models import Model, QuerySet
from django.utils.translation import gettext as _

from commitments.models import Commitment, Organisation, Suspension
from commitments.queries.batches import events_of
from commitments.services.lots import among_ids
from commitments.services.taking_back.traces import Traces
from core.changes import is_tracked

MOST_NAMED: Final = 20


@dataclass(frozen=True)
class Obstacle:
    """One later change: of which organisation, by whom, when, and what it was."""

    organisation: str
    who: str
    at: dt.datetime
    source: str
    what: str


def later_changes(traces: Iterable[Traces]) -> list[Obstacle]:
    """Give the first later changes of what the act touched, in their order."""
    return _obstacles((trace, trace.later(most=MOST_NAMED)) for trace in traces)


def later_changes_of(trace: Traces, columns: Collection[str]) -> list[Obstacle]:
    """Give, of the first rows that say something else in these columns since, the change to it."""
    return _obstacles([(trace, trace.drifted(columns, most=MOST_NAMED))])


def _obstacles(found: Iterable[tuple[Traces, list[int]]]) -> list[Obstacle]:
    events: list[Any] = []
    for trace, numbers in found:
        later = trace.events.objects.filter(pgh_id__in=numbers)
        events += later.select_related("pgh_context")
    first = sorted(events, key=lambda event: event.pgh_created_at)[:MOST_NAMED]
    return [_obstacle(event, _organisation_of(event)) for event in first]


def later_references(traces: Iterable[Traces]) -> list[Obstacle]:
    """Give what people entered later and what belongs to something that the import entered.

    A commitment, a seat in a working group: its organisation cannot go as long as it is there.
    """
    traced = {trace.model: trace for trace in traces}
    mine = {
        model: {*trace.entered, *trace.changed, *trace.removed} for model, trace in traced.items()
    }
    found: list[Obstacle] = []
    for owner in (Organisation, Commitment):
        for name, related in _relations(owner, tracked=True):
            later = _rows(related, name, traced[owner].entered).exclude(
                pk__in=among_ids(mine.get(related, ()))
            )
            found += [_reference(row, name) for row in later[: MOST_NAMED - len(found)]]
    return found


def still_counted(organisation_ids: Collection[int]) -> list[int]:
    """Give those to which something refers that nobody edits: statistics that counted them."""
    found: set[int] = set()
    for name, related in _relations(Organisation, tracked=False):
        rows = _rows(related, name, organisation_ids)
        found.update(rows.values_list(name, flat=True).distinct())
    return sorted(found)


def _relations(owner: type[Model], *, tracked: bool) -> Iterator[tuple[str, type[Any]]]:
    """Give the fields that point at the table, of tables that people edit or of the others."""
    for relation in owner._meta.related_objects:
        related: Any = relation.related_model
        is_history = hasattr(related, "pgh_tracked_model")
        if not is_history and is_tracked(related) == tracked:
            yield relation.field.name, related


def _rows(related: type[Any], name: str, owners: Collection[int]) -> QuerySet[Any]:
    return QuerySet(related).filter(**{f"{name}__in": among_ids(owners)})


def _reference(row: Any, name: str) -> Obstacle:
    event = events_of(type(row)).objects.filter(pgh_obj=row.pk).order_by("pgh_id").first()
    owner = getattr(row, name)
    return _obstacle(event, owner if isinstance(owner, Organisation) else owner.organisation)


def _obstacle(event: Any, organisation: object) -> Obstacle:
    said = event.pgh_context.metadata if event.pgh_context else {}
    return Obstacle(
        organisation=str(organisation),
        who=said.get("user_label") or _("the portal itself"),
        at=event.pgh_created_at,
        source=said.get("source", ""),
        what=str(event.pgh_tracked_model._meta.verbose_name),
    )


def _organisation_of(event: Any) -> object:
    match event.pgh_tracked_model:
        case model if model is Organisation:
            return event.name
        case model if model is Suspension:
            commitment = Commitment.objects.filter(pk=event.commitment_id)
            return commitment.values_list("organisation__name", flat=True).first() or ""
        case _:
            pk = getattr(event, "organisation_id", None) or event.predecessor_id
            organisation = Organisation.everyone.filter(pk=pk)
            return organisation.values_list("name", flat=True).first() or ""
