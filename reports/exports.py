"""The figures of a year as a file, with everything a reader needs to find them again."""

import datetime as dt
from collections.abc import Iterable, Iterator
from typing import Final

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from core.sheets.writing import csv_chunks
from reports.queries.covered import Coverage, Covered
from reports.queries.differences import Differences, RowDifference
from reports.queries.figures import Shown, Year

VERSION: Final = 1  # of the columns: they are only added to


def figures_csv(year: Year, *, site: str, key: str = "") -> Iterator[bytes]:
    """Give the figures as CSV, of one table or of all; `site` makes the addresses whole."""
    return csv_chunks(_headings(), _rows(year, site, key))


def _headings() -> list[str]:
    return [
        _("key"),
        _("table"),
        _("divided by"),
        _("cell"),
        _("name"),
        _("value"),
        _("unit"),
        _("as at"),
        _("snapshot"),
        _("list"),
    ]


def _rows(year: Year, site: str, key: str) -> Iterator[list[str | int]]:
    for table in year.tables.values():
        if key in ("", table.definition.key):
            yield _row(year, table.definition.key, table.total, "", table.total, site)
            for dimension, cells in table.cells.items():
                for cell in cells:
                    yield _row(year, table.definition.key, table.total, dimension, cell, site)


def _row(
    year: Year, key: str, total: Shown, dimension: str, cell: Shown, site: str
) -> list[str | int]:
    name = cell.name if dimension else ""
    snapshot = year.snapshot
    return [
        key,
        total.name,
        dimension,
        cell.code,
        name,
        cell.value,
        cell.unit,
        snapshot.as_at.isoformat(),
        snapshot.pk,
        f"{site}{cell.href}",
    ]


def differences_csv(differences: Differences) -> Iterator[bytes]:
    """Give the organisations that two snapshots count differently, one line for each fact."""
    headings = [_("portal code"), _("name"), _("difference"), _("fact"), _("before"), _("now")]
    return csv_chunks(headings, _difference_rows(differences))


def _difference_rows(differences: Differences) -> Iterator[list[str | int]]:
    for row in differences.rows:
        facts = [(fact.name, fact.older, fact.newer) for fact in row.facts] or [("", "", "")]
        for fact in facts:
            yield [row.code, row.name, difference_words(row), *fact]


def difference_words(row: RowDifference) -> str:
    """Say what became of the organisation."""
    if row.is_added:
        return _("added")
    return _("taken out") if row.is_removed else _("changed")


def coverage_csv(coverages: Iterable[Coverage], day: dt.date, *, site: str) -> Iterator[bytes]:
    """Give the coverage of a day as CSV, each number of all with its year and source."""
    headings = [
        _("of what"),
        _("divided by"),
        _("cell"),
        _("name"),
        _("signed"),
        _("all"),
        _("how exact"),
        _("year"),
        _("source"),
        pgettext("coverage", "share"),
        _("not signed"),
        _("target"),
        _("as at"),
        _("list"),
    ]
    return csv_chunks(headings, _coverage_rows(coverages, day, site))


def _coverage_rows(
    coverages: Iterable[Coverage], day: dt.date, site: str
) -> Iterator[list[str | int | None]]:
    for each in coverages:
        yield _covered(each, "", each.total, day, site)
        for part in each.parts:
            for row in part.rows:
                yield _covered(each, part.key, row, day, site)


def _covered(
    coverage: Coverage, dimension: str, row: Covered, day: dt.date, site: str
) -> list[str | int | None]:
    whole, target = row.whole, coverage.target
    return [
        coverage.scope.value,
        dimension,
        row.code,
        row.name,
        row.signed,
        whole.number if whole else None,
        whole.bound if whole else "",
        whole.year if whole else None,
        whole.source if whole else "",
        f"{row.share:.4f}" if row.share is not None else "",
        row.gap,
        target.number if target and not dimension else None,
        day.isoformat(),
        f"{site}{row.href}",
    ]
