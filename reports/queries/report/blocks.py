"""The parts of which a report is made: plain data that page, PDF, DOCX and workbook read alike.

A cell or a piece of text with a `list` is a figure: its number, and the list of the rows it counts.
"""

from collections.abc import Iterable, Sequence
from typing import Any

Block = dict[str, Any]
Piece = dict[str, Any]


def words(text: str) -> Piece:
    """Give a stretch of text."""
    return {"text": text}


def figure(value: int, where: str) -> Piece:
    """Give a number that leads to the list of those whom it counts."""
    return {"text": f"{value:,}", "value": value, "list": where}


def paragraph(pieces: Iterable[Piece]) -> Block:
    """Give a paragraph."""
    return {"kind": "paragraph", "pieces": list(pieces)}


def heading(text: str, level: int) -> Block:
    """Give a heading within a chapter."""
    return {"kind": "heading", "text": text, "level": level}


def note(pieces: Iterable[Piece]) -> Block:
    """Give a line in small type: where something comes from, what it does not mean."""
    return {"kind": "note", "pieces": list(pieces)}


def entries(rows: Iterable[dict[str, Any]]) -> Block:
    """Give numbered things: each has a title, texts, and perhaps a fact beside the title."""
    return {"kind": "entries", "rows": list(rows)}


def table(
    caption: str, columns: Sequence[str], rows: Iterable[Sequence[Piece]], remark: str
) -> Block:
    """Give a table; its first column names the row, the others are read as numbers."""
    cells = [list(row) for row in rows]
    return {
        "kind": "table",
        "caption": caption,
        "columns": list(columns),
        "rows": cells,
        "note": remark,
    }


def chart(form: str, caption: str, remark: str, **drawn: Any) -> Block:
    """Give a chart: `form` is bars, tiles or lines; what is drawn comes as plain values."""
    return {"kind": "chart", "form": form, "caption": caption, "note": remark, **drawn}


def roll(
    caption: str, columns: Sequence[str], rows: Iterable[Sequence[str]], where: Piece
) -> Block:
    """Give a long list of organisations; `where` is the figure that counts it."""
    cells = [list(row) for row in rows]
    return {
        "kind": "roll",
        "caption": caption,
        "columns": list(columns),
        "rows": cells,
        "count": where,
    }


def figures_in(node: Any) -> list[Piece]:
    """Give every figure of a content, however deep it stands."""
    if isinstance(node, dict):
        if "list" in node and "value" in node:
            return [node]
        return [found for each in node.values() for found in figures_in(each)]
    if isinstance(node, list):
        return [found for each in node for found in figures_in(each)]
    return []
