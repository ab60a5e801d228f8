"""Parts of a Word document that its library does not make, or makes slowly: written as XML."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any, Final
from xml.sax.saxutils import escape, quoteattr

from docx.opc.constants import RELATIONSHIP_TYPE
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls, qn

NAMES: Final = nsdecls("w", "r")
TEXT_WIDTH: Final = 8844  # of the page between its margins, in twentieths of a point
RIGHT: Final = '<w:jc w:val="right"/>'
LINE, HEAD_FILL, RULE, LINK = "D5DCE3", "F1F6FA", "0A3D62", "0B5A8C"
BAND_EDGE: Final = "1B6E3C"


def mark_of(number: int) -> str:
    """Give the name by which the contents list finds a chapter."""
    return f"_Toc{number + 1:06d}"


def paragraph(word: Any, text: str, style: str) -> Any:
    """Add a paragraph of a style: by its id, as looking it up by name is slow."""
    added = word.add_paragraph(text)
    added._p.style = style.replace(" ", "")
    return added


def heading(word: Any, text: str, level: int, *, mark: str = "") -> None:
    """Add a heading of the level; `mark` lets the contents list lead to it."""
    added = paragraph(word, text, f"Heading {level}")
    if mark:
        number = mark.removeprefix("_Toc").lstrip("0")
        start = f'<w:bookmarkStart {NAMES} w:id="{number}" w:name="{mark}"/>'
        added._p.insert_element_before(parse_xml(start), "w:r")
        added._p.append(parse_xml(f'<w:bookmarkEnd {NAMES} w:id="{number}"/>'))


def band(word: Any, year: str, title: str) -> None:
    """Add the coloured band of the cover with year and title."""
    said = "".join(
        f'<w:p><w:pPr><w:pStyle w:val="{style}"/></w:pPr>{_words(text)}</w:p>'
        for style, text in (("CoverYear", year), ("Title", title))
    )
    edge = f'<w:bottom w:val="single" w:sz="48" w:space="0" w:color="{BAND_EDGE}"/>'
    xml = (
        f'<w:tbl {NAMES}><w:tblPr><w:tblW w:w="{TEXT_WIDTH}" w:type="dxa"/>'
        f'<w:tblBorders>{edge}</w:tblBorders><w:tblLayout w:type="fixed"/><w:tblCellMar>'
        f'<w:left w:w="560" w:type="dxa"/><w:right w:w="560" w:type="dxa"/></w:tblCellMar>'
        f'</w:tblPr><w:tblGrid><w:gridCol w:w="{TEXT_WIDTH}"/></w:tblGrid><w:tr><w:trPr>'
        f'<w:trHeight w:val="7400" w:hRule="exact"/></w:trPr><w:tc><w:tcPr>'
        f'<w:tcW w:w="{TEXT_WIDTH}" w:type="dxa"/>'
        f'<w:shd w:val="clear" w:color="auto" w:fill="{RULE}"/><w:vAlign w:val="center"/>'
        f"</w:tcPr>{said}</w:tc></w:tr></w:tbl>"
    )
    _insert(word, xml)


def contents(word: Any, chapters: Sequence[Mapping[str, Any]]) -> None:
    """Add the contents list as a field that Word can renew, filled in already.

    It leads to the chapters and names no pages: those depend on the machine that shows it.
    """
    paragraph(word, "目录", "Contents Heading")
    for number, chapter in enumerate(chapters):
        line = word.add_paragraph()
        if number == 0:
            line._p.append(_run('<w:fldChar w:fldCharType="begin"/>'))
            line._p.append(
                _run('<w:instrText xml:space="preserve"> TOC \\o "1-1" \\n \\h \\z </w:instrText>')
            )
            line._p.append(_run('<w:fldChar w:fldCharType="separate"/>'))
        line._p.append(
            parse_xml(
                f'<w:hyperlink {NAMES} w:anchor="{mark_of(number)}" w:history="1"><w:r>'
                f"<w:t>{escape(chapter['heading'])}</w:t></w:r></w:hyperlink>"
            )
        )
        if number == len(chapters) - 1:
            line._p.append(_run('<w:fldChar w:fldCharType="end"/>'))


class Links:
    """The addresses of a document: each is written once, however often it is led to."""

    def __init__(self, part: Any, site: str) -> None:
        self._part, self._site = part, site
        self._known: dict[str, str] = {}

    def to(self, place: str) -> str:
        """Give the id under which the document knows the address."""
        if place not in self._known:
            self._known[place] = f"rIdList{len(self._known) + 1}"
            self._part.rels.add_relationship(
                RELATIONSHIP_TYPE.HYPERLINK, self._site + place, self._known[place], True
            )
        return self._known[place]


def pieces(line: Any, found: Iterable[Mapping[str, Any]], links: Links) -> None:
    """Add stretches of text; a figure leads to its list."""
    for piece in found:
        if "list" in piece:
            where = links.to(piece["list"])
            line._p.append(parse_xml(_link(piece["text"], where, names=NAMES)))
        else:
            line.add_run(piece["text"])


def caption(word: Any, block: Mapping[str, Any], *, above: bool) -> None:
    """Add a caption whose number Word counts."""
    label, _space, number = block["number"].rpartition(" ")
    unit = f"（{block['unit']}）" if "unit" in block else ""
    line = paragraph(word, f"{label} ", "Caption")
    line._p.append(
        parse_xml(
            f'<w:fldSimple {NAMES} w:instr=" SEQ {escape(label)} \\* ARABIC ">'
            f"<w:r><w:t>{number}</w:t></w:r></w:fldSimple>"
        )
    )
    line.add_run(f"　{block['caption']}{unit}")
    line.paragraph_format.keep_with_next = True if above else None


def table(word: Any, block: Mapping[str, Any], links: Links) -> None:
    """Add a table: the first column at the left, numbers at the right, each with its list."""
    others = len(block["columns"]) - 1
    narrow = min(1500, TEXT_WIDTH * 6 // 10 // max(others, 1))
    widths = [TEXT_WIDTH - narrow * others, *[narrow] * others]
    rows = [_row([_words(text, is_bold=True) for text in block["columns"]], widths, is_head=True)]
    rows += [_row([_cell_words(cell, links) for cell in cells], widths) for cells in block["rows"]]
    _add_table(word, rows, widths)


def roll(word: Any, block: Mapping[str, Any]) -> None:
    """Add a long list of organisations, its head on every page."""
    widths = [800, TEXT_WIDTH - 800 - 1500 - 1500, 1500, 1500]
    head = _row(
        [_words(text, is_bold=True) for text in block["columns"]],
        widths,
        is_head=True,
        aligned=False,
    )
    rows = [
        _row([_words(text) for text in cells], widths, aligned=False) for cells in block["rows"]
    ]
    _add_table(word, [head, *rows], widths)
    word.add_paragraph()


def facts(word: Any, rows: Sequence[tuple[str, str]]) -> None:
    """Add a table of two columns: what it is, and what it says."""
    widths = [1800, TEXT_WIDTH - 1800]
    written = [
        _row([_words(label, is_bold=True), _words(value)], widths, aligned=False)
        for label, value in rows
    ]
    _add_table(word, written, widths)
    word.add_paragraph()


def changes(word: Any, found: Sequence[Mapping[str, str]]) -> None:
    """Add the list of corrections."""
    widths = [2000, 3422, 3422]
    head = ["章", "原文", "改为"]
    rows = [
        _row([_words(text, is_bold=True) for text in head], widths, is_head=True, aligned=False)
    ]
    for each in found:
        said = [each["chapter"], each["before"] or "（无）", each["now"] or "（删去）"]
        rows.append(_row([_words(text) for text in said], widths, aligned=False))
    _add_table(word, rows, widths)


def describe(shape: Any, text: str) -> None:
    """Give a picture its text alternative."""
    shape._inline.docPr.set("descr", text)
    shape._inline.docPr.set("title", text)


def _add_table(word: Any, rows: Iterable[str], widths: Sequence[int]) -> None:
    columns = "".join(f'<w:gridCol w:w="{width}"/>' for width in widths)
    edge = f'w:val="single" w:sz="8" w:space="0" w:color="{RULE}"'
    inner = f'w:val="single" w:sz="4" w:space="0" w:color="{LINE}"'
    xml = (
        f'<w:tbl {NAMES}><w:tblPr><w:tblW w:w="{sum(widths)}" w:type="dxa"/><w:tblBorders>'
        f"<w:top {edge}/><w:bottom {edge}/><w:insideH {inner}/></w:tblBorders>"
        f'<w:tblLayout w:type="fixed"/><w:tblCellMar><w:top w:w="40" w:type="dxa"/>'
        f'<w:left w:w="80" w:type="dxa"/><w:bottom w:w="40" w:type="dxa"/>'
        f'<w:right w:w="80" w:type="dxa"/></w:tblCellMar></w:tblPr>'
        f"<w:tblGrid>{columns}</w:tblGrid>{''.join(rows)}</w:tbl>"
    )
    _insert(word, xml)


def _insert(word: Any, xml: str) -> None:
    """Put it at the end of what is written so far."""
    body = word.element.body
    body.insert(list(body).index(body.find(qn("w:sectPr"))), parse_xml(xml))


def _row(
    cells: Sequence[str], widths: Sequence[int], *, is_head: bool = False, aligned: bool = True
) -> str:
    head = "<w:tblHeader/>" if is_head else ""
    fill = f'<w:shd w:val="clear" w:color="auto" w:fill="{HEAD_FILL}"/>' if is_head else ""
    places = enumerate(zip(cells, widths, strict=True))
    written = "".join(
        f'<w:tc><w:tcPr><w:tcW w:w="{width}" w:type="dxa"/>{fill}</w:tcPr><w:p><w:pPr>'
        f'<w:pStyle w:val="Cell"/>{RIGHT if aligned and place else ""}</w:pPr>{cell}</w:p></w:tc>'
        for place, (cell, width) in places
    )
    return f"<w:tr><w:trPr><w:cantSplit/>{head}</w:trPr>{written}</w:tr>"


def _cell_words(cell: Mapping[str, Any], links: Links) -> str:
    if "list" in cell:
        return _link(cell["text"], links.to(cell["list"]))
    return _words(cell["text"])


def _words(text: str, *, is_bold: bool = False) -> str:
    bold = "<w:rPr><w:b/></w:rPr>" if is_bold else ""
    lines = "<w:br/>".join(
        f'<w:t xml:space="preserve">{escape(line)}</w:t>' for line in text.split("\n")
    )
    return f"<w:r>{bold}{lines}</w:r>"


def _link(text: str, relation: str, *, names: str = "") -> str:
    return (
        f"<w:hyperlink {names} r:id={quoteattr(relation)}><w:r><w:rPr>"
        f'<w:color w:val="{LINK}"/></w:rPr><w:t>{escape(text)}</w:t></w:r></w:hyperlink>'
    )


def _run(inside: str) -> Any:
    return parse_xml(f"<w:r {NAMES}>{inside}</w:r>")
