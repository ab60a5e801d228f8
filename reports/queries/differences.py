"""Two snapshots of one year side by side: which figures differ, and whose rows make them differ."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

from django.utils.translation import gettext as _

from commitments.enums import Kind, Ownership, Status
from commitments.models import Organisation, Region
from commitments.queries.pieces import Piece, fetch
from reports.enums import Dimension
from reports.models import Snapshot, SnapshotMember
from reports.queries.figures import Shown, figures_of
from reports.queries.members import FACTS

_MEMBERS: Final = """
    SELECT coalesce(older.organisation_id, newer.organisation_id),
           coalesce(newer.name, older.name),
           coalesce(newer.name_sort, older.name_sort) AS name_sort,
           {older}, {newer}, older.id IS NULL, newer.id IS NULL
    FROM (SELECT * FROM reports_snapshotmember WHERE snapshot_id = %(older)s) AS older
    FULL JOIN (SELECT * FROM reports_snapshotmember WHERE snapshot_id = %(newer)s) AS newer
           ON newer.organisation_id = older.organisation_id
    WHERE older.id IS NULL OR newer.id IS NULL
       OR ({older}) IS DISTINCT FROM ({newer})
    ORDER BY name_sort, 1
"""


@dataclass(frozen=True)
class FigureDifference:
    """One figure of both: its value in each, and the list behind each value."""

    table: str
    divided_by: str
    cell: str
    older: int
    newer: int
    older_href: str
    newer_href: str

    @property
    def change(self) -> int:
        """By how much the newer value is larger."""
        return self.newer - self.older


@dataclass(frozen=True)
class FactDifference:
    """One fact by which an organisation is counted, in words."""

    name: str
    older: str
    newer: str


@dataclass(frozen=True)
class RowDifference:
    """One organisation that the two count differently."""

    code: str
    name: str
    is_added: bool
    is_removed: bool
    facts: list[FactDifference]


@dataclass(frozen=True)
class Differences:
    """Everything in which the newer snapshot differs from the older one."""

    older: Snapshot
    newer: Snapshot
    figures: list[FigureDifference]
    rows: list[RowDifference]

    def __bool__(self) -> bool:
        """Tell whether there is any difference."""
        return bool(self.figures or self.rows)


def shown_beside(snapshot: Snapshot) -> Snapshot | None:
    """Give the snapshot that stands on the page of this one's year, if it is another one."""
    shown = Snapshot.objects.current().filter(year=snapshot.year).exclude(pk=snapshot.pk)
    return shown.first()


def differences_of(older: Snapshot, newer: Snapshot) -> Differences:
    """Compare two snapshots figure by figure and row by row: the queries do not grow with them."""
    return Differences(older, newer, _figures(older, newer), _rows(older, newer))


def _figures(older: Snapshot, newer: Snapshot) -> list[FigureDifference]:
    before, after = figures_of(older), figures_of(newer)
    found = []
    for key, table in after.tables.items():
        if key not in before.tables:
            continue
        total = before.tables[key].total
        pairs: list[tuple[str, Shown | None, Shown | None]] = [("", total, table.total)]
        for dimension in table.dimensions:
            was = {cell.code: cell for cell in before.tables[key].by(dimension)}
            now = {cell.code: cell for cell in table.by(dimension)}
            pairs += [(dimension, was.get(c), now.get(c)) for c in {**was, **now}]
        name = str(table.definition.name)
        every = [_figure(name, dimension, *pair) for dimension, *pair in pairs]
        found += [figure for figure in every if figure.change]
    return found


def _figure(table: str, dimension: str, was: Shown | None, now: Shown | None) -> FigureDifference:
    """Give both values; a cell that one of them does not have counts nobody and opens no list."""
    nobody = Shown(name="", value=0, unit="", href="")
    older, newer = was or nobody, now or nobody
    return FigureDifference(
        table=table,
        divided_by=str(Dimension(dimension).label),
        cell=(newer.name or older.name) if dimension else "",
        older=older.value,
        newer=newer.value,
        older_href=older.href,
        newer_href=newer.href,
    )


def _rows(older: Snapshot, newer: Snapshot) -> list[RowDifference]:
    statement = _MEMBERS.format(
        older=", ".join(f"older.{name}" for name in FACTS),
        newer=", ".join(f"newer.{name}" for name in FACTS),
    )
    rows = fetch(Piece(statement, {"older": older.pk, "newer": newer.pk}))
    words = _Words(rows)
    return [_row(row, words) for row in rows]


def _row(row: tuple[Any, ...], words: "_Words") -> RowDifference:
    organisation, name, _sort, *facts, is_added, is_removed = row
    was, now = facts[: len(FACTS)], facts[len(FACTS) :]
    changed = [
        FactDifference(words.name_of(fact), words.of(fact, old), words.of(fact, new))
        for fact, old, new in zip(FACTS, was, now, strict=True)
        if old != new and not is_added and not is_removed
    ]
    return RowDifference(words.codes[organisation], name, is_added, is_removed, changed)


class _Words:
    """Facts in words: names of places and parks by one query each."""

    def __init__(self, rows: list[tuple[Any, ...]]) -> None:
        facts = [dict(zip(FACTS, part, strict=True)) for row in rows for part in _parts(row)]
        places = {f[name] for f in facts for name in ("province_id", "city_id")} - {None}
        parks = {f["park_id"] for f in facts} - {None}
        self._places = {r.code: r.label for r in Region.objects.filter(code__in=places)}
        everybody = Organisation.everyone.filter(pk__in={*parks, *(row[0] for row in rows)})
        named = everybody.values_list("pk", "code", "name")
        self.codes = {pk: code for pk, code, _name in named}
        self._parks = {pk: name for pk, _code, name in named}

    def name_of(self, fact: str) -> str:
        """Name the fact as the pages do."""
        field: Any = SnapshotMember._meta.get_field(fact.removesuffix("_id"))
        return str(field.verbose_name)

    def of(self, fact: str, value: Any) -> str:
        """Say the value in words."""
        if value in (None, ""):
            return _("not stated")
        known: Mapping[str, Any] = {
            "status": lambda: Status(value).label,
            "kind": lambda: Kind(value).label,
            "ownership": lambda: Ownership(value).label,
            "province_id": lambda: self._places.get(value, value),
            "city_id": lambda: self._places.get(value, value),
            "park_id": lambda: self._parks.get(value, value),
        }
        return str(known[fact]()) if fact in known else str(value)


def _parts(row: tuple[Any, ...]) -> tuple[tuple[Any, ...], tuple[Any, ...]]:
    facts = row[3:-2]
    return facts[: len(FACTS)], facts[len(FACTS) :]
