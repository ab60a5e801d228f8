"""Fifty faults of eighteen kinds for a list of at least sixty good lines."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from commitments.tests.workbooks.lists import HEADINGS, Line
from core.sheets.cells import address

FIRST_PLACE = 7
DISTANCE = 1  # from one planted line to the next: all of them in one lump would hide little


@dataclass(frozen=True)
class Kind:
    """One kind of fault: in which column it shows, and how it is made."""

    name: str
    heading: str
    times: int
    spoil: Callable[[Line], Any]


@dataclass(frozen=True)
class Planted:
    kind: str
    cell: str


def _set(**values: Any) -> Callable[[Line], Any]:
    return lambda line: line.update(values)


def _wrong_check(line: Line) -> None:
    code = str(line["统一社会信用代码"])
    line["统一社会信用代码"] = code[:-1] + ("1" if code[-1] != "1" else "2")


def _letter_for_digit(line: Line) -> None:
    code = str(line["统一社会信用代码"])
    line["统一社会信用代码"] = code[:2] + code[2:].replace("0", "O", 1)


def _other_province(line: Line) -> None:
    line["市"] = "广州" if line["省级行政区"] != "广东" else "烟台"


def _as_number(line: Line) -> None:
    line["统一社会信用代码"] = 9.1370000163044e17


def _one_short(line: Line) -> None:
    line["统一社会信用代码"] = str(line["统一社会信用代码"])[:-1]


def _ends_too_early(line: Line) -> None:
    line.update({"状态": "已结束", "结束日期": "2001-01-01", "结束原因": "注销"})


ENDED = {"状态": "已结束"}
KINDS = [
    Kind("no name", "单位名称", 2, _set(单位名称="")),
    Kind("unknown kind", "单位类型", 3, _set(单位类型="公司")),
    Kind("working body", "单位类型", 2, _set(单位类型="工作机构")),
    Kind(
        "old registration number", "统一社会信用代码", 3, _set(统一社会信用代码="320402000048603")
    ),
    Kind("wrong check character", "统一社会信用代码", 4, _wrong_check),
    Kind("letter O for zero", "统一社会信用代码", 3, _letter_for_digit),
    Kind("code stored as a number", "统一社会信用代码", 3, _as_number),
    Kind("code of 17 characters", "统一社会信用代码", 3, _one_short),
    Kind("unknown province", "省级行政区", 3, _set(省级行政区="山冬")),
    Kind("city of another province", "市", 3, _other_province),
    Kind("unknown industry", "行业代码", 3, _set(行业代码="9998")),
    Kind("staff in words", "职工人数", 2, _set(职工人数="约三百人")),
    Kind("day that does not exist", "签署日期", 3, _set(签署日期="2019-02-30")),
    Kind("day to come", "签署日期", 3, _set(签署日期="2199-01-01")),
    Kind("end before the signing", "结束日期", 3, _ends_too_early),
    Kind("ended without a reason", "结束原因", 2, _set(结束日期="2025-06-30", **ENDED)),
    Kind("end without the status", "结束日期", 2, _set(结束日期="2025-06-30")),
]
DUPLICATES = 3


def plant(lines: Sequence[Line]) -> tuple[list[Line], list[Planted]]:
    """Give a copy of the lines with fifty faults, and where they are.

    Forty-seven spoil a line of their own; three lines at the end repeat a good one.
    """
    spoilt = [dict(line) for line in lines]
    step = (len(lines) - FIRST_PLACE) // sum(kind.times for kind in KINDS)
    place = FIRST_PLACE
    planted = []
    for kind in KINDS:
        for _time in range(kind.times):
            kind.spoil(spoilt[place])
            cell = address(place + 2, HEADINGS.index(kind.heading))
            planted.append(Planted(kind.name, cell))
            place += max(step, 1)
    for number in range(DUPLICATES):
        spoilt.append(dict(lines[number]) | {"证书编号": ""})
        planted.append(Planted("same document twice", address(len(spoilt) + 1, 0)))
    return spoilt, planted
