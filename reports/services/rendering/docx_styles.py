"""The styles of the report in Word: whoever changes one there changes it everywhere."""

from collections.abc import Mapping
from typing import Any, Final

from docx.enum.style import WD_STYLE_TYPE
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml import OxmlElement, parse_xml
from docx.oxml.ns import nsdecls, qn
from docx.shared import Mm, Pt, RGBColor

# What Word and WPS have on every machine in China.
TEXT: Final = ("Times New Roman", "宋体")
PLAIN: Final = ("Arial", "黑体")
DEEP, BRAND, SOFT, WHITE = "0A3D62", "0B5A8C", "4A5866", "FFFFFF"
CENTER, RIGHT = WD_ALIGN_PARAGRAPH.CENTER, WD_ALIGN_PARAGRAPH.RIGHT
# name, font, size, colour, bold, space before, space after
_HEADINGS: Final = (
    ("Heading 1", PLAIN, 20, DEEP, 0, 10),
    ("Heading 2", PLAIN, 14, DEEP, 16, 6),
    ("Heading 3", PLAIN, 11.5, BRAND, 10, 4),
)
_OURS: Final = (
    # name, font, size, colour, before, after, alignment
    ("Cover Year", PLAIN, 60, WHITE, 0, 6, None),
    ("Cover Fact", PLAIN, 11, SOFT, 6, 6, None),
    ("Cover Mark", PLAIN, 12, "8A4B08", 6, 6, None),
    ("Contents Heading", PLAIN, 16, DEEP, 0, 12, None),
    ("Source", PLAIN, 8, SOFT, 2, 8, None),
    ("Entry", PLAIN, 10.5, "17222D", 4, 1, None),
    ("Entry Text", TEXT, 10.5, "17222D", 0, 2, None),
    ("Chart", TEXT, 10.5, "17222D", 10, 0, CENTER),
    ("Chart Note", PLAIN, 8, SOFT, 0, 12, CENTER),
    ("Table Note", PLAIN, 8, SOFT, 3, 12, RIGHT),
    ("Cell", PLAIN, 8.5, "17222D", 0, 0, None),
)


def dress(word: Any, report: Mapping[str, Any]) -> None:
    """Set the page, its head and foot, and every style."""
    section = word.sections[0]
    section.page_width, section.page_height = Mm(210), Mm(297)
    section.left_margin = section.right_margin = Mm(27)
    section.top_margin, section.bottom_margin = Mm(28), Mm(24)
    section.different_first_page_header_footer = True
    _font(word.styles["Normal"], TEXT, 10.5, "17222D")
    word.styles["Normal"].paragraph_format.line_spacing = 1.5
    _text_styles(word.styles)
    for name, font, size, colour, before, after in _HEADINGS:
        style = word.styles[name]
        _font(style, font, size, colour, is_bold=True)
        _space(style, before, after)
        style.paragraph_format.keep_with_next = True
    word.styles["Heading 1"].paragraph_format.page_break_before = True
    for name, font, size, colour, before, after, alignment in _OURS:
        style = word.styles.add_style(name, WD_STYLE_TYPE.PARAGRAPH)
        style.base_style = word.styles["Normal"]
        _font(style, font, size, colour, is_bold=name in ("Entry", "Cover Year"))
        _space(style, before, after)
        style.paragraph_format.alignment = alignment
    _particulars(word.styles)
    _head_and_foot(section, report)


def _text_styles(styles: Any) -> None:
    body = styles["Body Text"]
    _font(body, TEXT, 10.5, "17222D")
    _space(body, 0, 6)
    body.paragraph_format.first_line_indent = Pt(21)
    _font(styles["Title"], PLAIN, 20, WHITE, is_bold=True)
    borders = styles["Title"].element.find(f".//{qn('w:pBdr')}")
    if borders is not None:
        borders.getparent().remove(borders)
    _space(styles["Title"], 0, 0)
    _font(styles["Subtitle"], PLAIN, 15, DEEP, is_bold=False)
    _space(styles["Subtitle"], 150, 12)
    styles["Subtitle"].font.italic = False
    _font(styles["Caption"], PLAIN, 9, "17222D", is_bold=True)
    _space(styles["Caption"], 6, 3)
    styles["Caption"].paragraph_format.alignment = CENTER


def _particulars(styles: Any) -> None:
    entry = styles["Entry"].paragraph_format
    entry.left_indent, entry.first_line_indent = Mm(7), Mm(-7)
    entry.tab_stops.add_tab_stop(Mm(7))
    entry.keep_with_next = True
    styles["Entry Text"].paragraph_format.left_indent = Mm(7)
    styles["Chart"].paragraph_format.keep_with_next = True
    styles["Chart"].paragraph_format.line_spacing = 1.0
    styles["Cell"].paragraph_format.line_spacing = 1.0
    styles["Cover Year"].paragraph_format.line_spacing = 1.0


def _font(
    style: Any, fonts: tuple[str, str], size: float, colour: str, *, is_bold: bool = False
) -> None:
    latin, chinese = fonts
    style.font.name, style.font.size, style.font.bold = latin, Pt(size), is_bold
    style.font.color.rgb = RGBColor.from_string(colour)
    named = style.element.get_or_add_rPr().get_or_add_rFonts()
    for theme in ("asciiTheme", "hAnsiTheme", "eastAsiaTheme", "cstheme"):
        named.attrib.pop(qn(f"w:{theme}"), None)
    named.set(qn("w:eastAsia"), chinese)
    named.set(qn("w:hAnsi"), latin)
    lang = OxmlElement("w:lang")
    lang.set(qn("w:val"), "en-US")
    lang.set(qn("w:eastAsia"), "zh-CN")
    style.element.get_or_add_rPr().append(lang)


def _space(style: Any, before: float, after: float) -> None:
    style.paragraph_format.space_before = Pt(before)
    style.paragraph_format.space_after = Pt(after)


def _head_and_foot(section: Any, report: Mapping[str, Any]) -> None:
    head = section.header.paragraphs[0]
    head.text = f"{report['title']}（{report['year']}）"
    foot = section.footer.paragraphs[0]
    demo = "　演示数据，非真实名录" if report["has_demo"] else ""
    foot.text = f"统计截至 {report['as_at_words']}{demo}\t\t"
    foot._p.append(
        parse_xml(
            f'<w:fldSimple {nsdecls("w")} w:instr=" PAGE "><w:r><w:t>1</w:t></w:r></w:fldSimple>'
        )
    )
    for paragraph in (head, foot):
        paragraph.style.font.size = Pt(8)
        paragraph.style.font.color.rgb = RGBColor.from_string(SOFT)
