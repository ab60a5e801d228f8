import pytest
from django.utils.translation import override

from core.sheets.reading import Row, SheetTable, read_table
from core.sheets.refusals import SheetRefused
from core.uploads.guard import UploadKind

ENCODINGS = ("utf-8", "utf-8-sig", "gb18030")


def read(text: str | bytes, encoding: str = "utf-8") -> SheetTable:
    data = text.encode(encoding) if isinstance(text, str) else text
    return read_table(data, kind=UploadKind.CSV, sheet_name="名单")


@pytest.mark.parametrize("encoding", ENCODINGS)
@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
@pytest.mark.parametrize("end", ["\r\n", "\n", "\r"])
def test_a_csv_becomes_text_with_its_line_numbers(encoding, delimiter, end):
    lines = [["名称", "代码"], ["㐀甲", "0012"], [], ["乙，丙", ""]]
    text = end.join(delimiter.join(cells) for cells in lines)

    table = read(text, encoding)

    assert table == SheetTable(
        name="",
        heading=Row(1, ["名称", "代码"]),
        rows=[Row(2, ["㐀甲", "0012"]), Row(4, ["乙，丙", None])],
        damaged=frozenset(),
        errors={},
    )


def test_a_row_is_numbered_by_the_line_it_begins_on():
    table = read('\n名称,备注\n甲,"一\n二\r\n三"\n乙,"说""是"""\n')

    assert table.heading.number == 2
    assert table.rows == [Row(3, ["甲", "一\n二\r\n三"]), Row(6, ["乙", '说"是"'])]


def test_rows_are_as_wide_as_the_widest():
    table = read("名称,代码\n甲\n乙,1,多\n")

    assert table.heading.cells == ["名称", "代码", None]
    assert [row.cells for row in table.rows] == [["甲", None, None], ["乙", "1", "多"]]


def test_only_the_heading_decides_the_delimiter():
    table = read("名称,代码\n甲;乙;丙;丁,1\n")

    assert table.rows == [Row(2, ["甲;乙;丙;丁", "1"])]


def test_damaged_codes_errors_and_guards_are_treated_as_in_a_workbook():
    table = read("名称,代码\n甲,9.137E+16\n'=1,#N/A\n")

    assert table.rows == [Row(2, ["甲", "9.137E+16"]), Row(3, ["=1", None])]
    assert table.damaged == {(2, 1)}
    assert table.errors == {(3, 1): "#N/A"}


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("\n \n", "文件没有内容：请填写后再上传。"),
        ("名称,代码\n,\n", "第 1 行的表头下面没有数据：请填写后再上传。"),
        (
            '名称,代码\n甲,1\n乙,"2\n丙,3\n',
            "从第 3 行开始的一行，引号没有成对：请改正，或把文件另存为 .xlsx 后再上传。",
        ),
        (
            '名称,代码\n甲,"1"2\n',
            "从第 2 行开始的一行，引号没有成对：请改正，或把文件另存为 .xlsx 后再上传。",
        ),
        ("名称\n" + "甲\n" * 100_001, "表格超过 100,000 行：请拆成几个文件后再上传。"),
        ("名称" + "," * 200 + "\n", "表格超过 200 列：请删除多余的列后再上传。"),
        ("名称,代码\n甲," + "长" * 32_768, "单元格 B2 超过 32,767 个字符：请缩短后再上传。"),
        ("名称,代码\n甲,\0", "单元格 B2 含有空字符（NUL）：请重新输入其中的文字后再上传。"),
        (
            b"a,b\n1,2\n\xff\xff,3\n",
            "第 3 行有无法识别的字符：请把文件另存为“CSV UTF-8”后再上传。",
        ),
    ],
)
def test_what_cannot_be_read_is_answered_in_words(text, sentence):
    with override("zh-hans"), pytest.raises(SheetRefused) as caught:
        read(text)

    assert str(caught.value) == sentence


def test_one_hundred_thousand_rows_are_read():
    assert len(read("名称\n" + "甲\n" * 100_000).rows) == 100_000
