"""The report's figures and lists as a workbook: every table, every figure with its list."""

import io
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any, Final

import xlsxwriter

from core.sheets.writing import Column, SheetWriter, Value
from reports.services.rendering.data import figure_rows
from reports.services.rendering.pdf import date_of

Document = Mapping[str, Any]
NAME_AT_MOST: Final = 31
_FORBIDDEN: Final = str.maketrans("", "", "[]:*?/\\")


def render(document: Document) -> bytes:
    """Give the workbook; its date is the day of its figures, so equal words are equal bytes."""
    made = io.BytesIO()
    with xlsxwriter.Workbook(made, {"in_memory": True}) as book:
        report = document["content"]
        book.set_properties(
            {
                "title": f"{report['title']}（{report['year']}）",
                "author": report["organiser"],
                "created": date_of(document).replace(tzinfo=None),
            }
        )
        _sheet(book, "说明", [Column("项目", 16), Column("内容", 100)], _facts(document))
        _sheet(book, "数据表", _TABLE_COLUMNS, _tables(report))
        _sheet(book, "数据明细", _DETAIL_COLUMNS, figure_rows(document))
        _sheet(book, "总结与计划", _SAID_COLUMNS, _said(report))
        for number, roll in enumerate(_rolls(report), start=1):
            columns = [
                Column(name, 44 if place == 1 else 14) for place, name in enumerate(roll["columns"])
            ]
            _sheet(book, _sheet_name(number, roll["caption"]), columns, roll["rows"])
    return made.getvalue()


_TABLE_COLUMNS: Final = [
    Column("图表", 10),
    Column("名称", 44),
    *(Column(f"列 {n}", 22) for n in range(1, 6)),
]
_DETAIL_COLUMNS: Final = [
    Column("章", 24),
    Column("图表", 12),
    Column("行", 28),
    Column("列", 16),
    Column("数值", 10),
    Column("名单", 90),
]
_SAID_COLUMNS: Final = [
    Column("章", 20),
    Column("机构", 28),
    Column("文件", 20),
    Column("序号", 8),
    Column("标题", 40),
    Column("内容", 80),
]


def _sheet(
    book: xlsxwriter.Workbook,
    name: str,
    columns: Sequence[Column],
    rows: Iterable[Sequence[Value]],
) -> None:
    sheet = SheetWriter(book, name, columns)
    for number, row in enumerate(rows, start=1):
        sheet.write(number, list(row))


def _facts(document: Document) -> Iterator[list[Value]]:
    report = document["content"]
    yield ["报告", report["title"]]
    yield ["年度", report["year"]]
    yield ["版次", report["edition"]]
    yield ["统计截至", report["as_at"]]
    yield ["批准文号", document["decision"] or "尚未批准"]
    yield ["计数规则", report["rule"]]
    yield ["统计快照", report["snapshot"]]
    yield ["排版工具", document["made_with"]]
    yield ["数据校验码", report["data_sha256"]]
    yield ["内容校验码", document["content_sha256"]]
    if document["mark"]:
        yield ["状态", document["mark"]]
    if report["has_demo"]:
        yield ["注意", "演示数据，非真实名录"]


def _blocks(report: Mapping[str, Any], *kinds: str) -> Iterator[tuple[str, Mapping[str, Any]]]:
    for chapter in report["chapters"]:
        for block in chapter["blocks"]:
            if block["kind"] in kinds:
                yield chapter["heading"], block


def _tables(report: Mapping[str, Any]) -> Iterator[list[Value]]:
    """Give the tables one below the other, each with its name, its columns and its note."""
    wide = len(_TABLE_COLUMNS)
    for _chapter, table in _blocks(report, "table"):
        yield _filled([table["number"], table["caption"]], wide)
        yield _filled(["", *table["columns"]], wide)
        for cells in table["rows"]:
            yield _filled(["", *(cell.get("value", cell["text"]) for cell in cells)], wide)
        yield _filled(["", table["note"]], wide)
        yield _filled([], wide)


def _filled(cells: list[Value], wide: int) -> list[Value]:
    return [*cells, *[None] * (wide - len(cells))]


def _said(report: Mapping[str, Any]) -> Iterator[list[Value]]:
    body = document = ""
    for chapter, block in _blocks(report, "heading", "entries", "gap"):
        if block["kind"] == "heading":
            body = block["text"] if block["level"] == 2 else body
            document = block["text"] if block["level"] > 2 else ""
        elif block["kind"] == "gap":
            yield [chapter, body, document, None, block["text"], None]
        else:
            for number, row in enumerate(block["rows"], start=1):
                yield [chapter, body, document, number, row["title"], "\n".join(row["texts"])]


def _rolls(report: Mapping[str, Any]) -> Iterator[Mapping[str, Any]]:
    for _chapter, roll in _blocks(report, "roll"):
        yield roll


def _sheet_name(number: int, caption: str) -> str:
    """Give a name that a workbook allows: short, without its signs, each once."""
    return f"名单{number} {caption.translate(_FORBIDDEN)}"[:NAME_AT_MOST]
