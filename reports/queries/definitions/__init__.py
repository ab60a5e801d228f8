"""The tables of a year, each a small definition: a new table is a new entry of TABLES and its test.

A definition says what is asked, whom it counts, by what the count is divided and which list stands
behind each number. The list's address is made of the same words as the count, so the two agree.
"""

from collections.abc import Mapping
from typing import TYPE_CHECKING, Final

from django.utils.translation import gettext_lazy as _

from reports.enums import Rule
from reports.queries.definitions.base import Count, Definition
from reports.queries.definitions.members import COLUMNS, MemberTable
from reports.queries.definitions.register import (
    ENDED,
    ENTERPRISES,
    NEW_ENTERPRISES,
    NEW_PARKS,
    PARKS,
    REGISTER_TABLES,
    SUSPENDED,
)
from reports.queries.definitions.work import PLANNED, REPORTED, WORK_TABLES, WorkTable

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise as StrPromise

__all__ = [
    "BY_KEY",
    "BY_SLUG",
    "COLUMNS",
    "ENDED",
    "ENTERPRISES",
    "HEADLINE",
    "NEW_ENTERPRISES",
    "NEW_PARKS",
    "PARKS",
    "PLANNED",
    "REPORTED",
    "RULES",
    "RULE_IN_USE",
    "SUSPENDED",
    "TABLES",
    "Count",
    "Definition",
    "MemberTable",
    "WorkTable",
]

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
TABLES: Final[tuple[Definition, ...]] = (*REGISTER_TABLES, *WORK_TABLES)
BY_KEY: Final[Mapping[str, Definition]] = {table.key: table for table in TABLES}
BY_SLUG: Final[Mapping[str, Definition]] = {table.slug: table for table in TABLES}
