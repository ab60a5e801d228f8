"""What would become of every row of a list. Making a plan writes nothing."""

import datetime as dt
import hashlib
from collections import Counter
from collections.abc import Callable, Collection, Iterator
from dataclasses import dataclass, field
from enum import StrEnum
from itertools import chain

from django.utils import timezone
from django.utils.translation import gettext as _

from commitments.services.importing.comparing import (
    Change,
    Claims,
    CommitmentFinder,
    organisation_changes,
)
from commitments.services.importing.doubles import Doubles
from commitments.services.importing.headings import (
    HeadingsNotUsable,
    Layout,
    read_headings,
)
from commitments.services.importing.matching import Matcher
from commitments.services.importing.meanings import (
    Choice,
    ColumnSeen,
    MeaningsUnclear,
    ask_about_guesses,
    columns_seen,
    find_headings,
    would_choosing_help,
)
from commitments.services.importing.register import Present
from commitments.services.importing.rows import Row, RowReader
from commitments.services.importing.shown import Shown
from commitments.services.importing.warning_list import Warnings
from commitments.services.importing.wording import listed
from commitments.services.lots import in_lots, used_up
from core.sheets.reading import Row as HeadingRow
from core.sheets.reading import SheetTable

LOT = 1_000
ROWS_LOOKED_AT = 50
Progress = Callable[[int, int], None]


class Verdict(StrEnum):
    """What becomes of a row."""

    ACCEPTED = "accepted"
    CHANGED = "changed"
    UNCHANGED = "unchanged"
    REFUSED = "refused"


@dataclass(slots=True)
class Entry:
    """One row with its verdict; id and state of the commitment it speaks of, None for a new one."""

    row: Row
    verdict: Verdict
    organisation_changes: tuple[Change, ...] = ()
    commitment_changes: tuple[Change, ...] = ()
    commitment: int | None = None
    state: str | None = None

    @property
    def changes(self) -> Iterator[Change]:
        """All changed fields of the row."""
        return chain(self.organisation_changes, self.commitment_changes)

    @property
    def is_new_commitment(self) -> bool:
        """Whether the row enters a commitment; one of a partial list never does."""
        return self.verdict is Verdict.ACCEPTED

    @property
    def is_new_organisation(self) -> bool:
        """Whether the register does not know the organisation yet."""
        return self.row.target < 0


@dataclass
class Plan:
    """All rows in the order of the list, with what the reader of the report should know."""

    layout: Layout
    shown: Shown
    columns: list[ColumnSeen]
    entries: list[Entry] = field(default_factory=list)
    warnings: list[str] = field(default_factory=list)
    doubles: Doubles = field(default_factory=Doubles)
    counts: Counter[Verdict] = field(default_factory=Counter)
    digest: str = ""
    left_out: list[Entry] = field(default_factory=list)

    @property
    def ignored_named(self) -> str:
        """The headings of the columns that are left aside, in one line."""
        return listed(self.layout.ignored)

    @property
    def touched(self) -> list[str]:
        """The headings that a partial list may change; none of a whole list."""
        keys = self.layout.touched if self.layout.is_partial else ()
        return [self.layout.heading(key) for key in keys]

    def leave_out(self, rows: Collection[int]) -> None:
        """Take rows that somebody does not want out of the plan, by their numbers."""
        numbers = set(rows)
        self.left_out = [entry for entry in self.entries if entry.row.number in numbers]
        self.entries = [entry for entry in self.entries if entry.row.number not in numbers]
        self.counts = Counter(entry.verdict for entry in self.entries)

    @property
    def good(self) -> Iterator[Entry]:
        """The rows that change the register."""
        wanted = (Verdict.ACCEPTED, Verdict.CHANGED)
        return (entry for entry in self.entries if entry.verdict in wanted)


def make_plan(
    table: SheetTable,
    *,
    at: dt.datetime,
    locked: bool = False,
    progress: Progress | None = None,
    choice: Choice | None = None,
) -> Plan:
    """Judge every row of the table, whose rows are used up by this.

    `locked` keeps the organisations concerned from being changed until the transaction ends;
    `choice` says what columns mean whose headings do not. Raises HeadingsNotUsable, and of its kind
    MeaningsUnclear where choosing the columns would help.
    """
    heading = find_headings(table, choice)
    if not table.rows:
        raise HeadingsNotUsable(_("There is no row under the headings: fill in the list."))
    seen = columns_seen(heading, table.rows[:ROWS_LOOKED_AT], choice)
    layout = _layout(heading, seen, choice)
    warnings = Warnings(layout)
    reader = RowReader(
        layout,
        today=timezone.localdate(at),
        warnings=warnings,
        damaged=table.damaged,
        errors=table.errors,
    )
    read = list(reader.read_all(used_up(table.rows)))
    doubles = Doubles()
    matcher = Matcher(read, reader, warnings, doubles)
    for row in read:
        matcher.match(row)
    mergers = matcher.mergers
    del matcher
    doubles.look_at_new(read)
    plan = Plan(layout, reader.shown, seen, doubles=doubles)
    claimed: Claims = {}
    for lot in in_lots(read, LOT):
        present = Present(lot, locked=locked)
        finder = CommitmentFinder(present, reader, warnings, claimed, mergers)
        _judge(plan, lot, present, finder)
        if progress:
            progress(len(plan.entries), len(read))
    plan.warnings = warnings.sentences()
    plan.counts = Counter(entry.verdict for entry in plan.entries)
    plan.digest = _digest(plan)
    return plan


def _layout(heading: HeadingRow, seen: list[ColumnSeen], choice: Choice | None) -> Layout:
    try:
        layout = read_headings(heading.number, heading.cells, choice.meanings if choice else {})
    except HeadingsNotUsable as fault:
        if not would_choosing_help(seen):
            raise
        raise MeaningsUnclear(str(fault), heading.number, seen) from fault
    if choice is None:
        ask_about_guesses(layout, seen)
    return layout


def _judge(plan: Plan, rows: list[Row], present: Present, finder: CommitmentFinder) -> None:
    for row in rows:
        entry = _compare(row, present, finder)
        if row.problems:
            entry = Entry(row, Verdict.REFUSED)
        if not row.name and row.target > 0:  # for whoever reads the report
            row.name = present.organisations[row.target]["name"]
        plan.entries.append(entry)


def _compare(row: Row, present: Present, finder: CommitmentFinder) -> Entry:
    organisation = present.organisations.get(row.target)
    if organisation:
        finder.locate(row, organisation)
    mine = organisation_changes(row, organisation) if organisation else []
    problems = len(row.problems)
    record = finder.find(row) if row.target else None
    if record is None and not finder.is_partial:
        return Entry(row, Verdict.ACCEPTED, tuple(mine))
    if record is None:
        return Entry(row, Verdict.CHANGED if mine else Verdict.UNCHANGED, tuple(mine))
    theirs = finder.changes(row, record) if len(row.problems) == problems else []
    verdict = Verdict.CHANGED if mine or theirs else Verdict.UNCHANGED
    return Entry(row, verdict, tuple(mine), tuple(theirs), record["id"], record["state"])


def _digest(plan: Plan) -> str:
    """Sum up the plan, so that a second one can be compared with the one a person has seen."""
    sum_of_all = hashlib.sha256()
    for entry in plan.entries:
        row = entry.row
        problems = [problem.cell for problem in row.problems]  # their words depend on the language
        target = max(row.target, 0)
        told = (row.number, entry.verdict.value, target, entry.commitment, *entry.changes, problems)
        sum_of_all.update(repr(told).encode())
    return sum_of_all.hexdigest()
