"""The files of a report: what stands in them, and that equal words are equal bytes."""

import io
import json
import re
import zipfile

import pypdfium2
import pytest
from django.utils import translation
from docx import Document
from python_calamine import CalamineWorkbook

from core.typesetting import NotPrintable
from reports.queries.report.blocks import figures_in
from reports.queries.report.document import document_of
from reports.services import composing
from reports.services.rendering import RENDERERS, docx, drawing, pdf, xlsx
from reports.tests.report import draft

pytestmark = pytest.mark.django_db


@pytest.fixture
def document():
    return document_of(draft())


def pages_of(made):
    return [page.get_textpage().get_text_bounded() for page in pypdfium2.PdfDocument(made)]


def squeezed(text):
    return re.sub(r"\s", "", text)


# --- PDF ---


def test_the_contents_name_the_page_on_which_each_chapter_begins(document):
    pages = pages_of(pdf.render(document))

    (contents,) = [page for page in pages if page.lstrip().find("目录") > -1 and "附录一" in page]
    lines = squeezed(contents)
    for chapter in document["content"]["chapters"]:
        heading = squeezed(chapter["heading"])
        named = int(re.search(re.escape(heading) + r"[.·…]*(\d+?)(?=\D|$)", lines)[1])
        # The cover has no number: page 1 is the second sheet.
        assert squeezed(pages[named]).count(heading) >= 2, heading


def test_no_chapter_is_empty(document):
    for chapter in document["content"]["chapters"]:
        assert chapter["blocks"] != [], chapter["heading"]


def test_the_pdf_says_the_day_of_its_figures_and_how_many_were_counted(document):
    text = squeezed("".join(pages_of(pdf.render(document))))

    charts = [b for c in document["content"]["chapters"] for b in c["blocks"] if "note" in b]
    assert len(charts) > 8
    assert {re.sub(r"n=\d+", "", squeezed(b["note"]))[:15] for b in charts} == {
        "截至2021年12月31日；。"[:15]
    }
    assert text.count("n=5。") > 2


def test_a_character_that_no_font_has_is_refused_with_the_character(document):
    document["content"]["organiser"] = "\U0001f9ea"

    with pytest.raises(NotPrintable, match=r"没有字体|无法|\U0001f9ea"):
        pdf.render(document)


# --- DOCX ---


def test_the_word_document_has_real_headings_captions_and_tables(document):
    word = Document(io.BytesIO(docx.render(document)))

    headings = [p.text for p in word.paragraphs if p.style.name == "Heading 1"]
    captions = [p for p in word.paragraphs if p.style.name == "Caption"]
    blocks = [b["kind"] for c in document["content"]["chapters"] for b in c["blocks"]]
    assert headings == [chapter["heading"] for chapter in document["content"]["chapters"]]
    assert len(captions) == blocks.count("chart") + blocks.count("table")
    assert all("SEQ" in caption._p.xml for caption in captions)
    # The cover's band and the particulars are tables too.
    assert len(word.tables) == 2 + blocks.count("table") + blocks.count("roll")
    assert len(word.inline_shapes) == blocks.count("chart")


def test_every_figure_of_the_word_document_leads_to_its_list(document):
    word = Document(io.BytesIO(docx.render(document)))

    where = {relation.target_ref for relation in word.part.rels.values() if relation.is_external}
    site = document["site"]
    assert where == {site + figure["list"] for figure in figures_in(document["content"])}


# --- Workbook and data ---


def test_the_workbook_holds_every_figure_and_every_list(document):
    book = CalamineWorkbook.from_filelike(io.BytesIO(xlsx.render(document)))

    rows = book.get_sheet_by_name("数据明细").to_python()
    rolls = [name for name in book.sheet_names if name.startswith("名单")]
    figures = figures_in(document["content"])
    assert [row[4] for row in rows[1:]] == [float(each["value"]) for each in figures]
    assert [len(book.get_sheet_by_name(name).to_python()) - 1 for name in rolls] == [5, 2]


def test_a_text_that_looks_like_a_formula_stays_text():
    edition = draft()
    pin = edition.pins.get(body__code="pp", kind="summary")
    composing.reword(pin, {"lines/00000001/title": "=1+1"}, by=None)

    made = xlsx.render(document_of(edition))

    with zipfile.ZipFile(io.BytesIO(made)) as archive:
        sheets = "".join(
            archive.read(name).decode() for name in archive.namelist() if "worksheets" in name
        )
    assert "<f>" not in sheets


# --- Equal bytes ---


@pytest.mark.parametrize("name", RENDERERS)
def test_equal_documents_are_equal_bytes_in_any_language(document, name):
    again = json.loads(json.dumps(document))
    with translation.override("en"):
        made = RENDERERS[name](again)

    assert made == RENDERERS[name](document)


def test_the_document_is_the_same_in_any_language():
    edition = draft()
    with translation.override("en"):
        in_english = document_of(edition)

    assert in_english == document_of(edition)


# --- Charts ---


def test_a_chart_says_in_words_what_it_shows_and_escapes_names():
    chart = {
        "form": "bars",
        "caption": "按<类>",
        "unit": "家",
        "bars": [{"name": "甲&乙", "value": 3}, {"name": "丙", "value": 0}],
    }

    svg = drawing.drawn(chart)

    assert "<title>按&lt;类&gt;（家）</title>" in svg
    assert "甲&amp;乙" in svg
    assert "style=" not in svg


def test_a_year_without_a_figure_is_a_gap_in_the_line():
    lines = [{"name": "甲", "values": [1, None, 3]}]
    chart = {"form": "lines", "caption": "", "unit": "", "labels": [1, 2, 3], "lines": lines}

    assert drawing.drawn(chart).count("<circle") == 2
