"""Numbers of all from a sheet: what each row would do, cell by cell, and then exactly that.

Nothing is kept between looking and entering: the text goes to the page and comes back, and the
digest of the plan tells whether the numbers are still those that were looked at.
"""

import csv
import datetime as dt
import hashlib
import io
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any, Final

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from commitments.services import facts
from commitments.services.importing import Verdict
from commitments.services.importing.headings import Column
from commitments.services.importing.problems import Problem, shortened
from commitments.services.importing.wording import listed
from core.history import because
from core.sheets.cells import address
from core.sheets.reading import Row, SheetTable, read_table
from core.sheets.refusals import SheetRefused
from core.text import comparison_key, tidy
from core.uploads.faults import UploadRefused
from core.uploads.guard import check_upload
from reports.models import FieldCount
from reports.services.field_cells import Key, LineReader, Values

SHEET: Final = "总数"
ROWS_ABOVE: Final = 5
MOST_ROWS: Final = 2_000
# As many as the field takes in which the text goes to the page and comes back.
MOST_LETTERS: Final = 500_000
COLUMNS: Final = {
    column.key: column
    for column in (
        Column("scope", "范围", "Of what", also=("统计范围", "对象")),
        Column("year", "年份", "Year", is_required=True, also=("年度", "年")),
        Column("province", "省级行政区", "Province", also=("省份", "省", "地区")),
        Column("industry", "行业代码", "Industry code", also=("行业", "Industry")),
        Column("number", "数量", "Number", is_required=True, also=("总数", "家数", "企业数")),
        Column("bound", "精确程度", "How exact", also=("程度",)),
        Column("source", "来源", "Source", is_required=True, also=("出处", "文件", "Document")),
        Column("source_on", "来源日期", "Day of the source", also=("日期", "发布日期", "Day")),
        Column("url", "网址", "Web address", also=("链接",)),
    )
}
_KEYS: Final = {
    comparison_key(spelling): column.key
    for column in COLUMNS.values()
    for spelling in column.spellings
}
_WRITTEN: Final = ("number", "bound", "source", "source_on", "url")


class SheetNotUsable(ValueError):
    """The sheet as a whole cannot be taken; the text says why and what to do."""


class SheetNotEntered(ValueError):
    """Nothing was written: rows are refused, or the numbers have changed meanwhile."""


@dataclass(frozen=True)
class Line:
    """What would become of one row; `changes` are label, old and new."""

    row: int
    verdict: Verdict
    values: Values
    changes: list[tuple[str, str, str]] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)

    @property
    def name(self) -> str:
        """Of what the row speaks, as far as it could be read."""
        return self.values.name


@dataclass
class SheetPlan:
    """All rows in their order, the text they came from, and one number for what would happen."""

    lines: list[Line]
    ignored: list[str]
    text: str
    digest: str = ""

    def of(self, verdict: Verdict) -> list[Line]:
        """Give the rows of one verdict."""
        return [line for line in self.lines if line.verdict == verdict]

    @property
    def is_open(self) -> bool:
        """Tell whether there is something to enter and nothing to mend."""
        verdicts = {line.verdict for line in self.lines}
        writing = {Verdict.ACCEPTED, Verdict.CHANGED}
        return Verdict.REFUSED not in verdicts and bool(verdicts & writing)


def plan_of(name: str, data: bytes, *, today: dt.date) -> SheetPlan:
    """Judge every row of a sheet that was uploaded or pasted. Raises SheetNotUsable."""
    table = _read(name, data)
    heading = _heading_of(table)
    places, ignored = _places(heading)
    below = [row for row in table.rows if row.number > heading.number]
    spoilt = {number for number, place in table.errors if place in places.values()}
    rows = [row for row in below if any(row.cells) or row.number in spoilt]
    if not rows:
        raise SheetNotUsable(_("There is no row under the headings: fill in the list."))
    if len(rows) > MOST_ROWS:
        raise SheetNotUsable(
            _("The sheet has more than %(count)s rows: split it.") % {"count": MOST_ROWS}
        )
    text = _as_text([table.heading, *table.rows], table.errors)
    if len(text) + text.count("\n") > MOST_LETTERS:  # a browser sends each line with two
        raise SheetNotUsable(
            _("The sheet has more than %(count)s letters: split it.") % {"count": MOST_LETTERS}
        )
    lines = list(_lines(rows, places, heading, table, today))
    digest = hashlib.sha256(repr([_told(line) for line in lines]).encode()).hexdigest()
    return SheetPlan(lines, ignored, text, digest)


