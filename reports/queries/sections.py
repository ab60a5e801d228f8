"""The charts of a year's page: which tables, and by what each one is divided."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from django.utils.translation import gettext as _

from reports.enums import Dimension
from reports.queries.definitions import ENTERPRISES, NEW_ENTERPRISES, PARKS
from reports.queries.figures import Shown, Table, Year

# At most six charts, the most asked for first. Provinces are drawn as tiles, all else as bars.
CHARTED: Final = (
    (ENTERPRISES, (Dimension.PROVINCE, Dimension.KIND, Dimension.INDUSTRY)),
    (PARKS, (Dimension.PROVINCE,)),
    (NEW_ENTERPRISES, (Dimension.PROVINCE,)),
)

CELLS_AT_ONCE: Final = 20


@dataclass(frozen=True)
class Chart:
    """A table's cells along one dimension; `stated` of those counted have a place in it."""

    dimension: str
    title: str
    heading: str
    unit: str
    cells: Sequence[Shown]
    stated: int
    total: int

    @property
    def largest(self) -> int:
        """The largest of all cells."""
        return max((cell.value for cell in self.cells), default=0)

    @property
    def first(self) -> Sequence[Shown]:
        """The cells that stand on the page at once."""
        return self.cells[:CELLS_AT_ONCE]

    @property
    def further(self) -> Sequence[Shown]:
        """The cells that are opened when asked for."""
        return self.cells[CELLS_AT_ONCE:]


@dataclass(frozen=True)
class Section:
    """One table of the page: its question and its charts."""

    table: Table
    anchor: str
    tiles: Sequence[Chart]
    bars: Sequence[Chart]


def sections_of(year: Year) -> list[Section]:
    """Give the tables with charts in their order; a table without anybody is left out."""
    sections = [_section(year.tables[key], dimensions) for key, dimensions in CHARTED]
    return [section for section in sections if section.table.total.value]


def charts_of(table: Table) -> list[Chart]:
    """Give every dimension of the table of which anything is known."""
    charts = [_chart(table, each) for each in table.dimensions]
    return [chart for chart in charts if chart.stated]


def _section(table: Table, dimensions: Sequence[Dimension]) -> Section:
    return Section(
        table=table,
        anchor=table.definition.slug,
        tiles=[_chart(table, each) for each in dimensions if each == Dimension.PROVINCE],
        bars=[_chart(table, each) for each in dimensions if each != Dimension.PROVINCE],
    )


def _chart(table: Table, dimension: Dimension) -> Chart:
    cells = table.by(dimension)
    return Chart(
        dimension=dimension,
        title=_("By %(dimension)s") % {"dimension": dimension.label},
        heading=str(dimension.label),
        unit=table.total.unit,
        cells=cells,
        stated=sum(cell.value for cell in cells if cell.code),
        total=table.total.value,
    )
