import datetime as dt
import io
import resource
import subprocess
import sys

import openpyxl
import pytest
from django.utils.translation import override

from core.sheets import reading
from core.sheets.faults import SheetFault
from core.sheets.reading import Row, SheetTable, read_table
from core.sheets.refusals import SheetRefused
from core.tests.sheets import builders
from core.tests.sheets.builders import (
    HEADING,
    MIDNIGHT,
    MOMENT,
    SHEET,
    by_hand,
    openpyxl_workbook,
    workbook,
)
from core.tests.uploads.bombs import far_cell
from core.uploads.guard import UploadKind

LONG = 91370000163044841


def read(data: bytes, sheet_name: str | None = SHEET) -> SheetTable:
    return read_table(data, kind=UploadKind.XLSX, sheet_name=sheet_name)


def refusal(data: bytes, sheet_name: str | None = SHEET) -> str:
    with override("zh-hans"), pytest.raises(SheetRefused) as caught:
        read(data, sheet_name)
    return str(caught.value)


def test_a_workbook_becomes_text_with_its_row_numbers(tmp_path):
    path = tmp_path / "任何名字"
    path.write_bytes(workbook())

    table = read_table(path, kind=UploadKind.XLSX)

    assert table == SheetTable(
        name=SHEET,
        heading=Row(1, list(HEADING)),
        rows=[Row(2, ["甲", "0012", "2021-03-04", "5"]), Row(3, ["乙", "A7", None, None])],
        damaged=frozenset(),
        errors={},
    )


def test_addresses_are_true_when_the_table_starts_elsewhere():
    data = workbook(
        [("甲", LONG), (None, None), ("乙", "=NA()")], heading=("名称", "代码"), first=(3, 2)
    )

    table = read(data)

    assert table.heading == Row(4, [None, None, "名称", "代码"])
    assert table.rows == [
        Row(5, [None, None, "甲", "91370000163044850"]),
        Row(7, [None, None, "乙", "0"]),
    ]
    assert table.damaged == {(5, 3)}


def test_each_kind_of_value_becomes_text():
    values = [7.0, 0.25, -3, True, dt.date(2021, 3, 4), MIDNIGHT, " 甲\n乙 "]

    table = read(workbook([[*values, MOMENT]], heading="ABCDEFGH"))

    assert table.rows[0].cells == [
        "7",
        "0.25",
        "-3",
        "TRUE",
        "2021-03-04",
        "2021-03-04",
        " 甲\n乙 ",
        "2021-03-04 05:06:07",
    ]


def test_a_long_code_kept_as_a_number_is_marked_as_damaged():
    rows = [
        ("甲", LONG),
        ("乙", str(LONG)),
        ("丙", "9.1370000163E+16"),
        ("丁", 999_999_999_999_999),
    ]

    table = read(workbook(rows, heading=("名称", "代码")))

    assert table.damaged == {(2, 1), (4, 1)}
    assert [row.cells[1] for row in table.rows] == [
        "91370000163044850",
        "91370000163044841",
        "9.1370000163E+16",
        "999999999999999",
    ]


@pytest.mark.parametrize("target", ["worksheets/sheet1.xml", "/xl/worksheets/sheet1.xml"])
def test_error_values_are_noted_and_their_cells_empty(target):
    cells = builders.text_rows([["名称", "代码", "甲"]]) + (
        '<row r="3"><c r="A3" t="e"><f>NA()</f><v>#N/A</v></c>'
        '<c s="0" r="B3" t="e"><f t="shared" si="0"/><v>#REF!</v></c>'
        '<c r="C3" t="str"><v>#DIV/0!</v></c></row>'
    )
    link = builders.relations(("rId1", f"{builders.OFFICE}/worksheet", target))

    table = read(by_hand(cells, parts={"xl/_rels/workbook.xml.rels": link}))

    assert table.rows == [Row(3, [None, None, None])]
    assert table.errors == {(3, 0): "#N/A", (3, 1): "#REF!", (3, 2): "#DIV/0!"}


def test_a_formula_gives_its_stored_value_or_nothing():
    stored = by_hand(
        builders.text_rows([["名称", "人数"]])
        + '<row r="2"><c r="A2" t="str"><f>"甲"</f><v>甲</v></c>'
        '<c r="B2"><f>1+1</f><v>2</v></c></row>'
    )
    never_opened = openpyxl_workbook([("名称", "人数"), ("甲", "=1+1")])

    assert read(stored).rows == [Row(2, ["甲", "2"])]
    assert read(never_opened).rows == [Row(2, ["甲", None])]


@pytest.mark.parametrize("dimension", ["A1:B2", "A1:XFD1048576", "B9"])
def test_a_lying_dimension_changes_nothing(dimension):
    rows = [["名称"], *([f"第{n}个"] for n in range(1000))]

    data = by_hand(builders.text_rows(rows), dimension=f'<dimension ref="{dimension}"/>')

    assert [row.cells for row in read(data).rows] == [[f"第{n}个"] for n in range(1000)]


def test_a_reader_that_trusts_the_dimension_would_lose_rows():
    rows = [["名称"], *([f"第{n}个"] for n in range(1000))]
    data = by_hand(builders.text_rows(rows), dimension='<dimension ref="A1:B2"/>')

    trusting = openpyxl.load_workbook(io.BytesIO(data), read_only=True).active

    assert len(list(trusting.iter_rows())) == 2


def test_a_guard_apostrophe_is_taken_away():
    rows = [("'=1+1", "'甲"), ("''-5", "＝1")]

    assert [row.cells for row in read(workbook(rows, heading="甲乙")).rows] == [
        ["=1+1", "'甲"],
        ["'-5", "＝1"],
    ]


# --- Which sheet ---


OTHERS = {"说明": [["请填写"]], "代码表": [["江苏", "32"]]}


