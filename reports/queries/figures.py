"""The figures of a year as pages and programs show them: each with name, list and change."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Final

from reports.enums import Dimension
from reports.models import Figure, Snapshot
from reports.queries.definitions import HEADLINE, RULES, TABLES, Definition
from reports.queries.names import Names, load_names

MOVES_TOLD: Final = 3
# What the public page of a year draws; its tables show the others on pages of their own.
DRAWN: Final = (Dimension.KIND, Dimension.PROVINCE, Dimension.INDUSTRY, Dimension.SIZE)
Place = tuple[str, str, str]  # key of the table, dimension, cell
# In which the cells have an order of their own; all others are sorted by their values.
ORDERED: Final = (
    Dimension.KIND,
    Dimension.OWNERSHIP,
    Dimension.SIZE,
    Dimension.YEAR,
    Dimension.GROUP,  # never a ranking
    Dimension.PROGRESS,
    Dimension.GRADE,
    Dimension.CARRIED,
    Dimension.EVIDENCE,
    Dimension.PLANNED,
)


@dataclass(frozen=True)
class Shown:
    """One figure as people read it."""

    name: str
    value: int
    unit: str
    href: str
    change: int | None = None
    code: str = ""


@dataclass
class Table:
    """One table of a year; its cells are made when they are asked for, in their reading order."""

    definition: Definition
    total: Shown
    year: "Year"
    _made: dict[str, list[Shown]] = field(default_factory=dict)

    def by(self, dimension: str) -> list[Shown]:
        """Give the cells of one dimension."""
        if dimension not in self._made:
            self._made[dimension] = self.year.cells_of(self.definition, dimension)
        return self._made[dimension]

    @property
    def cells(self) -> dict[str, list[Shown]]:
        """Give the cells of every dimension that was read."""
        return {str(each): self.by(each) for each in self.dimensions}

    @property
    def dimensions(self) -> list[Dimension]:
        """Give the dimensions of the table that were read."""
        read = self.year.dimensions
        return [each for each in self.definition.dimensions if read is None or each in read]


@dataclass(frozen=True)
class Move:
    """A large change on the year before, and how many joined in it."""

    cell: Shown
    joined: Shown


@dataclass(frozen=True)
class Year:
    """The statistics of one year beside those of the year before, if there are any."""

    snapshot: Snapshot
    before: Snapshot | None
    values: Mapping[Place, int]
    values_before: Mapping[Place, int]
    names: Names = field(default_factory=Names)
    dimensions: Collection[str] | None = None  # those that were read; None: all

    @property
    def is_over(self) -> bool:
        """Whether it was counted at the year's last day: who joined is final only then."""
        return (self.snapshot.as_at.month, self.snapshot.as_at.day) == (12, 31)

    @property
    def rule(self) -> str:
        """The text of the counting rule by which this year was counted."""
        return rule_of(self.snapshot)

    @cached_property
    def tables(self) -> dict[str, Table]:
        """The tables that the snapshot has, by key."""
        counted = [each for each in TABLES if (each.key, "", "") in self.values]
        return {each.key: Table(each, self._total(each), self) for each in counted}

    @property
    def headline(self) -> list[Table]:
        """The tables of the four figures that stand first."""
        return [self.tables[key] for key in HEADLINE]

    @property
    def totals(self) -> list[Shown]:
        """The four figures that stand first."""
        return [table.total for table in self.headline]

    def moves(self, key: str, joined: str, dimension: str) -> list[Move]:
        """Give the largest changes of a table along a dimension, each with those who joined."""
        if self.before is None:
            return []
        joining = {cell.code: cell for cell in self.tables[joined].by(dimension)}
        cells = [cell for cell in self.tables[key].by(dimension) if cell.change and cell.code]
        cells.sort(key=lambda cell: (-abs(cell.change or 0), cell.code))
        return [Move(cell, joining[cell.code]) for cell in cells[:MOVES_TOLD]]

    def cells_of(self, definition: Definition, dimension: str) -> list[Shown]:
        """Give the cells of a table along a dimension in the order in which they are read."""
        cells = [
            self._shown(definition, dimension, code, self.names.of(dimension, code))
            for code in self._codes(definition, dimension)
        ]
        if dimension in ORDERED:
            return cells
        # The largest first; what is not known comes last, however large it is.
        return sorted(cells, key=lambda cell: (not cell.code, -cell.value, cell.code))

    def _total(self, definition: Definition) -> Shown:
        return self._shown(definition, "", "", str(definition.name))

    def _codes(self, definition: Definition, dimension: str) -> Iterable[str]:
        fixed = definition.always_shown(dimension)
        if dimension == Dimension.PROVINCE:
            fixed = tuple(self.names.reference.provinces)
        if dimension == Dimension.GROUP:
            fixed = tuple(self.names.groups)
        counted = sorted({**self.values, **self.values_before})
        known = [c for key, d, c in counted if key == definition.key and d == dimension]
        found = dict.fromkeys((*fixed, *known))
        return sorted(found, key=lambda code: not code)

    def _shown(self, definition: Definition, dimension: str, code: str, name: str) -> Shown:
        place = (definition.key, dimension, code)
        value = self.values.get(place, 0)
        return Shown(
            name=name,
            value=value,
            unit=str(definition.unit.label),
            href=definition.address(self.snapshot, dimension, code),
            change=self._change(definition, place, value),
            code=code,
        )

    def _change(self, definition: Definition, place: Place, value: int) -> int | None:
        if self.before is None or (definition.is_flow and not self.is_over):
            return None
        if (definition.key, "", "") not in self.values_before:
            return None
        return value - self.values_before.get(place, 0)


