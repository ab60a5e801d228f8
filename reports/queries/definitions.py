"""The tables of a year, each a small definition: a new table is a new entry of TABLES and its test.

A definition says what is asked, whom it counts, by what the count is divided and which list stands
behind each number. The list's address is made of the same words as the count, so the two agree.
"""

from abc import ABC, abstractmethod
from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from django.db import connection
from django.db.models import Case, CharField, F, QuerySet, Value, When
from django.db.models.functions import Left
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext_lazy as _

from commitments.enums import NOT_PARKS, Kind, Status
from commitments.queries.selection import NOT_KNOWN
from reports.enums import Dimension, Rule, Unit
from reports.models import Snapshot, SnapshotMember

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise as StrPromise

# Keys are public: reports and programs name their figures by them.
ENTERPRISES: Final = "signatories.enterprises"
PARKS: Final = "signatories.parks"
NEW_ENTERPRISES: Final = "signatories.new_enterprises"
NEW_PARKS: Final = "signatories.new_parks"
HEADLINE: Final = (ENTERPRISES, PARKS, NEW_ENTERPRISES, NEW_PARKS)

RULE_IN_USE: Final = (Rule.IN_FORCE, 1)
# The text of a version never changes; a changed rule is a new version.
RULES: Final[Mapping[tuple[str, int], "StrPromise"]] = {
    (Rule.IN_FORCE, 1): _(
        "Counted is every organisation with a commitment in force on the day: signed on or before "
        "it, not ended by it, not suspended on it. Whoever signed several documents counts once, "
        "from the earliest of those in force. New in a year are those who count from a day of it."
    ),
}

# What divides the members, by the name of the dimension; "" is "not known".
COLUMNS: Final[Mapping[str, Any]] = {
    Dimension.KIND: F("kind"),
    Dimension.PROVINCE: F("province_id"),
    # A division of GB/T 4754 is the first two digits of every class in it.
    Dimension.INDUSTRY: Case(
        When(industry__isnull=True, then=Value("")),
        default=Left("industry_id", 2),
        output_field=CharField(),
    ),
}
_CELLS = """
    SELECT {dimension} AS dimension, {cell} AS cell, count(*)
    FROM ({members}) AS member
    GROUP BY GROUPING SETS ((), {columns})
    ORDER BY 1, 2
"""


@dataclass(frozen=True)
class Count:
    """One counted cell: the total has neither dimension nor cell."""

    dimension: str
    cell: str
    value: int


@dataclass(frozen=True, kw_only=True)
class Definition(ABC):
    """What the run, the pages and the API need to know of a table."""

    key: str
    name: "StrPromise"
    short_name: "StrPromise"  # the heading of a column
    question: "StrPromise"
    unit: Unit
    dimensions: tuple[Dimension, ...]

    def always_shown(self, dimension: str) -> tuple[str, ...]:
        """Give the cells of the dimension that are shown even when nobody is in them."""
        return ()

    @property
    def is_flow(self) -> bool:
        """Whether it counts what happened in the year: of a running year not yet comparable."""
        return False

    @abstractmethod
    def count(self, snapshot: Snapshot) -> list[Count]:
        """Count the total and every cell of every dimension, set-based."""

    @abstractmethod
    def address(self, snapshot: Snapshot, dimension: str = "", cell: str = "") -> str:
        """Give the address of the list of exactly those who were counted."""


@dataclass(frozen=True, kw_only=True)
class MemberTable(Definition):
    """Counts members of the snapshot: those of some kinds, perhaps only the new ones."""

    kinds: tuple[Kind, ...]
    only_new: bool = False

    def always_shown(self, dimension: str) -> tuple[str, ...]:
        """Give the kinds that are counted."""
        return self.kinds if dimension == Dimension.KIND else ()

    @property
    def is_flow(self) -> bool:
        """Whether it counts those who joined, not those who were there."""
        return self.only_new

    def members(self, snapshot: Snapshot) -> QuerySet[SnapshotMember]:
        """Give those whom this table counts."""
        counted = snapshot.members.filter(kind__in=self.kinds, status=Status.IN_FORCE)
        return counted.filter(sign_year=snapshot.year) if self.only_new else counted

    def count(self, snapshot: Snapshot) -> list[Count]:
        """Count the total and every cell of every dimension in one pass over the members."""
        names = {f"by_{dimension}": COLUMNS[dimension] for dimension in self.dimensions}
        members = self.members(snapshot).annotate(**names).values_list(*names)
        query, values = members.query.sql_with_params()
        dimension = " ".join(f"WHEN grouping(by_{d}) = 0 THEN '{d}'" for d in self.dimensions)
        cell = " ".join(f"WHEN grouping(by_{d}) = 0 THEN by_{d}" for d in self.dimensions)
        statement = _CELLS.format(
            dimension=f"CASE {dimension} ELSE '' END",
            cell=f"CASE {cell} ELSE '' END",
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
        if self.only_new:
            asked.append(("year", snapshot.year))
        if dimension and dimension != Dimension.KIND:
            asked.append((dimension, cell or NOT_KNOWN))
        return f"{reverse('commitments:index')}?{urlencode(asked)}"


TABLES: Final[tuple[Definition, ...]] = (
    MemberTable(
        key=ENTERPRISES,
        name=_("Enterprises and institutions (parks not included)"),
        short_name=_("Enterprises"),
        question=_("How many enterprises and institutions are committed?"),
        unit=Unit.ORGANISATIONS,
        kinds=NOT_PARKS,
        dimensions=(Dimension.KIND, Dimension.PROVINCE, Dimension.INDUSTRY),
    ),
    MemberTable(
        key=PARKS,
        name=_("Chemical parks"),
        short_name=_("Parks"),
        question=_("How many chemical parks are committed?"),
        unit=Unit.PARKS,
        kinds=(Kind.PARK,),
        dimensions=(Dimension.PROVINCE,),
    ),
    MemberTable(
        key=NEW_ENTERPRISES,
        name=_("New enterprises and institutions (parks not included)"),
        short_name=_("New enterprises"),
        question=_("How many enterprises and institutions joined in the year?"),
        unit=Unit.ORGANISATIONS,
        kinds=NOT_PARKS,
        dimensions=(Dimension.KIND, Dimension.PROVINCE, Dimension.INDUSTRY),
        only_new=True,
    ),
    MemberTable(
        key=NEW_PARKS,
        name=_("New chemical parks"),
        short_name=_("New parks"),
        question=_("How many chemical parks joined in the year?"),
        unit=Unit.PARKS,
        kinds=(Kind.PARK,),
        dimensions=(Dimension.PROVINCE,),
        only_new=True,
    ),
)
BY_KEY: Final[Mapping[str, Definition]] = {table.key: table for table in TABLES}
