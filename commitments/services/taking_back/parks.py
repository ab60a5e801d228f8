"""A park that is restored and stands no more: whoever stood in it stands in what it has become."""

import datetime as dt
from collections.abc import Collection, Iterator
from contextlib import contextmanager
from typing import Any

from django.db.models import Exists, OuterRef, Q, QuerySet, Subquery

from commitments.enums import SuccessionKind
from commitments.models import EarlierFact, Organisation, Succession
from commitments.queries.batches import events_of
from commitments.services.lots import among_ids
from core.change_steps import INSERTED


@contextmanager
def leading_on(ids: Collection[int], *, since: dt.datetime | None) -> Iterator[None]:
    """Let records that are given back another park stand in the one that stands for it now.

    Of a park that was united with another record the kept one is the same park. One that has merged
    stays where they stood up to the day of the merger. A merger on record before what is taken back
    was written (`since`; None: nothing was) had left them in that park: there they stand again.
    """
    before = _parks_of(ids)
    yield
    changed = [pk for pk, park in _parks_of(ids).items() if park != before[pk]]
    if changed and since:
        _lead_on(changed, since)


def _parks_of(ids: Collection[int]) -> dict[int, int | None]:
    records = Organisation.everyone.filter(pk__in=among_ids(ids))
    return dict(records.values_list("pk", "park_id"))


def _lead_on(ids: Collection[int], since: dt.datetime) -> None:
    records = Organisation.everyone.filter(pk__in=among_ids(ids))
    # Whenever that was: a record that is united with another one is read nowhere.
    kept = Organisation.everyone.filter(pk=OuterRef("park")).values("same_as")
    records.filter(park__same_as__isnull=False).update(park=Subquery(kept))
    mergers = _mergers_recorded(since)
    while rows := list(mergers.filter(predecessor__in=records.values("park")).order_by("pk")):
        for row in rows:
            _go_on(records.filter(park=row.predecessor_id), row)


def _mergers_recorded(since: dt.datetime) -> QuerySet[Succession]:
    """Give the mergers whose row was entered after the moment, whatever day they are of."""
    entries = events_of(Succession).objects.filter(pgh_label=INSERTED, pgh_created_at__gte=since)
    mergers = Succession.objects.filter(pk__in=entries.values("pgh_obj_id"))
    return mergers.filter(kind=SuccessionKind.MERGED).select_related("successor")


def _go_on(records: Any, merger: Succession) -> None:
    """Move them on the day of the merger; what is known of a later day says all of before it."""
    later = EarlierFact.objects.filter(organisation=OuterRef("pk"), until__gte=merger.on)
    EarlierFact.objects.bulk_create(
        EarlierFact(
            organisation=record,
            until=merger.on,
            kind=record.kind,
            park_id=record.park_id,
            park_name=record.park_name,
        )
        for record in records.filter(~Q(Exists(later))).order_by("pk")
    )
    records.update(park=merger.successor, park_name=merger.successor.name)
