"""The columns of the register workbook, and finding them in a heading row.

The headings are part of the file format: they are the same in every language of the pages.
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import cached_property
from types import MappingProxyType
from typing import Final

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from commitments.services.importing.wording import listed
from core.sheets.cells import address
from core.text import comparison_key, tidy

ROWS_ABOVE_HEADINGS = 5


class Owner(StrEnum):
    """Whose fact a column states."""

    ORGANISATION = "organisation"
    COMMITMENT = "commitment"


@dataclass(frozen=True)
class Column:
    """One column of the workbook; `key` is its name everywhere in this package."""

    key: str
    chinese: str
    english: str
    owner: Owner = Owner.ORGANISATION
    is_required: bool = False
    also: tuple[str, ...] = ()

    @property
    def label(self) -> str:
        """The heading in the language of the page."""
        return self.english if (get_language() or "").startswith("en") else self.chinese

    @property
    def spellings(self) -> tuple[str, ...]:
        """Every text that a heading of this column may have."""
        return (self.chinese, self.english, self.key, *self.also)


def _of_commitment(key: str, chinese: str, english: str, **options: object) -> Column:
    return Column(key, chinese, english, owner=Owner.COMMITMENT, **options)  # type: ignore[arg-type]


COLUMNS: Final = {
    column.key: column
    for column in (
        Column("name", "单位名称", "Name", is_required=True, also=("名称", "Organisation")),
        Column("kind", "单位类型", "Kind", is_required=True, also=("类型", "Type")),
        Column(
            "uscc",
            "统一社会信用代码",
            "Unified social credit code",
            also=("社会信用代码", "信用代码", "Credit code"),
        ),
        Column("code", "平台代码", "Portal code"),
        Column("short_name", "简称", "Short name"),
        Column("english_name", "英文名称", "English name", also=("英文名",)),
        Column("former_names", "曾用名", "Former names"),
        Column("province", "省级行政区", "Province", is_required=True, also=("省份", "省")),
        Column("city", "市", "City", also=("城市", "地级市")),
        Column("county", "县(区)", "County", also=("区县", "县", "区", "县市区", "District")),
        Column("industry", "行业代码", "Industry code", also=("Industry",)),
        Column("ownership", "所有制", "Ownership", also=("所有制类型",)),
        Column("staff_count", "职工人数", "Employees", also=("员工人数", "Staff")),
        Column("group_name", "所属集团", "Belongs to group", also=("Group",)),
        Column("park_name", "所在园区", "Stands in park", also=("Park",)),
        Column("website", "网站", "Website", also=("网址", "官网")),
        _of_commitment(
            "signed_on", "签署日期", "Signed on", is_required=True, also=("Date of signing",)
        ),
        _of_commitment("document", "签署文件", "Document signed", also=("Document",)),
        _of_commitment("occasion", "签署场合", "Occasion"),
        _of_commitment("signer_position", "签署人职务", "Signer's position"),
        _of_commitment(
            "certificate_number", "证书编号", "Certificate number", also=("Certificate",)
        ),
        _of_commitment("recommended_by", "推荐单位", "Recommended by"),
        _of_commitment("state", "状态", "Status", also=("State",)),
        _of_commitment("ended_on", "结束日期", "Ended on", also=("End date",)),
        _of_commitment("end_reason", "结束原因", "Reason of the end", also=("End reason",)),
        _of_commitment("note", "备注", "Note", also=("Notes", "Remarks")),
    )
}
_KEY_OF_SPELLING: Final = {
    comparison_key(spelling): column.key
    for column in COLUMNS.values()
    for spelling in column.spellings
}


# By which organisations are recognised, and what never changes: it only says what is meant.
IDENTIFYING: Final = ("uscc", "code", "name")
_UNCHANGING: Final = frozenset({"code", "document"})


class HeadingsNotUsable(ValueError):
    """The heading row does not say what the columns mean; the text says what to mend."""


@dataclass(frozen=True)
class Layout:
    """Where each column stands in this file, under which heading, and what is left aside.

    A partial list lacks a column that a new organisation needs: it changes the columns it has, of
    organisations the register knows.
    """

    row: int
    places: dict[str, int]
    headings: dict[str, str]
    ignored: tuple[str, ...]

    @cached_property
    def is_partial(self) -> bool:
        """Tell whether nobody can be entered by this list."""
        return bool(missing_of(self.places))

    @cached_property
    def identifying(self) -> tuple[str, ...]:
        """The columns that say which organisation a row is about, the surest first."""
        return tuple(key for key in IDENTIFYING if key in self.places)

    @cached_property
    def touched(self) -> tuple[str, ...]:
        """The columns that may change something."""
        return touched_by(self.places)

    def has(self, key: str) -> bool:
        """Tell whether the file has this column."""
        return key in self.places

    def heading(self, key: str) -> str:
        """Give the heading as it stands in the file, or the usual one where there is none."""
        return self.headings.get(key) or COLUMNS[key].label

    def cell(self, key: str, row: int) -> str:
        """Give the address of the column's cell in a row, or of one that says who it is about."""
        named = "name" if "name" in self.places else self.identifying[0]
        return address(row, self.places.get(key, self.places[named]))


