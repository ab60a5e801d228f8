"""Chapters of figures: charts with the tables that say the same, and more."""

from collections.abc import Iterator, Sequence
from decimal import ROUND_HALF_UP, Decimal
from typing import Final

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from reports.enums import Dimension
from reports.models import Snapshot
from reports.queries.figures import Shown, Table, Year, years
from reports.queries.growth import growth_of
from reports.queries.quotations import Quoted, quoted
from reports.queries.report.blocks import Block, Piece, chart, entries, figure, note, table, words
from reports.queries.report.days import day_words
from reports.queries.report.sources import GROWTH, HEADLINE_TABLE, QUOTED, table_and_dimension

MOST_BARS: Final = 20
NONE: Final = words("—")


class FigureBlocks:
    """Makes the blocks of one report's figures, all from the same snapshot."""

    def __init__(self, year: Year) -> None:
        self.year = year
        self.snapshot: Snapshot = year.snapshot

    def of(self, source: str) -> list[Block]:
        """Give the blocks of one source; of one that does not exist any more none."""
        overview = {HEADLINE_TABLE: self._headline, GROWTH: self._growth, QUOTED: self._quoted}
        if source in overview:
            return list(overview[source]())
        if not has_source(self.year, source):
            return []
        key, dimension = table_and_dimension(source)
        return list(self._divided(self.year.tables[key], Dimension(dimension)))

    def _note(self, total: int) -> str:
        day = day_words(self.snapshot.as_at)
        return _("As at %(day)s; n = %(count)s.") % {"day": day, "count": f"{total:,}"}

    def _headline(self) -> Iterator[Block]:
        rows = [
            [words(one.name), figure(one.value, one.href), _change(one), words(one.unit)]
            for one in self.year.totals
        ]
        columns = [_("Figure"), _("Value"), _("Change on the year before"), _("Unit")]
        counted = sum(one.value for one in self.year.totals[:2])
        yield table(_("Main figures of the year"), columns, rows, self._note(counted))

    def _growth(self) -> Iterator[Block]:
        counted = [each for each in years() if each.snapshot.year < self.snapshot.year]
        counted.append(self.year)
        by_year = {each.snapshot.year: each for each in counted}
        for growth, keys in zip(growth_of(counted), _KEYS, strict=False):
            remark = self._note(sum(self.year.tables[key].total.value for key in keys))
            lines = [{"name": line.name, "values": line.values} for line in growth.lines]
            yield chart(
                "lines", growth.title, remark, unit=growth.unit, labels=growth.labels, lines=lines
            )
            columns = [_("Year"), *(line.name for line in growth.lines)]
            rows = [[words(str(n)), *_cells(by_year.get(n), keys)] for n in growth.labels]
            yield table(growth.title, columns, rows, remark)

    def _quoted(self) -> Iterator[Block]:
        rows = [_quotation(each) for each in quoted(self.snapshot.year)]
        if rows:
            yield entries(rows)

    def _divided(self, counted: Table, dimension: Dimension) -> Iterator[Block]:
        cells = [cell for cell in counted.by(dimension) if cell.value or cell.change]
        name = {"table": counted.total.name, "dimension": dimension.label}
        caption = _("%(table)s, by %(dimension)s") % name
        if not cells:
            yield note([words(_("%(table)s: none.") % {"table": caption})])
            return
        remark = self._note(counted.total.value) + _stated(counted, cells)
        yield _drawn(dimension, caption, counted, cells, remark)
        yield self._table(counted, dimension, caption, cells, remark)

    def _table(
        self,
        counted: Table,
        dimension: Dimension,
        caption: str,
        cells: Sequence[Shown],
        remark: str,
    ) -> Block:
        total = counted.total
        columns = [
            str(dimension.label),
            pgettext("of a table", "Number"),
            _("Share"),
            _("Change on the year before"),
        ]
        rows = [
            [words(one.name), figure(one.value, one.href), _share(one, total), _change(one)]
            for one in cells
        ]
        rows.append(
            [
                words(pgettext("of a table", "Total")),
                figure(total.value, total.href),
                _share(total, total),
                _change(total),
            ]
        )
        return table(caption, columns, rows, remark)


def has_source(year: Year, source: str) -> bool:
    """Tell whether the year's statistics have what the source asks for, be it nobody."""
    if source in (HEADLINE_TABLE, GROWTH, QUOTED):
        return True
    key, dimension = table_and_dimension(source)
    counted = year.tables.get(key)
    return counted is not None and dimension in counted.definition.dimensions


_KEYS: Final = (
    ("signatories.enterprises", "signatories.parks"),
    ("signatories.new_enterprises", "signatories.new_parks"),
)


def _cells(year: Year | None, keys: Sequence[str]) -> list[Piece]:
    if year is None:
        return [NONE for _key in keys]
    totals = [year.tables[key].total for key in keys]
    return [figure(total.value, total.href) for total in totals]


def _drawn(
    dimension: Dimension, caption: str, counted: Table, cells: Sequence[Shown], remark: str
) -> Block:
    unit = counted.total.unit
    if dimension == Dimension.PROVINCE:
        shown = [cell for cell in counted.by(dimension) if cell.code]
        tiles = [{"code": c.code, "name": c.name, "value": c.value} for c in shown]
        return chart("tiles", caption, remark, unit=unit, tiles=tiles)
    bars = [{"name": one.name, "value": one.value} for one in cells[:MOST_BARS]]
    return chart("bars", caption, remark, unit=unit, bars=bars)


def _stated(counted: Table, cells: Sequence[Shown]) -> str:
    stated = sum(cell.value for cell in cells if cell.code)
    if stated == counted.total.value:
        return ""
    return _(" Stated for %(stated)s of them.") % {"stated": f"{stated:,}"}


def _share(one: Shown, total: Shown) -> Piece:
    if not total.value:
        return NONE
    percent = Decimal(100 * one.value) / Decimal(total.value)
    return words(f"{percent.quantize(Decimal('0.1'), ROUND_HALF_UP)}%")


def _change(one: Shown) -> Piece:
    return NONE if one.change is None else words(f"{one.change:+,}" if one.change else "0")


def _quotation(each: Quoted) -> dict[str, object]:
    numbers = [
        _("%(subject)s: published %(published)s, computed %(computed)s")
        % {
            "subject": beside.number.get_subject_display(),
            "published": beside.number.words,
            "computed": "—" if beside.computed is None else f"{beside.computed:,}",
        }
        for beside in each.numbers
    ]
    texts = [
        _("Source: %(source)s") % {"source": each.quotation.source},
        _("; ").join(numbers),
        each.quotation.explanation,
    ]
    return {
        "title": f"“{each.quotation.wording}”",
        "texts": [text for text in texts if text],
        "fact": each.quotation.as_at.isoformat(),
    }
