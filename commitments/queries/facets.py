"""How many there are, in all and by each facet: one pass over the matches for all of them.

Each facet counts under all narrowings but its own, so that what it offers is what a click gives.
"""

from collections.abc import Set
from dataclasses import dataclass, field
from typing import Final

from commitments.queries.listing import count_of, narrowed_by, where
from commitments.queries.pieces import ALWAYS, Piece, fetch
from commitments.queries.selection import FACETS, NOT_KNOWN, Selection
from commitments.queries.sources import source_of

# Past so many entries nobody counts on: the page says "30,000+", and that facets are of so many.
MOST_COUNTED: Final = 30_000
MAY_BE_UNKNOWN: Final = ("province", "industry")

# First the few combinations that there are, then the sums: each entry is looked at once.
_STATEMENT: Final = """
    WITH base AS (
        SELECT kind, province_id, industry_id, status, sign_year
        FROM {source} WHERE {where} LIMIT {most} + 1
    ), combination AS (
        SELECT kind, province_id, left(industry_id, 2) AS division, status, sign_year,
               {industry} AS by_industry, count(*) AS entries
        FROM base AS entry GROUP BY 1, 2, 3, 4, 5, 6
    ), narrowed AS (
        SELECT *, {kind} AS by_kind, {province} AS by_province, {status} AS by_status,
               {year} AS by_year
        FROM combination AS entry
    )
    SELECT grouping(kind, province_id, division, status, sign_year),
           coalesce(kind, province_id, division, status, sign_year::text),
           CASE grouping(kind, province_id, division, status, sign_year) {counts} END::bigint,
           sum(entries) > {most}
    FROM narrowed
    GROUP BY GROUPING SETS ((), (kind), (province_id), (division), (status), (sign_year))
"""
_CROSSED: Final = """
    SELECT province_id, left(industry_id, 2), count(*) FROM {source}
    WHERE {where} AND province_id IS NOT NULL AND industry_id IS NOT NULL GROUP BY 1, 2
"""
# A bit of grouping() is set for each facet that a row is not grouped by.
_TOTAL: Final = 2 ** len(FACETS) - 1
_GROUPINGS: Final = {_TOTAL: ""} | {
    _TOTAL - 2 ** (len(FACETS) - 1 - place): name for place, name in enumerate(FACETS)
}


@dataclass(frozen=True)
class Counts:
    """How many entries match in all, and how many have each value of each facet."""

    total: int = 0
    is_capped: bool = False
    facets: dict[str, dict[str, int]] = field(default_factory=dict)


def counts_of(selection: Selection) -> Counts:
    """Count the matches and their facets: one query, a second one at most past MOST_COUNTED."""
    source, base = source_of(selection), where(selection, without=FACETS)
    narrowings = {name: narrowed_by(selection, name) for name in FACETS}
    asked = {name for name, condition in narrowings.items() if condition != ALWAYS}
    sql = _STATEMENT.format(
        source=source.sql,
        where=base.sql,
        most=MOST_COUNTED,
        counts=_counts(asked),
        **{name: condition.sql for name, condition in narrowings.items()},
    )
    values = {**source.values, **base.values}
    for condition in narrowings.values():
        values |= condition.values
    counts = _read(fetch(Piece(sql, values)))
    if not counts.is_capped:
        return counts
    if not asked:  # the total is of the same entries as the facets
        return Counts(MOST_COUNTED, True, counts.facets)
    total = count_of(selection, most=MOST_COUNTED)
    return Counts(total, total == MOST_COUNTED, counts.facets)


def crossed(selection: Selection) -> dict[tuple[str, str], int]:
    """Count the matches of each province and division of industry together: one query."""
    source, condition = source_of(selection), where(selection)
    sql = _CROSSED.format(source=source.sql, where=condition.sql)
    rows = fetch(Piece(sql, {**source.values, **condition.values}))
    return {(province, division): count for province, division, count in rows}


def _counts(asked: Set[str]) -> str:
    """For each grouping the sum that is shown: under everything asked but the facet itself."""
    return " ".join(
        f"WHEN {number} THEN sum(entries) FILTER (WHERE {_all_of(asked - {name})})"
        for number, name in _GROUPINGS.items()
    )


def _all_of(names: Set[str]) -> str:
    return " AND ".join(f"by_{name}" for name in sorted(names)) or "true"


def _read(rows: list[tuple[int, str | None, int | None, bool | None]]) -> Counts:
    facets: dict[str, dict[str, int]] = {name: {} for name in FACETS}
    total, is_capped = 0, False
    for grouping, value, count, is_over in rows:
        if grouping == _TOTAL:
            total, is_capped = count or 0, bool(is_over)
        elif count and (value or _GROUPINGS[grouping] in MAY_BE_UNKNOWN):
            facets[_GROUPINGS[grouping]][value or NOT_KNOWN] = count
    return Counts(total, is_capped, facets)