def year_of(year: int, dimensions: Collection[str] | None = None) -> Year | None:
    """Give the statistics that the year shows, or None, with these dimensions or all.

    Three queries, and one for the names of cities.
    """
    snapshots = {s.year: s for s in Snapshot.objects.current().filter(year__in=(year, year - 1))}
    if year not in snapshots:
        return None
    return _beside(snapshots[year], snapshots.get(year - 1), dimensions)


def figures_of(snapshot: Snapshot) -> Year:
    """Give all figures of this very snapshot, whatever its year shows, without a year before."""
    return _beside(snapshot, None, None)


def figures_beside_year_before(snapshot: Snapshot) -> Year:
    """Give all figures of this very snapshot beside those that the year before shows."""
    before = Snapshot.objects.current().filter(year=snapshot.year - 1).first()
    return _beside(snapshot, before, None)


def _beside(
    snapshot: Snapshot, before: Snapshot | None, dimensions: Collection[str] | None
) -> Year:
    asked = [snapshot, before] if before else [snapshot]
    values, labels = _values(asked, dimensions=dimensions)
    cities = {code for each in values.values() for _k, by, code in each if by == Dimension.CITY}
    divided = {by for each in values.values() for _key, by, _cell in each}
    return Year(
        snapshot=snapshot,
        before=before,
        values=values[snapshot.pk],
        values_before=values[before.pk] if before else {},
        names=load_names(cities - {""}, labels, with_groups=Dimension.GROUP in divided),
        dimensions=dimensions,
    )


def years() -> list[Year]:
    """Give the headline figures of every year with statistics, the earliest first: two queries."""
    snapshots = list(Snapshot.objects.current().order_by("year"))
    values, _labels = _values(snapshots, dimensions=())
    by_year = {snapshot.year: snapshot for snapshot in snapshots}
    found = []
    for snapshot in snapshots:
        before = by_year.get(snapshot.year - 1)
        values_before = values[before.pk] if before else {}
        found.append(Year(snapshot, before, values[snapshot.pk], values_before, dimensions=()))
    return found


def latest_year() -> int | None:
    """Give the last year with statistics."""
    years = Snapshot.objects.current().order_by("-year").values_list("year", flat=True)
    return years.first()


def rule_of(snapshot: Snapshot) -> str:
    """Give the text of the rule by which the snapshot was counted."""
    return str(RULES[snapshot.rule, snapshot.rule_version])


def _values(
    snapshots: Iterable[Snapshot], *, dimensions: Collection[str] | None
) -> tuple[dict[int, dict[Place, int]], dict[str, str]]:
    """Give the values of each snapshot by place, and the names that were kept of their cells."""
    found: dict[int, dict[Place, int]] = {s.pk: {} for s in snapshots}
    labels: dict[str, str] = {}
    figures = Figure.objects.filter(snapshot__in=found).order_by("snapshot__year")
    if dimensions is not None:
        figures = figures.filter(dimension__in=["", *dimensions])
    for snapshot, key, by, cell, label, value in figures.values_list(
        "snapshot", "key", "dimension", "cell", "label", "value"
    ):
        found[snapshot][key, by, cell] = value
        if label:
            labels[cell] = label
    return found, labels
