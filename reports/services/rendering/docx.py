"""The report for Word and WPS: real styles, headings, captions that count, tables, a contents list.

Rows of tables are written as XML: the library's access cell by cell takes twenty times as long.
"""

import io
import zipfile
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Final

from docx import Document
from docx.enum.text import WD_BREAK
from docx.shared import Mm

from core.typesetting import pictures_of
from reports.services.rendering import docx_parts as parts
from reports.services.rendering.docx_styles import dress
from reports.services.rendering.drawing import WIDTH, drawn
from reports.services.rendering.pdf import date_of

Block = Mapping[str, Any]
PICTURE: Final = "reports/print/drawing.typ"
DOTS: Final = 150.0
AT_ONCE: Final = 8
FIRST_MOMENT: Final = (1980, 1, 1, 0, 0, 0)  # the earliest that an archive can say


def render(document: Mapping[str, Any]) -> bytes:
    """Give the report as DOCX; its date is the day of its figures, so equal words are equal bytes.

    Raises NotPrintable for a chart that cannot be drawn.
    """
    word = Document()
    report = document["content"]
    dress(word, report)
    moment = date_of(document).replace(tzinfo=None)
    core = word.core_properties
    core.title = f"{report['title']}（{report['year']}）"
    core.author = core.last_modified_by = report["organiser"]
    core.created = core.modified = moment
    core.language, core.comments, core.revision = "zh-CN", "", 1
    _cover(word, document)
    parts.contents(word, report["chapters"])
    around = _Surroundings(parts.Links(word.part, document["site"]), _pictures(report))
    for number, chapter in enumerate(report["chapters"]):
        _chapter(word, chapter, number, around)
    made = io.BytesIO()
    word.save(made)
    return _timeless(made.getvalue())


def _cover(word: Any, document: Mapping[str, Any]) -> None:
    report = document["content"]
    parts.band(word, str(report["year"]), report["title"])
    parts.paragraph(word, report["organiser"], "Subtitle")
    said = [f"统计截至 {report['as_at_words']}", f"第 {report['edition']} 版", document["decision"]]
    word.add_paragraph("　·　".join(filter(None, said)), style="Cover Fact")
    marks = [document["mark"]]
    if report["has_demo"] and "演示数据" not in marks:
        marks.append("演示数据")
    if any(marks):
        word.add_paragraph(" · ".join(filter(None, marks)), style="Cover Mark")
    word.add_paragraph().add_run().add_break(WD_BREAK.PAGE)
    parts.paragraph(word, "版本说明", "Contents Heading")
    facts = [
        ("报告年度", f"{report['year']} 年"),
        ("版次", f"第 {report['edition']} 版"),
        ("统计截至", report["as_at_words"]),
        ("委员会批准", _decision(document)),
        ("计数规则", report["rule"]),
        ("统计快照", str(report["snapshot"])),
        ("未收录说明", document["gaps_reason"]),
        ("排版工具", document["made_with"]),
        ("数据校验码", report["data_sha256"]),
        ("内容校验码", document["content_sha256"]),
    ]
    parts.facts(word, [(label, value) for label, value in facts if value])
    if document["changes"]:
        parts.paragraph(word, f"与第 {report['corrects']} 版相比的更正", "Contents Heading")
        word.add_paragraph(report["why"])
        parts.changes(word, document["changes"])
    word.add_paragraph().add_run().add_break(WD_BREAK.PAGE)


def _decision(document: Mapping[str, Any]) -> str:
    if not document["decision"]:
        return "尚未批准"
    return f"{document['decision']}（{document['decided_on']}）"


@dataclass(frozen=True)
class _Surroundings:
    """Where lists are found, and the pictures of the charts in their order."""

    links: parts.Links
    pictures: Iterator[bytes]


def _pictures(report: Mapping[str, Any]) -> Iterator[bytes]:
    """Draw the charts some at a time: all at once would need the memory of all their dots."""
    charts = [
        b for chapter in report["chapters"] for b in chapter["blocks"] if b["kind"] == "chart"
    ]
    for first in range(0, len(charts), AT_ONCE):
        drawings = [drawn(chart) for chart in charts[first : first + AT_ONCE]]
        yield from pictures_of(PICTURE, {"drawings": drawings, "width": WIDTH}, dots=DOTS)


def _chapter(word: Any, chapter: Mapping[str, Any], number: int, around: _Surroundings) -> None:
    parts.heading(word, chapter["heading"], 1, mark=parts.mark_of(number))
    for block in chapter["blocks"]:
        _WRITERS[block["kind"]](word, block, around)


def _paragraph(word: Any, block: Block, around: _Surroundings) -> None:
    parts.pieces(parts.paragraph(word, "", "Body Text"), block["pieces"], around.links)


def _heading(word: Any, block: Block, _around: _Surroundings) -> None:
    parts.heading(word, block["text"], block["level"])


def _note(word: Any, block: Block, around: _Surroundings) -> None:
    parts.pieces(parts.paragraph(word, "", "Source"), block["pieces"], around.links)


def _gap(word: Any, block: Block, _around: _Surroundings) -> None:
    parts.paragraph(word, block["text"], "Source")


def _table(word: Any, block: Block, around: _Surroundings) -> None:
    parts.caption(word, block, above=True)
    parts.table(word, block, around.links)
    parts.paragraph(word, block["note"], "Table Note")


def _roll(word: Any, block: Block, around: _Surroundings) -> None:
    parts.heading(word, block["caption"], 2)
    counted = parts.paragraph(word, "", "Body Text")
    parts.pieces(counted, [{"text": "共 "}, block["count"], {"text": " 家。"}], around.links)
    parts.roll(word, block)


def _entries(word: Any, block: Block, _around: _Surroundings) -> None:
    for number, row in enumerate(block["rows"], start=1):
        fact = f"　{row['fact']}" if row["fact"] else ""
        parts.paragraph(word, f"{number}.\t{row['title']}{fact}", "Entry")
        for text in row["texts"]:
            parts.paragraph(word, text, "Entry Text")


def _chart(word: Any, block: Block, around: _Surroundings) -> None:
    paragraph = parts.paragraph(word, "", "Chart")
    picture = io.BytesIO(next(around.pictures))
    shape = paragraph.add_run().add_picture(picture, width=Mm(146))
    parts.describe(shape, block["caption"])
    parts.caption(word, block, above=False)
    parts.paragraph(word, block["note"], "Chart Note")


_WRITERS: Final[Mapping[str, Callable[[Any, Block, _Surroundings], None]]] = {
    "paragraph": _paragraph,
    "heading": _heading,
    "note": _note,
    "gap": _gap,
    "entries": _entries,
    "chart": _chart,
    "table": _table,
    "roll": _roll,
}


def _timeless(made: bytes) -> bytes:
    """Give the same archive without the moment at which it was written."""
    written = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(made)) as source,
        zipfile.ZipFile(written, "w", zipfile.ZIP_DEFLATED) as target,
    ):
        for entry in source.infolist():
            timeless = zipfile.ZipInfo(entry.filename, FIRST_MOMENT)
            timeless.compress_type = zipfile.ZIP_DEFLATED
            target.writestr(timeless, source.read(entry))
    return written.getvalue()
