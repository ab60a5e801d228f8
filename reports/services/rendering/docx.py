"""The report for Word and WPS: real styles, headings, captions that count, tables, a contents list.

Rows of tables are written as XML: the library's access cell by cell takes twenty times as long.
"""

import io
import zipfile
from collections.abc import Callable, Mapping
from typing import Any, Final

from docx import Document
from docx.enum.text import WD_BREAK
from docx.shared import Mm

from core.typesetting import picture_of
from reports.services.rendering import docx_parts as parts
from reports.services.rendering.docx_styles import dress
from reports.services.rendering.drawing import drawn, size_of
from reports.services.rendering.pdf import date_of

Block = Mapping[str, Any]
PICTURE: Final = "reports/print/drawing.typ"
DOTS: Final = 220.0
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
    for number, chapter in enumerate(report["chapters"]):
        _chapter(word, chapter, number, document["site"])
    made = io.BytesIO()
    word.save(made)
    return _timeless(made.getvalue())


def _cover(word: Any, document: Mapping[str, Any]) -> None:
    report = document["content"]
    parts.band(word, str(report["year"]), report["title"])
    word.add_paragraph(report["organiser"], style="Subtitle")
    said = [f"统计截至 {report['as_at_words']}", f"第 {report['edition']} 版", document["decision"]]
    word.add_paragraph("　·　".join(filter(None, said)), style="Cover Fact")
    marks = [document["mark"]]
    if report["has_demo"] and "演示数据" not in marks:
        marks.append("演示数据")
    if any(marks):
        word.add_paragraph(" · ".join(filter(None, marks)), style="Cover Mark")
    word.add_paragraph().add_run().add_break(WD_BREAK.PAGE)
    word.add_paragraph("版本说明", style="Contents Heading")
    facts = [
        ("报告年度", f"{report['year']} 年"),
        ("版次", f"第 {report['edition']} 版"),
        ("统计截至", report["as_at_words"]),
        ("委员会批准", _decision(document)),
        ("计数规则", report["rule"]),
        ("统计快照", str(report["snapshot"])),
        ("未收录说明", document["gaps_reason"]),
        ("数据校验码", report["data_sha256"]),
        ("内容校验码", document["content_sha256"]),
    ]
    parts.facts(word, [(label, value) for label, value in facts if value])
    if document["changes"]:
        word.add_paragraph(f"与第 {report['corrects']} 版相比的更正", style="Contents Heading")
        word.add_paragraph(report["why"])
        parts.changes(word, document["changes"])
    word.add_paragraph().add_run().add_break(WD_BREAK.PAGE)


def _decision(document: Mapping[str, Any]) -> str:
    if not document["decision"]:
        return "尚未批准"
    return f"{document['decision']}（{document['decided_on']}）"


def _chapter(word: Any, chapter: Mapping[str, Any], number: int, site: str) -> None:
    parts.heading(word, chapter["heading"], 1, mark=parts.mark_of(number))
    for block in chapter["blocks"]:
        _WRITERS[block["kind"]](word, block, site)


def _paragraph(word: Any, block: Block, site: str) -> None:
    parts.pieces(word.add_paragraph(style="Body Text"), block["pieces"], site)


def _heading(word: Any, block: Block, _site: str) -> None:
    parts.heading(word, block["text"], block["level"])


def _note(word: Any, block: Block, site: str) -> None:
    parts.pieces(word.add_paragraph(style="Source"), block["pieces"], site)


def _gap(word: Any, block: Block, _site: str) -> None:
    word.add_paragraph(block["text"], style="Source")


def _table(word: Any, block: Block, site: str) -> None:
    parts.caption(word, block, above=True)
    parts.table(word, block, site)
    word.add_paragraph(block["note"], style="Table Note")


def _roll(word: Any, block: Block, site: str) -> None:
    parts.heading(word, block["caption"], 2)
    counted = word.add_paragraph(style="Body Text")
    parts.pieces(counted, [{"text": "共 "}, block["count"], {"text": " 家。"}], site)
    parts.roll(word, block)


def _entries(word: Any, block: Block, _site: str) -> None:
    for number, row in enumerate(block["rows"], start=1):
        fact = f"　{row['fact']}" if row["fact"] else ""
        word.add_paragraph(f"{number}.\t{row['title']}{fact}", style="Entry")
        for text in row["texts"]:
            word.add_paragraph(text, style="Entry Text")


def _chart(word: Any, block: Block, _site: str) -> None:
    width, _height = size_of(block)
    picture = picture_of(PICTURE, {"svg": drawn(block), "width": width}, dots=DOTS)
    paragraph = word.add_paragraph(style="Chart")
    shape = paragraph.add_run().add_picture(io.BytesIO(picture), width=Mm(146))
    parts.describe(shape, block["caption"])
    parts.caption(word, block, above=False)
    word.add_paragraph(block["note"], style="Chart Note")


_WRITERS: Final[Mapping[str, Callable[[Any, Block, str], None]]] = {
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
