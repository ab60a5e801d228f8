"""The tables of the working groups: what they planned, what they reported, how it came out."""

from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Final

from django.db.models import QuerySet
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext_lazy as _

from reports.enums import Carried, Dimension, Evident, Planned, Quoted, Unit
from reports.models import CountedWork, Snapshot
from reports.queries.definitions.base import Count, Definition
from workgroups.enums import ItemKind, ProgressStatus, ResultGrade

PLANNED: Final = "work.planned"
REPORTED: Final = "work.reported"

_PLANNED: Final[Mapping[bool | None, str]] = {True: Planned.YES, False: Planned.NO, None: ""}
# The cell of a line along each dimension; "" is "not known".
CELLS: Final[Mapping[str, Callable[[CountedWork], str]]] = {
    Dimension.GROUP: lambda line: line.body.code,
    Dimension.ITEM_KIND: lambda line: line.kind,
    Dimension.PROGRESS: lambda line: line.status,
    Dimension.GRADE: lambda line: line.grade,
    Dimension.CARRIED: lambda line: Carried.YES if line.is_carried else Carried.NO,
    Dimension.EVIDENCE: lambda line: Evident.YES if line.has_evidence else Evident.NO,
    Dimension.PLANNED: lambda line: _PLANNED[line.is_planned],
}
FIXED: Final[Mapping[str, tuple[str, ...]]] = {
    Dimension.ITEM_KIND: tuple(ItemKind.values),
    Dimension.PROGRESS: tuple(ProgressStatus.values),
    Dimension.GRADE: tuple(ResultGrade.values),
    Dimension.CARRIED: tuple(Carried.values),
    Dimension.EVIDENCE: tuple(Evident.values),
    Dimension.PLANNED: tuple(Planned.values),
}


@dataclass(frozen=True, kw_only=True)
class WorkTable(Definition):
    """Counts lines of the groups' published plans or summaries."""

    said_in: Quoted

    @property
    def is_flow(self) -> bool:
        """The work of a running year is not yet comparable with that of a whole one."""
        return True

    def always_shown(self, dimension: str) -> tuple[str, ...]:
        """Give what is counted in words of a fixed list."""
        return FIXED.get(dimension, ())

    def lines(self, snapshot: Snapshot) -> QuerySet[CountedWork]:
        """Give the lines that this table counts, group by group."""
        found = snapshot.work.filter(said_in=self.said_in).select_related("body")
        return found.order_by("body__position", "position")

    def lines_in(self, snapshot: Snapshot, dimension: str, cell: str) -> list[CountedWork]:
        """Give the lines behind one figure: of the total without a dimension."""
        lines = list(self.lines(snapshot))
        if not dimension:
            return lines
        return [line for line in lines if CELLS[dimension](line) == cell]

    def count(self, snapshot: Snapshot) -> list[Count]:
        """Count the total and every cell of every dimension in one reading of the lines.

        Of a year of which nothing is published there is no figure, not even a zero.
        """
        lines = list(self.lines(snapshot))
        if not lines:
            return []
        found = [Count("", "", len(lines))]
        for dimension in self.dimensions:
            cells = Counter(CELLS[dimension](line) for line in lines)
            found += [Count(dimension, cell, cells[cell]) for cell in sorted(cells)]
        return found

    def address(self, snapshot: Snapshot, dimension: str = "", cell: str = "") -> str:
        """Give the address of the page that lists exactly those lines."""
        asked: list[tuple[str, str | int]] = [("snapshot", snapshot.pk)]
        if dimension:
            asked += [("by", dimension), ("cell", cell)]
        page = reverse("reports:lines", args=[snapshot.year, self.slug])
        return f"{page}?{urlencode(asked)}"


WORK_TABLES: Final[tuple[Definition, ...]] = (
    WorkTable(
        key=PLANNED,
        name=_("Items of the working groups' plans"),
        short_name=_("Plan items"),
        question=_("What did the nine groups plan for the year, and how far is it?"),
        rule=_(
            "Counted are the public items of published plans, with the progress that the "
            "secretariat accepted. The grade is the secretariat's, else the group's own."
        ),
        unit=Unit.ITEMS,
        said_in=Quoted.PLAN,
        dimensions=(
            Dimension.GROUP,
            Dimension.ITEM_KIND,
            Dimension.PROGRESS,
            Dimension.GRADE,
            Dimension.CARRIED,
            Dimension.EVIDENCE,
        ),
    ),
    WorkTable(
        key=REPORTED,
        name=_("Work reported in the groups' summaries"),
        short_name=_("Work reported"),
        question=_("What work did the nine groups report for the year?"),
        rule=_(
            "Counted are the lines of published summaries, planned or not. The grade is the "
            "secretariat's, else the group's own; older summaries bear none."
        ),
        unit=Unit.ITEMS,
        said_in=Quoted.SUMMARY,
        dimensions=(
            Dimension.GROUP,
            Dimension.ITEM_KIND,
            Dimension.GRADE,
            Dimension.PLANNED,
        ),
    ),
)
