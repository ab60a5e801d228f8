"""Published figures beside the computed ones: neither writes over the other."""

import datetime as dt
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Final

from django.urls import reverse
from django.utils.http import urlencode

from commitments.enums import Kind
from reports.enums import Dimension, Subject
from reports.models import Figure, Quotation, QuotedNumber, Snapshot
from reports.queries.definitions import BY_KEY, ENTERPRISES, NEW_ENTERPRISES, NEW_PARKS, PARKS

# The computed cells whose sum answers the same question.
COUNTERPARTS: Final[Mapping[str, tuple[tuple[str, str, str], ...]]] = {
    Subject.ALL: ((ENTERPRISES, "", ""), (PARKS, "", "")),
    Subject.ENTERPRISES: ((ENTERPRISES, "", ""),),
    Subject.PARKS: ((PARKS, "", ""),),
    Subject.GROUPS: ((ENTERPRISES, Dimension.KIND, Kind.GROUP),),
    Subject.ASSOCIATIONS: ((ENTERPRISES, Dimension.KIND, Kind.ASSOCIATION),),
    Subject.COLLEGES: ((ENTERPRISES, Dimension.KIND, Kind.COLLEGE),),
    Subject.NEW_ALL: ((NEW_ENTERPRISES, "", ""), (NEW_PARKS, "", "")),
    Subject.NEW_ENTERPRISES: ((NEW_ENTERPRISES, "", ""),),
    Subject.NEW_PARKS: ((NEW_PARKS, "", ""),),
}
Values = Mapping[tuple[str, str, str], int]


@dataclass(frozen=True)
class Beside:
    """One published number and the computed one of the same day, if that day was counted."""

    number: QuotedNumber
    computed: int | None
    href: str

    @property
    def difference(self) -> int | None:
        """By how much the computed one is larger; None where there is none or none exact."""
        if self.computed is None or self.number.bound:
            return None
        return self.computed - self.number.value


@dataclass(frozen=True)
class Quoted:
    """One quotation with its numbers, each beside the computed one."""

    quotation: Quotation
    numbers: list[Beside]

    @property
    def register_href(self) -> str:
        """The register as at the day of the quotation, as known today."""
        asked = urlencode({"as_at": self.quotation.as_at.isoformat()})
        return f"{reverse('commitments:index')}?{asked}"

    @property
    def differs(self) -> bool:
        """Whether any exact number is another than the computed one."""
        return any(each.difference for each in self.numbers)

    @property
    def lacks_explanation(self) -> bool:
        """Whether it differs and nobody has said why."""
        return self.differs and not self.quotation.explanation.strip()


def quoted(year: int | None = None) -> list[Quoted]:
    """Give the quotations that are shown, of one year or of all, the latest first: four queries."""
    quotations = Quotation.objects.shown().prefetch_related("numbers").order_by("-as_at", "pk")
    if year is not None:
        quotations = quotations.filter(as_at__year=year)
    return beside_computed(quotations)


def beside_computed(quotations: Iterable[Quotation]) -> list[Quoted]:
    """Set each number beside the figure of its very day, if the year shows a snapshot of it."""
    asked = list(quotations)
    years = {each.as_at.year for each in asked}
    snapshots = {s.as_at: s for s in Snapshot.objects.current().filter(year__in=years)}
    values = _values(snapshots.values())
    return [_quoted(each, snapshots, values) for each in asked]


def _quoted(
    quotation: Quotation, snapshots: Mapping[dt.date, Snapshot], values: Mapping[int, Values]
) -> Quoted:
    order = list(Subject)
    numbers = sorted(quotation.numbers.all(), key=lambda each: order.index(Subject(each.subject)))
    snapshot = None if quotation.is_about else snapshots.get(quotation.as_at)
    if snapshot is None:
        return Quoted(quotation, [Beside(each, None, "") for each in numbers])
    return Quoted(quotation, [_beside(each, snapshot, values[snapshot.pk]) for each in numbers])


def _beside(number: QuotedNumber, snapshot: Snapshot, values: Values) -> Beside:
    cells = COUNTERPARTS.get(number.subject, ())
    if not cells:
        return Beside(number, None, "")
    computed = sum(values.get(cell, 0) for cell in cells)
    return Beside(number, computed, _address(snapshot, cells))


def _address(snapshot: Snapshot, cells: tuple[tuple[str, str, str], ...]) -> str:
    """Give the list behind the sum: of several tables everybody in force, perhaps only the new."""
    if len(cells) == 1:
        ((key, dimension, cell),) = cells
        return BY_KEY[key].address(snapshot, dimension, cell)
    asked: list[tuple[str, int]] = [("snapshot", snapshot.pk)]
    if all(BY_KEY[key].is_flow for key, _dimension, _cell in cells):
        asked.append(("year", snapshot.year))
    return f"{reverse('commitments:index')}?{urlencode(asked)}"


def _values(snapshots: Iterable[Snapshot]) -> dict[int, dict[tuple[str, str, str], int]]:
    found: dict[int, dict[tuple[str, str, str], int]] = {each.pk: {} for each in snapshots}
    figures = Figure.objects.filter(snapshot__in=found, dimension__in=["", Dimension.KIND])
    for snapshot, key, dimension, cell, value in figures.values_list(
        "snapshot", "key", "dimension", "cell", "value"
    ):
        found[snapshot][key, dimension, cell] = value
    return found