def test_the_named_sheet_is_read_wherever_it_stands():
    data = workbook(
        OTHERS["说明"], heading=None, sheet="说明", others={SHEET: [HEADING, *builders.ROWS]}
    )

    assert read(data).name == SHEET


def test_the_only_visible_sheet_is_read_whatever_its_name():
    data = workbook(sheet="Sheet1", others=OTHERS, hidden=OTHERS)

    assert read(data).name == "Sheet1"


@pytest.mark.parametrize(
    ("data", "wanted", "sentence"),
    [
        (
            workbook(sheet="一", others=OTHERS),
            "名录",
            "没有名为“名录”的工作表，工作簿里只有：一、说明、代码表。请把要读取的工作表改名为“名录”后再上传。",
        ),
        (
            workbook(sheet="一", others=OTHERS),
            None,
            "工作簿里有几个工作表：一、说明、代码表。请只保留要读取的那一个后再上传。",
        ),
        (
            workbook(others=OTHERS, hidden=[SHEET]),
            SHEET,
            "工作表“名单”被隐藏了：请取消隐藏、检查内容后再上传。",
        ),
        (workbook([], heading=None), SHEET, "工作表是空的：请填写后再上传。"),
        (workbook([[" ", "　"]], heading=None), SHEET, "工作表是空的：请填写后再上传。"),
        (workbook([]), SHEET, "第 1 行的表头下面没有数据：请填写后再上传。"),
        (workbook([], first=(4, 0)), SHEET, "第 5 行的表头下面没有数据：请填写后再上传。"),
    ],
)
def test_the_wrong_sheet_is_answered_in_words(data, wanted, sentence):
    assert refusal(data, wanted) == sentence


# --- What the parser cannot read ---


@pytest.mark.parametrize(
    ("cells", "sentence"),
    [
        (
            '<row r="1"><c r="A1" t="e"><v>#SPILL!</v></c></row>',
            "工作表里有结果出错的公式：请改正，或“粘贴为数值”后再上传。",
        ),
        (
            '<row r="1"><c r="$A$1"><v>1</v></c></row>',
            "表格无法读取：请用 Excel 或 WPS 打开，另存为新的 .xlsx 后再上传。",
        ),
        (
            '<row r="1"><c r="A1" t="inlineStr"><is><t>a_x0000_</t></is></c></row>',
            "单元格 A1 含有空字符（NUL）：请重新输入其中的文字后再上传。",
        ),
        (
            builders.text_rows([["名称", "甲"], ["乙", "长" * 32_768]]),
            "单元格 B2 超过 32,767 个字符：请缩短后再上传。",
        ),
        ("<row>" + "<c><v>1</v></c>" * 201 + "</row>", "表格超过 200 列：请删除多余的列后再上传。"),
        (
            '<row r="1"><c r="A1"><v>1</v></c></row><row r="200001"><c><v>1</v></c></row>',
            "表格超过 100,000 行：请拆成几个文件后再上传。",
        ),
        (
            '<row><c r="A1"><v>1</v></c></row><row><c r="GR200000"><v>1</v></c></row>',
            "表格过大，无法读取：请删除多余的行和列，或拆成几个文件后再上传。",
        ),
    ],
)
def test_what_cannot_be_read_is_answered_in_words(cells, sentence):
    assert refusal(by_hand(cells)) == sentence


def test_without_the_guard_a_far_cell_aborts_the_child_and_only_the_child(caplog):
    with pytest.raises(SheetRefused) as caught:
        read(far_cell())

    assert caught.value.fault == SheetFault.EXHAUSTED
    assert caplog.messages[-1] == "Table reader ended with -6"


def test_a_child_that_takes_too_long_is_ended(monkeypatch, caplog):
    monkeypatch.setattr(reading, "WALL_SECONDS", 0.001)

    with pytest.raises(SheetRefused) as caught:
        read(workbook())

    assert caught.value.fault == SheetFault.EXHAUSTED
    assert caplog.messages == ["Table reader ended with timed out"]


def test_the_child_is_given_no_secrets(monkeypatch):
    monkeypatch.setenv("SECRET_KEY", "secret")
    monkeypatch.setenv("DATABASE_URL", "postgres://")

    assert {"SECRET_KEY", "DATABASE_URL"} & set(reading.environment()) == set()


def test_the_child_starts_without_django():
    code = (
        "import sys, core.sheets.child, core.sheets.workbook, core.sheets.delimited;"
        "sys.exit('django' in sys.modules)"
    )

    ended = subprocess.run(
        [sys.executable, "-c", code], cwd=reading.ROOT, env=reading.environment(), check=False
    )

    assert ended.returncode == 0


def seconds_used() -> float:
    """Count the work of this process and its children; other load on the machine is left out."""
    whose = (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)
    return sum(used.ru_utime + used.ru_stime for used in map(resource.getrusage, whose))


@pytest.mark.full
def test_a_workbook_of_30000_rows_is_read_in_two_seconds():
    rows = [
        [f"第{n}个单位有限公司", f"91{n:016}", builders.MIDNIGHT, n, *["常用值"] * 8, *[None] * 8]
        for n in range(30_000)
    ]
    data = workbook(rows, heading=[f"列{n}" for n in range(20)])
    seconds = []

    for _ in range(3):
        started = seconds_used()
        table = read(data)
        seconds.append(seconds_used() - started)

    assert len(table.rows) == 30_000
    assert min(seconds) <= 2


@pytest.mark.full
def test_the_largest_honest_workbook_fits_into_the_memory_limit():
    rows = ([f"第{n}个", *["常用值"] * 25] for n in range(100_000))

    table = read(workbook(rows, heading=[f"列{n}" for n in range(26)]))

    assert len(table.rows) == 100_000
