"""What a correction changes: paragraph by paragraph, number by number."""

import difflib
import json
from collections.abc import Callable, Iterator, Mapping
from itertools import repeat
from typing import Any, Final

from reports.models import Edition
from reports.queries.report.blocks import Block


def changes_of(edition: Edition, content: dict[str, Any]) -> list[dict[str, str]]:
    """Give the list of changes on the edition that this one corrects; of a first edition none."""
    if edition.corrects is None or not edition.corrects.content:
        return []
    return list(_changes(json.loads(edition.corrects.content), content))


def _changes(before: dict[str, Any], now: dict[str, Any]) -> Iterator[dict[str, str]]:
    old, new = _lines(before), _lines(now)
    for heading in dict.fromkeys([*old, *new]):
        was, says = old.get(heading, []), new.get(heading, [])
        matcher = difflib.SequenceMatcher(None, was, says, autojunk=False)
        for kind, a, b, c, d in matcher.get_opcodes():
            if kind != "equal":
                yield {
                    "chapter": heading,
                    "before": "\n".join(was[a:b]),
                    "now": "\n".join(says[c:d]),
                }


def _lines(content: dict[str, Any]) -> dict[str, list[str]]:
    return {
        chapter["heading"]: [line for block in chapter["blocks"] for line in _said(block)]
        for chapter in content["chapters"]
    }


def _said(block: Block) -> Iterator[str]:
    """Give the lines of a block as people compare them; a chart says what its table says."""
    kind = block["kind"]
    if kind in ("paragraph", "note"):
        yield "".join(piece["text"] for piece in block["pieces"])
    elif kind in ("heading", "gap"):
        yield block["text"]
    elif kind != "chart":
        yield from map(_WORDS_OF_ROW[kind], block["rows"], repeat(block.get("caption", "")))


_WORDS_OF_ROW: Final[Mapping[str, Callable[[Any, str], str]]] = {
    "entries": lambda row, _caption: "：".join([row["title"], *row["texts"]]),
    "table": lambda cells, caption: f"{caption}：{' / '.join(cell['text'] for cell in cells)}",
    "roll": lambda cells, _caption: " ".join(cells[1:]),
}