def key_of_heading(text: str) -> str | None:
    """Give the column that a heading names, None for one that is not known."""
    return _KEY_OF_SPELLING.get(comparison_key(text))


def is_heading_row(cells: Sequence[str | None]) -> bool:
    """Tell whether this row names columns: a title above the table does not."""
    known = {key_of_heading(cell or "") for cell in cells} - {None}
    return len(known) > 1 and not known.isdisjoint(IDENTIFYING)


def read_headings(
    row: int, cells: Sequence[str | None], chosen: Mapping[int, str] = MappingProxyType({})
) -> Layout:
    """Find the columns, in any order. Raises HeadingsNotUsable with one sentence.

    `chosen` says of some places what they mean, whatever their headings: a key, or "" for nothing.
    """
    places: dict[str, int] = {}
    headings: dict[str, str] = {}
    ignored: list[str] = []
    for place, text in enumerate(map(tidy, (cell or "" for cell in cells))):
        key = chosen.get(place, key_of_heading(text))
        if not key:
            ignored += [text] if text else []
        elif key in places:
            _refuse_twice(headings[key], text, address(row, places[key]), address(row, place))
        else:
            places[key], headings[key] = place, text.rstrip("*＊ ") or COLUMNS[key].label
    if fault := fault_of(places):
        raise HeadingsNotUsable(fault)
    return Layout(row, places, headings, tuple(dict.fromkeys(ignored)))


def _refuse_twice(first: str, second: str, here: str, there: str) -> None:
    if first == second:
        raise HeadingsNotUsable(
            _("The column “%(heading)s” stands twice (%(here)s and %(there)s): delete one of them.")
            % {"heading": first, "here": here, "there": there}
        )
    raise HeadingsNotUsable(
        _(
            "The columns “%(first)s” (%(here)s) and “%(second)s” (%(there)s) mean the same: "
            "delete one of them."
        )
        % {"first": first, "second": second, "here": here, "there": there}
    )


def missing_of(keys: Collection[str]) -> list[Column]:
    """Give the columns that a new organisation needs and that are not among these."""
    return [column for column in COLUMNS.values() if column.is_required and column.key not in keys]


def touched_by(keys: Collection[str]) -> tuple[str, ...]:
    """Give those of these columns that may change something: not the one that only recognises."""
    identifying = [key for key in IDENTIFYING if key in keys]
    fixed = _UNCHANGING.union(identifying if len(identifying) == 1 else ())
    return tuple(key for key in COLUMNS if key in keys and key not in fixed)


def fault_of(keys: Collection[str]) -> str:
    """Give the sentence on what a list of these columns lacks; nothing if it can be read."""
    identifying = [COLUMNS[key].label for key in IDENTIFYING if key in keys]
    if not identifying:
        return _(
            "No column says which organisation a row is about: put one of these headings into the "
            "first row: %(columns)s."
        ) % {"columns": listed(COLUMNS[key].label for key in reversed(IDENTIFYING))}
    if not touched_by(keys):
        return _(
            "Besides %(columns)s the list has no column that says anything: add the columns that "
            "are to be changed."
        ) % {"columns": listed(identifying)}
    return ""


def labels_for_new() -> str:
    """Name the columns that a new organisation needs."""
    return listed(column.label for column in missing_of(()))
