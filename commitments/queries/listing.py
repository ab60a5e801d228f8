"""The rows of the register: those that the selection means, and a page of them in order."""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any, Final

from commitments.enums import SIZE_BEGINS, Size
from commitments.queries import searching
from commitments.queries.pieces import ALWAYS, Piece, all_of, fetch, none_of, of_queryset
from commitments.queries.selection import (
    BY_RELEVANCE,
    FACETS,
    NEWEST,
    NOT_KNOWN,
    OLDEST,
    PLAIN,
    Selection,
    Term,
)
from commitments.queries.sources import parts_in_order, parts_of, source_of, source_of_few

PAGE_SIZE: Final = 25

# The keys of the page first, from the indexes alone; then the columns of those few entries.
_PAGE: Final = """
    SELECT {columns}, key.tier,
           province.short_name, province.english_name, city.short_name, city.english_name
    FROM ({keys}) AS key
    JOIN {source} ON entry.id = key.id
    LEFT JOIN commitments_region AS province ON province.code = entry.province_id
    LEFT JOIN commitments_region AS city ON city.code = entry.city_id
    ORDER BY key.tier, {order}
"""
_KEYS: Final = """
    SELECT id, {tier} AS tier, name_sort, signed_on
    FROM {source} WHERE {where} ORDER BY {order} LIMIT {most}
"""
_COUNTED: Final = "SELECT count(*) FROM (SELECT FROM ({parts}) AS part {limit}) AS found"
_FIRST: Final = "SELECT * FROM ({lists}) AS first ORDER BY {order} LIMIT {size} OFFSET {start}"
_COLUMNS: Final = (
    "id", "code", "name", "kind", "uscc", "status", "signed_on", "name_sort", "short_name",
    "english_name", "former_names", "province_id", "city_id", "industry_id",
)  # fmt: skip


@dataclass(slots=True)
class Entry:
    """One row of the list, whatever it was made of."""

    id: int
    code: str
    name: str
    kind: str
    uscc: str | None
    status: str
    signed_on: dt.date | None
    name_sort: str
    short_name: str
    english_name: str
    former_names: str
    province_id: str | None
    city_id: str | None
    industry_id: str | None
    tier: int
    province_name: str | None
    province_english: str | None
    city_name: str | None
    city_english: str | None


def where(selection: Selection, *, without: Iterable[str] = ()) -> Piece:
    """Give the condition of the selection, apart from the facets named in `without`."""
    conditions = [searching.matching(selection.terms), _in_group(selection), _in_park(selection)]
    conditions += [_plainly(selection, name) for name in PLAIN]
    conditions += [narrowed_by(selection, name) for name in FACETS if name not in without]
    if selection.as_at and selection.year and "year" not in without:
        conditions.append(_signed_around(selection.year))
    return all_of(conditions)


def narrowed_by(selection: Selection, facet: str) -> Piece:
    """Give the condition of what was chosen of one facet."""
    values: dict[str, Any] = {facet: list(selection.chosen(facet))}
    if facet == "status":
        values = {facet: list(selection.statuses)}
    elif facet == "year":
        values = {facet: list(map(int, selection.year))}
    if not values[facet]:
        return ALWAYS
    if facet == "industry":
        values = {facet: [f"{prefix}%" for prefix in selection.industry_prefixes]}
        return Piece(_IN_INDUSTRY, values | {"no_industry": NOT_KNOWN in selection.industry})
    column = _COLUMN_OF[facet]
    if NOT_KNOWN in values[facet] and facet == "province":
        return Piece(f"{column} = ANY(%({facet})s) OR {column} IS NULL", values)
    if len(values[facet]) == 1:  # of one value an index gives the rows in the order of their names
        return Piece(f"{column} = %({facet})s", {facet: values[facet][0]})
    return Piece(f"{column} = ANY(%({facet})s)", values)


_COLUMN_OF: Final = {
    "kind": "entry.kind",
    "province": "entry.province_id",
    "status": "entry.status",
    "year": "entry.sign_year",
}
_IN_INDUSTRY: Final = (
    "entry.industry_id LIKE ANY(%(industry)s) OR entry.industry_id IS NULL AND %(no_industry)s"
)


def _plainly(selection: Selection, name: str) -> Piece:
    """Give the condition of what was chosen without counts."""
    values = selection.chosen(name)
    if not values:
        return ALWAYS
    known = [value for value in values if value != NOT_KNOWN]
    if name == "size":
        within = " OR ".join(_WITHIN.format(*_limits(Size(value))) for value in known)
        condition = Piece(within or "false")
    else:
        condition = Piece(f"{_PLAIN_COLUMN[name]} = ANY(%({name})s)", {name: known})
    if NOT_KNOWN not in values:
        return condition
    return Piece(f"{condition.sql} OR {_NOTHING_IN[name]}", condition.values)


