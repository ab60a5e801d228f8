"""Where organisations go on that have merged into another one."""

import datetime as dt
from collections.abc import Collection, Iterable
from dataclasses import dataclass

from django.utils.translation import gettext as _

from commitments.enums import SuccessionKind
from commitments.models import Organisation, Succession


@dataclass(frozen=True)
class Standing:
    """An organisation that stands today, and the mergers by which the question led to it."""

    organisation: Organisation
    mergers: tuple[Succession, ...] = ()

    @property
    def why(self) -> list[str]:
        """Why this one is the answer although it bears another name, in sentences."""
        return [
            _("%(organisation)s has merged into %(other)s on %(day)s.")
            % {"organisation": row.predecessor, "other": row.successor, "day": row.on.isoformat()}
            for row in self.mergers
        ]


def as_they_go_on(organisations: Iterable[Organisation]) -> list[Standing]:
    """Give each organisation once, and for who has merged the one that stands today."""
    found: dict[Organisation, tuple[Succession, ...]] = dict.fromkeys(organisations, ())
    mergers = Succession.objects.filter(kind=SuccessionKind.MERGED)
    mergers = mergers.select_related("predecessor", "successor").order_by("pk")
    while rows := mergers.filter(predecessor__in=found) if found else ():
        later = {row.predecessor_id: row for row in rows}
        before, found = found, {}
        for each, by in before.items():
            row = later.get(each.pk)
            stands, more = (row.successor, (row,)) if row else (each, ())
            found[stands] = (*found.get(stands, ()), *by, *more)
    return [Standing(organisation, by) for organisation, by in found.items()]


def gone_on_in(organisations: Collection[int], *, on: dt.date) -> dict[int, str]:
    """Give of those that had merged by the day, by key, the name of the one they went on in."""
    mergers = Succession.objects.filter(
        kind=SuccessionKind.MERGED, predecessor__in=organisations, on__lte=on
    )
    return dict(mergers.values_list("predecessor_id", "successor__name"))
