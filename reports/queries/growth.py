"""The headline figures over the years: who was there at the end of each, and who joined in it."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.formats import date_format
from django.utils.translation import gettext as _

from reports.queries.definitions import ENTERPRISES, NEW_ENTERPRISES, NEW_PARKS, PARKS
from reports.queries.figures import Year


@dataclass(frozen=True)
class Line:
    """One series; None where a year has no statistics."""

    name: str
    values: list[int | None]


@dataclass(frozen=True)
class Growth:
    """The lines of one chart and the years under them, without a gap between the years."""

    title: str
    unit: str
    labels: list[int]
    lines: list[Line]
    note: str = ""


def growth_of(years: Sequence[Year]) -> list[Growth]:
    """Give the charts over these years, or none while there are not two to compare."""
    if len(years) < 2:
        return []
    return [
        _growth(years, _("Committed at the end of the year"), (ENTERPRISES, PARKS)),
        _growth(years, _("New in the year"), (NEW_ENTERPRISES, NEW_PARKS), note=_note(years[-1])),
    ]


def _growth(years: Sequence[Year], title: str, keys: Sequence[str], *, note: str = "") -> Growth:
    by_year = {year.snapshot.year: year for year in years}
    labels = list(range(min(by_year), max(by_year) + 1))
    tables = [{n: year.tables[key] for n, year in by_year.items()} for key in keys]
    last = [each[labels[-1]] for each in tables]
    lines = [
        Line(
            str(table.definition.short_name),
            [each[n].total.value if n in each else None for n in labels],
        )
        for table, each in zip(last, tables, strict=True)
    ]
    return Growth(title, last[0].total.unit, labels, lines, note)


def _note(last: Year) -> str:
    """Say that the last point is not the whole year: it would read as a fall."""
    if last.is_over:
        return ""
    return _("%(year)s is not over: counted as far as %(day)s.") % {
        "year": last.snapshot.year,
        "day": date_format(last.snapshot.as_at, "Y-m-d"),
    }