_PLAIN_COLUMN: Final = {"city": "entry.city_id", "ownership": "entry.ownership"}
_NOTHING_IN: Final = {
    "city": "entry.city_id IS NULL",
    "ownership": "entry.ownership = ''",
    "size": "entry.staff_count IS NULL",
}
_WITHIN: Final = "entry.staff_count >= {} AND entry.staff_count < {}"


def _limits(size: Size) -> tuple[int, int]:
    """Give the first number of employees of the size and the first one past it."""
    begins = [*SIZE_BEGINS.values(), 2**31]
    place = list(SIZE_BEGINS).index(size)
    return begins[place], begins[place + 1]


def _signed_around(years: tuple[str, ...]) -> Piece:
    """Says nothing new beside the year of the best commitment, but lets an index find the few."""
    sql = """
        entry.id IN (SELECT organisation_id FROM commitments_commitment
                     WHERE signed_on BETWEEN %(first_day)s AND %(last_day)s)
    """
    numbers = list(map(int, years))
    days = {"first_day": dt.date(min(numbers), 1, 1), "last_day": dt.date(max(numbers), 12, 31)}
    return Piece(sql, days)


def _in_group(selection: Selection) -> Piece:
    if selection.in_group is None:
        return ALWAYS
    members = of_queryset(selection.in_group.values("pk"), "group")
    return Piece(f"entry.id IN ({members.sql})", members.values)


def _in_park(selection: Selection) -> Piece:
    if selection.park == NOT_KNOWN:
        return Piece("entry.park_id IS NULL")
    if selection.in_park is None:
        return ALWAYS
    return Piece("entry.park_id = %(park)s", {"park": selection.in_park.pk})


def page_of(selection: Selection, *, size: int = PAGE_SIZE) -> list[Entry]:
    """Give the entries of the selection's page, in its order: one query."""
    condition = where(selection)
    is_ranked = selection.order == BY_RELEVANCE
    tiers = _by_relevance(selection, condition) if is_ranked else [condition]
    keys = _keys(selection, tiers, (selection.page - 1) * size, size)
    sql = _PAGE.format(
        columns=", ".join(f"entry.{name}" for name in _COLUMNS),
        keys=keys.sql,
        source=source_of_few(selection).sql,
        order=order_of(selection, prefix="entry."),
    )
    return [Entry(*row) for row in fetch(Piece(sql, keys.values))]


def order_of(selection: Selection, *, prefix: str = "") -> str:
    """Give the order of the entries by columns: the name, or the day of signing, then the name."""
    newest = "signed_on DESC NULLS LAST" if selection.may_lack_a_day else "signed_on DESC"
    signed = {NEWEST: [newest], OLDEST: ["signed_on"]}.get(selection.order, [])
    return ", ".join(f"{prefix}{column}" for column in (*signed, "name_sort", "id"))


def _keys(selection: Selection, tiers: list[Piece], start: int, size: int) -> Piece:
    """Give the keys of a page: tier after tier, each list no longer than the page needs."""
    lists = [
        _first_of(selection, source, condition, tier=tier, most=start + size)
        for tier, condition in enumerate(tiers)
        for source in parts_in_order(selection)
    ]
    order = f"tier, {order_of(selection)}" if len(tiers) > 1 else order_of(selection)
    sql = _FIRST.format(
        lists=" UNION ALL ".join(f"({each.sql})" for each in lists),
        order=order,
        size=size,
        start=start,
    )
    return Piece(sql, {name: value for each in lists for name, value in each.values.items()})


def _first_of(
    selection: Selection, source: Piece, condition: Piece, *, tier: int, most: int
) -> Piece:
    sql = _KEYS.format(
        tier=tier,
        source=source.sql,
        where=condition.sql,
        order=order_of(selection),
        most=most,
    )
    return Piece(sql, {**source.values, **condition.values})


def _by_relevance(selection: Selection, found: Piece) -> list[Piece]:
    """Three tiers, read one after the other as far as the page needs: nothing is scored."""
    whole = whole_text(selection.terms)
    exactly, begun = searching.called_exactly(whole), searching.begins_with(whole)
    return [
        all_of([found, exactly]),
        all_of([found, begun, none_of(exactly)]),
        all_of([found, none_of(exactly), none_of(begun)]),
    ]


def whole_text(terms: Iterable[Term]) -> Term:
    """Give the search text in one piece, as it would stand in a name."""
    parts = list(terms)
    return Term(
        " ".join(term.typed for term in parts),
        "".join(term.key for term in parts),
        " ".join(term.syllables for term in parts),
    )


def count_of(selection: Selection, *, most: int | None = None) -> int:
    """Count the entries of the selection, no further than `most`."""
    condition = where(selection)
    # Parts that give their first rows soon are also soon counted so far.
    sources = parts_of(selection) if most else [source_of(selection)]
    counted = _COUNTED.format(
        parts=" UNION ALL ".join(
            f"(SELECT FROM {source.sql} WHERE {condition.sql})" for source in sources
        ),
        limit=f"LIMIT {most}" if most else "",
    )
    values = {**sources[0].values, **condition.values}  # of the same names in every part
    ((count,),) = fetch(Piece(counted, values))
    return int(count)
