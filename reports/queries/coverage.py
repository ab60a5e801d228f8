"""How much of the industry has committed: the signed of a day beside all that there are.

The signed are counted from the register as at the day, and every number opens exactly its rows. How
many there are in all is entered by the secretariat; what is not on record stays empty.
"""

import datetime as dt
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Final

from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from commitments.enums import Kind
from commitments.queries.facets import Counts, counts_of, crossed
from commitments.queries.reference import Reference
from commitments.queries.selection import NOT_KNOWN, Selection
from core.templatetags.numbers import number
from reports.enums import Dimension, Scope
from reports.models import FieldCount, Figure, Snapshot, Target
from reports.queries.covered import Coverage, Covered, Trend
from reports.queries.definitions import ENTERPRISES, PARKS
from reports.queries.growth import Line

# Whom the register counts of each scope. Associations and colleges are no enterprises.
KINDS: Final[Mapping[Scope, tuple[str, ...]]] = {
    Scope.ENTERPRISES: (Kind.GROUP, Kind.ENTERPRISE),
    Scope.PARKS: (Kind.PARK,),
}
# The cells of the yearly tables that count the same.
_CELLS: Final[Mapping[str, tuple[Scope, str, tuple[str, ...]]]] = {
    ENTERPRISES: (Scope.ENTERPRISES, Dimension.KIND, KINDS[Scope.ENTERPRISES]),
    PARKS: (Scope.PARKS, "", ("",)),
}
# The chemical industry proper (GB/T 4754): shown also where nobody has signed and nothing is known.
INDUSTRIES: Final = ("07", "25", "26", "28", "29")
Place = tuple[str, str]  # province, industry; "" for all


def coverage_of(day: dt.date, reference: Reference) -> list[Coverage]:
    """Give the coverage of enterprises and of parks as at the day.

    At most seven queries, and one for each target whose year has ended.
    """
    wholes: dict[str, dict[Place, FieldCount]] = {scope: {} for scope in Scope}
    for each in FieldCount.objects.known_for(day):
        wholes[each.scope][each.province_id or "", each.industry_id or ""] = each
    targets = _targets(day)
    trends = _trends(day, targets)
    found = []
    for scope, kinds in KINDS.items():
        counts = counts_of(Selection(kind=tuple(map(str, kinds)), as_at=day))
        made = _Rows(scope, day, counts, wholes[scope], reference)
        found.append(
            Coverage(
                scope,
                made.total(),
                targets.get(scope),
                made.provinces(),
                made.industries() if scope == Scope.ENTERPRISES else [],
                made.crossed(),
                trends.get(scope),
                _signed_when_due(scope, targets.get(scope), day),
            )
        )
    return found


@dataclass(frozen=True)
class _Rows:
    """Makes the rows of one scope."""

    scope: Scope
    day: dt.date
    counts: Counts
    wholes: Mapping[Place, FieldCount]
    reference: Reference

    def total(self) -> Covered:
        return self._row(
            pgettext("coverage", "All"), "", self.counts.total, (), self.wholes.get(("", ""))
        )

    def provinces(self) -> list[Covered]:
        signed = self.counts.facets.get("province", {})
        rows = [
            self._row(
                self.reference.province(code),
                code,
                signed.get(code, 0),
                [("province", code)],
                self.wholes.get((code, "")),
            )
            for code in self.reference.provinces
        ]
        return [*rows, *self._unknown("province", signed)]

    def industries(self) -> list[Covered]:
        signed = self.counts.facets.get("industry", {})
        known = {industry for province, industry in self.wholes if industry and not province}
        codes = sorted({*INDUSTRIES, *known, *signed} & {*self.reference.industries})
        rows = [
            self._row(
                f"{code} {self.reference.industry(code)}",
                code,
                signed.get(code, 0),
                [("industry", code)],
                self.wholes.get(("", code)),
            )
            for code in codes
        ]
        return [*rows, *self._unknown("industry", signed)]

    def crossed(self) -> list[Covered]:
        """Give the rows of province and industry together, where there is a number of all."""
        places = sorted(place for place in self.wholes if all(place))
        if not places:
            return []
        kinds = tuple(map(str, KINDS[self.scope]))
        signed = crossed(Selection(kind=kinds, as_at=self.day))
        return [
            self._row(
                f"{self.reference.province(province)} · {industry} "
                f"{self.reference.industry(industry)}",
                f"{province} {industry}",
                signed.get((province, industry), 0),
                [("province", province), ("industry", industry)],
                self.wholes[province, industry],
            )
            for province, industry in places
        ]

    def _unknown(self, facet: str, signed: Mapping[str, int]) -> list[Covered]:
        """Give the row of those of whom the register does not know it, if there are any."""
        count = signed.get(NOT_KNOWN, 0)
        if not count:
            return []
        return [self._row(_("not stated"), NOT_KNOWN, count, [(facet, NOT_KNOWN)], None)]

    def _row(
        self,
        name: str,
        code: str,
        signed: int,
        asked: Iterable[tuple[str, str]],
        whole: FieldCount | None,
    ) -> Covered:
        kinds = [("kind", str(kind)) for kind in KINDS[self.scope]]
        query = urlencode([*kinds, *asked, ("as_at", self.day.isoformat())])
        return Covered(name, code, signed, f"{reverse('commitments:index')}?{query}", whole)


def _targets(day: dt.date) -> dict[str, Target]:
    """Give of each scope the target that is due next, else the last one. One query."""
    found: dict[str, Target] = {}
    for each in Target.objects.order_by("-by_year"):
        if each.scope not in found or each.by_year >= day.year:
            found[each.scope] = each
    return found


def _signed_when_due(scope: Scope, target: Target | None, day: dt.date) -> int | None:
    """Give how many had signed when the year of the target ended, if that was before the day."""
    if target is None or day.year <= target.by_year:
        return None
    due_on = dt.date(target.by_year, 12, 31)
    return counts_of(Selection(kind=tuple(map(str, KINDS[scope])), as_at=due_on)).total


def _trends(day: dt.date, targets: Mapping[str, Target]) -> dict[str, Trend]:
    """Give the signed at the end of each year as the statistics counted them. One query."""
    counted = Snapshot.objects.current().filter(as_at__lte=day)
    figures = Figure.objects.filter(snapshot__in=counted, key__in=_CELLS)
    values: dict[str, dict[int, int]] = {scope: {} for scope in Scope}
    for key, by, cell, value, year in figures.values_list(
        "key", "dimension", "cell", "value", "snapshot__year"
    ):
        scope, dimension, cells = _CELLS[key]
        if by == dimension and cell in cells:
            values[scope][year] = values[scope].get(year, 0) + value
    return {
        scope: _trend(found, targets.get(scope))
        for scope, found in values.items()
        if len(found) > 1
    }


def _trend(found: Mapping[int, int], target: Target | None) -> Trend:
    last = max(found)
    if target and target.by_year > last:
        last = target.by_year
    labels = list(range(min(found), last + 1))
    lines = [Line(_("Signed"), [found.get(year) for year in labels])]
    if target:
        until = [target.number if year <= target.by_year else None for year in labels]
        name = _("Target: %(number)s") % {"number": number(target.number)}
        lines.append(Line(name, until))
    return Trend(labels, lines)
