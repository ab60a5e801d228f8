"""The figures of a year as pages and programs show them: each with name, list and change."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Final

from django.utils.translation import gettext as _

from commitments.enums import Kind
from commitments.queries.reference import Reference, load_reference
from reports.enums import Dimension
from reports.models import Figure, Snapshot
from reports.queries.definitions import HEADLINE, RULES, TABLES, Definition

MOVES_TOLD: Final = 3
Values = Mapping[tuple[str, str, str], int]  # (key of the table, dimension, cell): value


@dataclass(frozen=True)
class Shown:
    """One figure as people read it."""

    name: str
    value: int
    unit: str
    href: str
    change: int | None = None
    code: str = ""


@dataclass(frozen=True)
class Table:
    """One table of a year, its cells in the order in which they are read."""

    definition: Definition
    total: Shown
    cells: Mapping[str, list[Shown]]


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
    values: Values
    values_before: Values
    reference: Reference = field(default_factory=Reference)

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
        """The tables of the year by key."""
        return {definition.key: self._table(definition) for definition in TABLES}

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
        joining = {cell.code: cell for cell in self.tables[joined].cells[dimension]}
        cells = [cell for cell in self.tables[key].cells[dimension] if cell.change and cell.code]
        cells.sort(key=lambda cell: (-abs(cell.change or 0), cell.code))
        return [Move(cell, joining[cell.code]) for cell in cells[:MOVES_TOLD]]

    def _table(self, definition: Definition) -> Table:
        total = self._shown(definition, "", "", str(definition.name))
        cells = {str(name): self._cells(definition, name) for name in definition.dimensions}
        return Table(definition, total, cells)

    def _cells(self, definition: Definition, dimension: str) -> list[Shown]:
        codes = self._codes(definition, dimension)
        cells = [
            self._shown(definition, dimension, code, name_of(self.reference, dimension, code))
            for code in codes
        ]
        if dimension == Dimension.KIND:
            return cells
        # The largest first; what is not known comes last, however large it is.
        return sorted(cells, key=lambda cell: (not cell.code, -cell.value, cell.code))

    def _codes(self, definition: Definition, dimension: str) -> Iterable[str]:
        if dimension == Dimension.PROVINCE:
            return self.reference.provinces
        counted = sorted({**self.values, **self.values_before})
        known = [c for key, d, c in counted if key == definition.key and d == dimension]
        return dict.fromkeys((*definition.always_shown(dimension), *known))

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

    def _change(
        self, definition: Definition, place: tuple[str, str, str], value: int
    ) -> int | None:
        if self.before is None or (definition.is_flow and not self.is_over):
            return None
        return value - self.values_before.get(place, 0)


def year_of(year: int) -> Year | None:
    """Give the current statistics of the year, or None: three queries."""
    snapshots = {s.year: s for s in Snapshot.objects.current().filter(year__in=(year, year - 1))}
    if year not in snapshots:
        return None
    values = _values(snapshots.values())
    before = snapshots.get(year - 1)
    return Year(
        snapshot=snapshots[year],
        before=before,
        values=values[snapshots[year].pk],
        values_before=values[before.pk] if before else {},
        reference=load_reference(),
    )


def years() -> list[Year]:
    """Give the headline figures of every year with statistics, the earliest first: two queries."""
    snapshots = list(Snapshot.objects.current().order_by("year"))
    values = _values(snapshots, dimension="")
    by_year = {snapshot.year: snapshot for snapshot in snapshots}
    found = []
    for snapshot in snapshots:
        before = by_year.get(snapshot.year - 1)
        values_before = values[before.pk] if before else {}
        found.append(Year(snapshot, before, values[snapshot.pk], values_before))
    return found


def latest_year() -> int | None:
    """Give the last year with statistics."""
    years = Snapshot.objects.current().order_by("-year").values_list("year", flat=True)
    return years.first()


def rule_of(snapshot: Snapshot) -> str:
    """Give the text of the rule by which the snapshot was counted."""
    return str(RULES[snapshot.rule, snapshot.rule_version])


def name_of(reference: Reference, dimension: str, code: str) -> str:
    """Give the name of a cell in the language of the page."""
    match dimension:
        case Dimension.KIND:
            return str(Kind(code).label)
        case Dimension.PROVINCE:
            return reference.province(code)
        case Dimension.INDUSTRY:
            return reference.industry(code) if code else _("industry not stated")
    return ""


def _values(
    snapshots: Iterable[Snapshot], *, dimension: str | None = None
) -> dict[int, dict[tuple[str, str, str], int]]:
    found: dict[int, dict[tuple[str, str, str], int]] = {s.pk: {} for s in snapshots}
    figures = Figure.objects.filter(snapshot__in=found)
    if dimension is not None:
        figures = figures.filter(dimension=dimension)
    for snapshot, key, by, cell, value in figures.values_list(
        "snapshot", "key", "dimension", "cell", "value"
    ):
        found[snapshot][key, by, cell] = value
    return found
