"""The report's figures as data: codes, whole numbers and lists, in one order."""

import json
from collections.abc import Iterator, Mapping
from typing import Any

from core.sheets.writing import csv_chunks
from reports.queries.report.blocks import figures_in


def render_json(document: Mapping[str, Any]) -> bytes:
    """Give the whole content as JSON: words, figures, the addresses of their lists."""
    public = {key: value for key, value in document.items() if key != "mark"}
    text = json.dumps(public, ensure_ascii=False, sort_keys=True, indent=1)
    return text.encode() + b"\n"


def render_csv(document: Mapping[str, Any]) -> bytes:
    """Give every figure of the report as a row: chapter, table, row, column, value, list."""
    headings = ["章", "图表", "行", "列", "数值", "名单"]
    return b"".join(csv_chunks(headings, figure_rows(document)))


def figure_rows(document: Mapping[str, Any]) -> Iterator[list[str | int]]:
    """Give the figures of the report in their order, with where they stand."""
    site = document["site"]
    for chapter in document["content"]["chapters"]:
        for block in chapter["blocks"]:
            where = [chapter["heading"], block.get("number") or block.get("caption", "")]
            if block["kind"] == "table":
                yield from _of_table(where, block, site)
            else:
                for found in figures_in(block):
                    yield [*where, "", "", found["value"], f"{site}{found['list']}"]


def _of_table(where: list[str], block: Mapping[str, Any], site: str) -> Iterator[list[str | int]]:
    for cells in block["rows"]:
        for column, cell in zip(block["columns"], cells, strict=True):
            if "list" in cell:
                yield [*where, cells[0]["text"], column, cell["value"], f"{site}{cell['list']}"]
