"""Register workbooks for tests: from any CSV of organisations, or with invented names.

What the CSV does not say (days of signing, occasions, industries) is invented by a fixed rule, so
that the same file always gives the same workbook.
"""

import csv
import datetime as dt
import io
import os
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any

import pytest
import xlsxwriter
from stdnum.cn import uscc

Line = dict[str, Any]
ROOT = Path(__file__).resolve().parents[3]
SAMPLES = Path(os.environ.get("PORTAL_SAMPLE_LISTS", ROOT.parent / "shared" / "data"))

HEADINGS = [
    "单位名称", "单位类型", "统一社会信用代码", "简称", "英文名称", "曾用名", "省级行政区",
    "市", "县(区)", "行业代码", "所有制", "职工人数", "所属集团", "所在园区", "网站",
    "签署日期", "签署文件", "签署场合", "签署人职务", "证书编号", "推荐单位",
    "状态", "结束日期", "结束原因", "备注",
]  # fmt: skip
FIRST_SIGNING = dt.date(2008, 3, 10)
INDUSTRIES = ["2614", "2511", "26", "265", ""]
OWNERSHIP = ["国有", "民营", "外商独资", "", "中外合资"]
# Two syllables of invented names; every pair is used once for each of the provinces.
SYLLABLES = "澄岫砚霁槿珩翊湄苕筠栎菁璟煜霖"
PLACES = [
    ("山东", "370000", "烟台"), ("江苏", "320000", "南通"), ("浙江", "330000", "宁波"),
    ("上海", "310000", "闵行"), ("辽宁", "210000", "大连"), ("内蒙古", "150000", "乌海"),
]  # fmt: skip


def sample(name: str) -> Path:
    """Give the path of a list in the folder of samples, or skip the test in words."""
    path = SAMPLES / name
    if not path.exists():
        pytest.skip(f"no {name} in {SAMPLES}: set PORTAL_SAMPLE_LISTS to the folder that has it")
    return path


def enterprises(path: Path) -> list[Line]:
    """Give a line for each row of a CSV with the columns name, uscc, province and city."""
    return [
        line_of(number, row["name"], row["uscc"], row["province"], row["city"])
        for number, row in enumerate(_rows(path))
    ]


def parks(path: Path) -> list[Line]:
    """Give a line for each row of a CSV with the columns name, province, city and county."""
    lines = []
    for number, row in enumerate(_rows(path)):
        line = line_of(number, row["name"], "", row["province"], row["city"])
        line |= {"单位类型": "化工园区", "县(区)": row["county"], "签署文件": "全球宪章"}
        line |= {"行业代码": "", "所有制": "", "职工人数": ""}
        lines.append(line | {"证书编号": line["证书编号"].replace("T-", "P-")})
    return lines


def invented(count: int) -> list[Line]:
    """Give lines about organisations that do not exist; at most 1,000."""
    lines = []
    for number in range(count):
        first, second = divmod(number, len(SYLLABLES))
        province, code, city = PLACES[number % len(PLACES)]
        name = f"{city}{SYLLABLES[first % len(SYLLABLES)]}{SYLLABLES[second]}化工有限公司"
        if first >= len(SYLLABLES):
            name = name.replace("化工", "新材料" * (first // len(SYLLABLES)))
        lines.append(line_of(number, name, credit_code(code, number), province, city))
    return lines


def credit_code(region: str, number: int) -> str:
    """Give a code with the right check character that no real organisation can have."""
    stem = f"91{region}DE{number:06}X"
    return stem + str(uscc.calc_check_digit(stem))


def line_of(number: int, name: str, code: str, province: str, city: str) -> Line:
    """Give a whole line of the workbook; what is not given is invented by its number."""
    signed_on = FIRST_SIGNING + dt.timedelta(days=number * 4 % 5500)
    return dict.fromkeys(HEADINGS, "") | {
        "单位名称": name,
        "单位类型": "企事业单位",
        "统一社会信用代码": code,
        "省级行政区": province,
        "市": city,
        "行业代码": INDUSTRIES[number % len(INDUSTRIES)],
        "所有制": OWNERSHIP[number % len(OWNERSHIP)],
        "职工人数": 40 + number * 7 % 3000,
        "签署日期": signed_on.isoformat(),
        "签署文件": "承诺书" if number % 3 else "",
        "签署场合": "责任关怀促进大会" if number % 4 == 0 else "",
        "证书编号": f"T-{signed_on.year}-{number:05}",
    }


def xlsx(lines: Iterable[Line], headings: Sequence[str] = HEADINGS, sheet: str = "名录") -> bytes:
    """Give a workbook with these lines; numbers stay numbers, all else is text."""
    file = io.BytesIO()
    with xlsxwriter.Workbook(file, {"in_memory": True}) as book:
        page = book.add_worksheet(sheet)
        page.write_row(0, 0, headings)
        for row, line in enumerate(lines, start=1):
            for column, heading in enumerate(headings):
                value = line.get(heading, "")
                if isinstance(value, int | float):
                    page.write_number(row, column, value)
                elif value:
                    page.write_string(row, column, value)
    return file.getvalue()


def as_csv(
    lines: Iterable[Line], headings: Sequence[str] = HEADINGS, encoding: str = "utf-8-sig"
) -> bytes:
    """Give the lines as a CSV file."""
    file = io.StringIO()
    writer = csv.writer(file)
    writer.writerow(headings)
    writer.writerows([line.get(heading, "") for heading in headings] for line in lines)
    return file.getvalue().encode(encoding)


def _rows(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))