@transaction.atomic
def enter(text: str, *, digest: str, by: object | None, at: dt.datetime) -> int:
    """Write what was looked at, all or nothing; answer how many rows changed something.

    Raises SheetNotUsable, SheetNotEntered.
    """
    list(FieldCount.objects.select_for_update().order_by("pk").values_list("pk"))
    plan = plan_of(_("pasted table"), text.encode(), today=timezone.localdate(at))
    if plan.of(Verdict.REFUSED):
        raise SheetNotEntered(_("Rows are refused and nothing was written: mend them first."))
    if plan.digest != digest:
        raise SheetNotEntered(
            _("The sheet or the numbers have changed since they were checked: look again.")
        )
    written = [*plan.of(Verdict.ACCEPTED), *plan.of(Verdict.CHANGED)]
    with because(by=by, reason=_("Sheet of %(count)s rows") % {"count": len(plan.lines)}):
        for line in written:
            FieldCount.objects.update_or_create(
                **line.values.key._asdict(), defaults=dict(line.values.stated)
            )
        facts.touch()
    return len(written)


def _read(name: str, data: bytes) -> SheetTable:
    try:
        return read_table(data, kind=check_upload(name, data), sheet_name=SHEET)
    except (UploadRefused, SheetRefused) as refused:
        raise SheetNotUsable(str(refused)) from refused


def _heading_of(table: SheetTable) -> Row:
    """Give the row of the headings: some sheets have a title above."""
    top = [table.heading, *table.rows[:ROWS_ABOVE]]
    return max(top, key=lambda row: (sum(map(bool, _keys_of(row))), -row.number))


def _keys_of(row: Row) -> list[str]:
    return [_KEYS.get(comparison_key((cell or "").rstrip("*＊ ")), "") for cell in row.cells]


def _places(heading: Row) -> tuple[dict[str, int], list[str]]:
    places: dict[str, int] = {}
    ignored: list[str] = []
    for place, key in enumerate(_keys_of(heading)):
        text = tidy(heading.cells[place] or "")
        if key in places:
            raise SheetNotUsable(
                _("The column “%(heading)s” stands twice: delete one of them.") % {"heading": text}
            )
        if key:
            places[key] = place
        elif text:
            ignored.append(text)
    needed = [column for column in COLUMNS.values() if column.is_required]
    if missing := [column.label for column in needed if column.key not in places]:
        raise SheetNotUsable(
            _("Required columns are missing: %(columns)s. Put these headings into the first row.")
            % {"columns": listed(missing)}
        )
    return places, ignored


def _lines(
    rows: Iterable[Row],
    places: dict[str, int],
    heading: Row,
    table: SheetTable,
    today: dt.date,
) -> Iterator[Line]:
    known = {_key_of(each): each for each in FieldCount.objects.all()}
    reader = LineReader(today=today)
    first: dict[Key, int] = {}
    for row in rows:
        found = {key: table.errors.get((row.number, place)) for key, place in places.items()}
        cells = {key: found[key] or row.cells[place] or "" for key, place in places.items()}
        values = reader.read(cells, {key for key, error in found.items() if error is not None})
        if present := known.get(values.key):
            values.leave_source(present.source)
        earlier = first.setdefault(values.key, row.number) if values.is_known else row.number
        if earlier != row.number:
            values.refuse_twice(earlier)
        problems = [
            Problem(
                address(row.number, places.get(key, places["number"])),
                tidy(heading.cells[places[key]] or "") if key in places else COLUMNS[key].label,
                shortened(cells.get(key, "")),
                why.reason,
                why.remedy,
            )
            for key, why in values.faults
        ]
        changes = [] if problems else list(_changes(values, present))
        verdict = Verdict.REFUSED if problems else _verdict(present, changes)
        yield Line(row.number, verdict, values, changes, problems)


def _verdict(present: FieldCount | None, changes: list[Any]) -> Verdict:
    if present is None:
        return Verdict.ACCEPTED
    return Verdict.CHANGED if changes else Verdict.UNCHANGED


def _changes(values: Values, present: FieldCount | None) -> Iterator[tuple[str, str, str]]:
    for key in _WRITTEN:
        old = getattr(present, key, None)
        if key in values.stated and (new := values.stated[key]) != old:
            yield COLUMNS[key].label, values.shown(key, old), values.shown(key, new)


def _key_of(row: FieldCount) -> Key:
    return Key(row.scope, row.year, row.province_id, row.industry_id)


def _told(line: Line) -> tuple[object, ...]:
    cells = [problem.cell for problem in line.problems]
    stated = sorted(line.values.stated.items())
    return (line.row, line.verdict, line.values.key, stated, line.changes, cells)


def _as_text(rows: Iterable[Row], errors: Mapping[tuple[int, int], str]) -> str:
    """Give the rows as a text of tabs, each on the line of its number, with the error values."""
    file = io.StringIO()
    writer = csv.writer(file, delimiter="\t", lineterminator="\n")
    line = 1
    for row in rows:
        file.write("\n" * (row.number - line))
        cells = [errors.get((row.number, i)) or cell or "" for i, cell in enumerate(row.cells)]
        writer.writerow([" ".join(cell.split()) for cell in cells])
        line = row.number + 1
    return file.getvalue()
