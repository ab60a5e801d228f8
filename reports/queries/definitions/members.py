"""Tables that count the members of a snapshot, all dimensions in one pass."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

from django.db import connection
from django.db.models import Case, CharField, F, QuerySet, Value, When
from django.db.models.functions import Cast, Coalesce, Left
from django.urls import reverse
from django.utils.http import urlencode

from commitments.enums import (
    SIZE_BEGINS,
    Kind,
    Ownership,
    Size,
    Status,
)
from commitments.queries.selection import NOT_KNOWN
from reports.enums import Dimension
from reports.models import Snapshot, SnapshotMember
from reports.queries.definitions.base import Count, Definition


def _size() -> Case:
    """Give the largest size that begins at or below the number of employees."""
    falling = sorted(SIZE_BEGINS.items(), key=lambda pair: -pair[1])
    sizes = [When(staff_count__gte=least, then=Value(size)) for size, least in falling]
    return Case(*sizes, default=Value(""), output_field=CharField())


# What divides the members, by the name of the dimension; "" is "not known".
COLUMNS: Final[Mapping[str, Any]] = {
    Dimension.KIND: F("kind"),
    Dimension.PROVINCE: Coalesce(F("province_id"), Value("")),
    Dimension.CITY: Coalesce(F("city_id"), Value("")),
    # A division of GB/T 4754 is the first two digits of every class in it.
    Dimension.INDUSTRY: Left(Coalesce(F("industry_id"), Value("")), 2),
    Dimension.OWNERSHIP: F("ownership"),
    Dimension.SIZE: _size(),
    Dimension.PARK: Coalesce(F("park__code"), Value("")),
    Dimension.YEAR: Cast(F("sign_year"), CharField()),
}
# Cells whose names may change after they were counted.
LABELS: Final[Mapping[str, Any]] = {Dimension.PARK: Coalesce(F("park__name"), Value(""))}
_CELLS: Final = """
    SELECT CASE {dimension} ELSE '' END AS dimension, CASE {cell} ELSE '' END AS cell, count(*),
           CASE {label} ELSE '' END
    FROM ({members}) AS member
    GROUP BY GROUPING SETS ((), {columns})
    ORDER BY 1, 2
"""


@dataclass(frozen=True, kw_only=True)
class MemberTable(Definition):
    """Counts members of the snapshot: of some kinds, in one status, perhaps only the new ones."""

    kinds: tuple[Kind, ...]
    status: Status = Status.IN_FORCE
    only_new: bool = False

    def always_shown(self, dimension: str) -> tuple[str, ...]:
        """Give what is counted in words of a fixed list."""
        fixed: dict[str, tuple[str, ...]] = {
            Dimension.KIND: self.kinds,
            Dimension.OWNERSHIP: tuple(Ownership.values),
            Dimension.SIZE: tuple(Size.values),
        }
        return fixed.get(dimension, ())

    @property
    def is_flow(self) -> bool:
        """Whether it counts those who came or went, not those who were there."""
        return self.only_new or self.status == Status.ENDED

    def members(self, snapshot: Snapshot) -> QuerySet[SnapshotMember]:
        """Give those whom this table counts."""
        counted = snapshot.members.filter(kind__in=self.kinds, status=self.status)
        return counted.filter(sign_year=snapshot.year) if self.only_new else counted

    def count(self, snapshot: Snapshot) -> list[Count]:
        """Count the total and every cell of every dimension in one pass over the members."""
        names = {f"by_{dimension}": COLUMNS[dimension] for dimension in self.dimensions}
        labels = {f"name_{d}": LABELS[d] for d in self.dimensions if d in LABELS}
        members = self.members(snapshot).annotate(**names, **labels).values_list(*names, *labels)
        query, values = members.query.sql_with_params()
        statement = _CELLS.format(
            dimension=_of_each(self.dimensions, "'{0}'"),
            cell=_of_each(self.dimensions, "by_{0}"),
            label=_of_each([d for d in self.dimensions if d in LABELS], "max(name_{0})")
            or "WHEN true THEN ''",
            members=query,
            columns=", ".join(f"({name})" for name in names),
        )
        with connection.cursor() as cursor:
            cursor.execute(statement, values)
            return [Count(*row) for row in cursor.fetchall()]

    def address(self, snapshot: Snapshot, dimension: str = "", cell: str = "") -> str:
        """Give the address of the register that lists exactly those who were counted."""
        kinds = (cell,) if dimension == Dimension.KIND else self.kinds
        asked: list[tuple[str, str | int]] = [("snapshot", snapshot.pk)]
        asked += [("kind", kind) for kind in kinds]
        if self.status != Status.IN_FORCE:
            asked.append(("status", self.status))
        if self.only_new:
            asked.append(("year", snapshot.year))
        if dimension and dimension != Dimension.KIND:
            asked.append((dimension, cell or NOT_KNOWN))
        return f"{reverse('commitments:index')}?{urlencode(asked)}"


def _of_each(dimensions: Any, value: str) -> str:
    """Give the branches of a CASE: in the rows grouped by a dimension, its value."""
    return " ".join(f"WHEN grouping(by_{d}) = 0 THEN {value.format(d)}" for d in dimensions)
