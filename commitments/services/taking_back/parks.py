"""A park that is restored and stands no more: whoever stood in it stands in what it has become."""

from collections.abc import Collection, Iterator
from contextlib import contextmanager
from typing import Any

from django.db.models import Exists, OuterRef, Q, Subquery

from commitments.enums import SuccessionKind
from commitments.models import EarlierFact, Organisation, Succession
from commitments.services.lots import among_ids


@contextmanager
def leading_on(ids: Collection[int]) -> Iterator[None]:
    """Let records that are given back another park stand in the one that stands for it now.

    Of a park that was united with another record the kept one is the same park. One that has merged
    stays where they stood up to the day of the merger.
    """
    before = _parks_of(ids)
    yield
    _lead_on([pk for pk, park in _parks_of(ids).items() if park != before[pk]])


def _parks_of(ids: Collection[int]) -> dict[int, int | None]:
    records = Organisation.everyone.filter(pk__in=among_ids(ids))
    return dict(records.values_list("pk", "park_id"))


def _lead_on(ids: Collection[int]) -> None:
    records = Organisation.everyone.filter(pk__in=among_ids(ids))
    kept = Organisation.everyone.filter(pk=OuterRef("park")).values("same_as")
    records.filter(park__same_as__isnull=False).update(park=Subquery(kept))
    mergers = Succession.objects.filter(kind=SuccessionKind.MERGED).select_related("successor")
    while rows := list(mergers.filter(predecessor__in=records.values("park")).order_by("pk")):
        for row in rows:
            _go_on(records.filter(park=row.predecessor_id), row)


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
