import datetime as dt

import pytest

from commitments.enums import (
    Document,
    EndReason,
    Kind,
    Ownership,
    State,
)
from commitments.services.importing.cells import READERS, clean
from commitments.services.importing.problems import CellRefused


@pytest.mark.parametrize(
    ("raw", "text"),
    [
        ("  万华 化学 ", "万华 化学"),
        ("万华\n化学", "万华 化学"),
        ("万华\u3000\u3000化学\u200b", "万华 化学"),
        ("N/A", ""),
        ("—", ""),
        ("无", ""),
        ("无锡", "无锡"),
        ("   ", ""),
    ],
)
def test_text_is_tidied_and_nothing_is_nothing(raw: str, text: str) -> None:
    assert clean(raw) == text


@pytest.mark.parametrize(
    "text",
    [
        "2021-03-05", "2021-3-5", "2021/3/5", "2021.3.5", "2021.03.05", "2021年3月5日",
        "2021 年 03 月 05 日", "20210305", "２０２１－０３－０５", "2021-03-05 00:00:00",
    ],
)  # fmt: skip
def test_a_day_is_read_in_every_usual_form(text: str) -> None:
    assert READERS["signed_on"](text) == dt.date(2021, 3, 5)


@pytest.mark.parametrize(
    ("key", "text", "value"),
    [
        ("kind", "央企集团", Kind.GROUP),
        ("kind", "企业", Kind.ENTERPRISE),
        ("kind", "chemical park", Kind.PARK),
        ("kind", "college", Kind.COLLEGE),
        ("document", "全球宪章", Document.CHARTER),
        ("document", "commitment letter", Document.LETTER),
        ("state", "已承诺", State.IN_FORCE),
        ("state", "suspended", State.SUSPENDED),
        ("end_reason", "被合并", EndReason.MERGED),
        ("ownership", "国有企业", Ownership.STATE),
        ("ownership", "港澳台投资", Ownership.HMT),
        ("staff_count", "3,500", 3500),
        ("staff_count", "３５０ ", 350),
        ("staff_count", "0", 0),
        ("website", "www.example.com", "http://www.example.com"),
        ("website", "https://www.example.com/关于", "https://www.example.com/关于"),
        ("website", "www．example．com", "http://www.example.com"),
        ("code", " RC0000012 ", "rc0000012"),
        ("former_names", "甲化工厂；乙公司; 甲 化工厂", ("甲 化工厂", "乙公司")),
    ],
)
def test_values_are_read_as_people_write_them(key: str, text: str, value: object) -> None:
    assert READERS[key](text) == value


@pytest.mark.parametrize(
    ("key", "text", "reason", "remedy"),
    [
        ("signed_on", "2019-02-30", "日历上没有这一天。", "请改正，按 2021-03-05 的格式填写。"),
        ("signed_on", "2021年3月", "不是完整的日期。", "请按 2021-03-05 的格式写明年月日。"),
        ("signed_on", "44260", "不是完整的日期。", "请按 2021-03-05 的格式写明年月日。"),
        ("signed_on", "2021-3/5", "不是完整的日期。", "请按 2021-03-05 的格式写明年月日。"),
        (
            "kind",
            "公司",
            "不是规定的选项。",
            "请填写以下之一：央企集团、企事业单位、化工园区、专业协会、院校。",
        ),
        (
            "kind",
            "工作机构",
            "工作机构不签署承诺，不能导入。",
            "请删去这一行，或填写以下之一：央企集团、企事业单位、化工园区、专业协会、院校。",
        ),
        ("state", "草稿", "不是规定的选项。", "请填写以下之一：已承诺、暂停、已结束。"),
        ("document", "协议", "不是规定的选项。", "请填写以下之一：承诺书、全球宪章。"),
        (
            "end_reason",
            "搬迁",
            "不是规定的选项。",
            "请填写以下之一：主动退出、撤销、注销、被合并。",
        ),
        ("staff_count", "3.5万", "不是整数。", "请只填数字，例如 350。"),
        ("staff_count", "-5", "不是整数。", "请只填数字，例如 350。"),
        ("staff_count", "99999999999", "职工人数过大。", "请核对后重新填写。"),
        (
            "website",
            "见官网",
            "不是有效的网址。",
            "请按 www.example.com 的形式填写，或留空。",
        ),
        ("name", "（）", "名称中没有文字。", "请填写全称。"),
        ("name", "化" * 201, "共 201 个字，最多 200 个。", "请缩短。"),
    ],
)
def test_what_cannot_be_read_is_refused_with_reason_and_remedy(
    key: str, text: str, reason: str, remedy: str
) -> None:
    with pytest.raises(CellRefused) as refused:
        READERS[key](text)

    assert (refused.value.reason, refused.value.remedy) == (reason, remedy)


@pytest.mark.parametrize("key", [key for key in READERS if key != "note"])
def test_digits_without_end_are_refused_in_every_column(key: str) -> None:
    with pytest.raises(CellRefused):
        READERS[key]("9" * 5000)


def test_zeros_in_front_do_not_change_a_number() -> None:
    assert READERS["staff_count"]("0" * 5000 + "35") == 35
