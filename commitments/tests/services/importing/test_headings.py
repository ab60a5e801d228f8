import pytest
from django.utils.translation import override

from commitments.services.importing.headings import (
    COLUMNS,
    HeadingsNotUsable,
    is_heading_row,
    read_headings,
)

REQUIRED = ["单位名称", "单位类型", "省级行政区", "签署日期"]


def test_headings_stand_in_any_order_with_stars_and_full_width_brackets() -> None:
    layout = read_headings(
        1, ["签署日期*", "县（区）", " 单位名称 ＊", None, "单位类型", "省级行政区"]
    )

    assert layout.places == {"signed_on": 0, "county": 1, "name": 2, "kind": 4, "province": 5}


@pytest.mark.parametrize("key", COLUMNS)
def test_every_heading_is_understood_in_chinese_and_english(key: str) -> None:
    chinese = read_headings(1, [column.chinese for column in COLUMNS.values()])
    english = read_headings(1, [column.english.upper() for column in COLUMNS.values()])

    assert chinese.places[key] == english.places[key] == list(COLUMNS).index(key)


def test_unknown_columns_are_left_aside_and_named_once() -> None:
    layout = read_headings(1, [*REQUIRED, "联系人", "电话", "联系人", None])

    assert layout.ignored == ("联系人", "电话")


def test_a_list_that_recognises_nobody_is_refused_in_one_sentence() -> None:
    with pytest.raises(HeadingsNotUsable) as refused:
        read_headings(1, ["单位类型", "市", "签署日期"])

    assert str(refused.value) == (
        "没有一列说明是哪个单位：请在首行写上以下标题之一：单位名称、平台代码、统一社会信用代码。"
    )


def test_a_list_that_says_nothing_is_refused_in_english_on_english_pages() -> None:
    with override("en"), pytest.raises(HeadingsNotUsable) as refused:
        read_headings(1, ["单位名称", "签署文件"])

    assert str(refused.value) == (
        "Besides Name the list has no column that says anything: add the columns that are to be "
        "changed."
    )


@pytest.mark.parametrize(
    ("headings", "touched"),
    [
        (["单位名称", "网站"], ("website",)),
        (["平台代码", "签署文件", "备注"], ("note",)),
        (["统一社会信用代码", "单位名称"], ("name", "uscc")),
        (["平台代码", "单位名称", "单位类型", "市"], ("name", "kind", "city")),
    ],
)
def test_a_list_that_lacks_what_somebody_new_needs_is_partial(
    headings: list[str], touched: tuple[str, ...]
) -> None:
    layout = read_headings(1, headings)

    assert (layout.is_partial, layout.touched) == (True, touched)
    assert not read_headings(1, REQUIRED).is_partial


def test_one_heading_twice_is_a_fault() -> None:
    with pytest.raises(HeadingsNotUsable) as refused:
        read_headings(1, [*REQUIRED, "市", "单位名称"])

    assert str(refused.value) == "“单位名称”列出现了两次（A1 和 F1）：请删去其中一列。"


def test_two_headings_of_one_meaning_are_a_fault() -> None:
    with pytest.raises(HeadingsNotUsable) as refused:
        read_headings(1, [*REQUIRED, "网站", "网址"])

    assert str(refused.value) == "“网站”列（E1）与“网址”列（F1）含义相同：请删去其中一列。"


@pytest.mark.parametrize(
    ("cells", "answer"),
    [
        (["责任关怀承诺单位名录（2021年）", None, None], False),
        (["序号", "单位名称", "单位类型"], True),
        (["平台代码", "网站"], True),
        (["省份", "网站"], False),
        ([None, None, None], False),
    ],
)
def test_a_title_above_the_table_is_no_heading_row(cells: list[str | None], answer: bool) -> None:
    assert is_heading_row(cells) is answer
