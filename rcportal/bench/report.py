"""`bench report`: the files of a report of 50 pages and 30 charts beside bare ways to make them.

PDF beside a bare Typst compile of the same words, pictures and tables; DOCX beside the same tables
written cell by cell through python-docx. The report is that of the last year with accepted
documents, its chapters of figures repeated until there are so many charts.
"""

import copy
import io
import json
import resource
import time
from collections.abc import Callable, Mapping
from functools import partial
from pathlib import Path
from statistics import median
from typing import Any, Final, TextIO

import pypdfium2
import typst
from django.db import transaction
from django.utils import timezone
from docx import Document

from core import typesetting
from reports.enums import EditionState
from reports.models import Edition, Snapshot
from reports.queries.report.document import document_of
from reports.queries.report.said import latest_accepted
from reports.services import composing
from reports.services.rendering import RENDERERS, pdf
from reports.services.rendering.drawing import drawn

ROUNDS: Final = 3
CHARTS: Final = 30
BARE: Final = Path(__file__).with_name("bare_report.typ")
MIB: Final = 1024
Words = dict[str, Any]


def run(stdout: TextIO) -> None:
    """Print how long each file takes, the bare ways, the ratios and the peak of memory."""
    years = Snapshot.objects.current().order_by("-year").values_list("year", flat=True)
    year = next((each for each in years if latest_accepted(each)), None)
    if year is None:
        stdout.write("SKIPPED: no year has statistics and accepted documents: run portal first\n")
        return
    with transaction.atomic():
        begin = time.perf_counter()
        known = Edition.objects.filter(year=year).exclude(state=EditionState.VOID).last()
        edition = known or composing.open_edition(year, by=None, at=timezone.now())
        document = document_of(edition)
        gathered = time.perf_counter() - begin
        transaction.set_rollback(True)
    _tell(stdout, _lengthened(document), gathered)


def _lengthened(document: Words) -> Words:
    """Repeat the chapters of figures until there are so many charts."""
    words = copy.deepcopy(document)
    chapters = words["content"]["chapters"]
    figures = [each for each in chapters if each["kind"] == "figures"]
    while sum(_charts(each) for each in chapters) < CHARTS:
        chapters.insert(1, copy.deepcopy(figures[0]))
    return words


def _charts(chapter: Mapping[str, Any]) -> int:
    return sum(block["kind"] == "chart" for block in chapter["blocks"])


def _tell(stdout: TextIO, document: Words, gathered: float) -> None:
    ours: dict[str, Callable[[], bytes]] = {
        name: partial(renderer, document) for name, renderer in RENDERERS.items()
    }
    bare = {
        "PDF, bare Typst": partial(_bare_pdf, document),
        "DOCX, cell by cell": partial(_bare_docx, document),
    }
    pages = len(pypdfium2.PdfDocument(pdf.render(document)))
    charts = sum(_charts(each) for each in document["content"]["chapters"])
    stdout.write(f"report of {pages} pages, {charts} charts, {ROUNDS} rounds\n")
    stdout.write(f"  {'words and figures read':24} {gathered:8.2f} s\n")
    times = {name: _measured(way) for name, way in ours.items()}
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / MIB
    times |= {name: _measured(way) for name, way in bare.items()}
    stdout.writelines(f"  {name:24} {taken:8.2f} s\n" for name, taken in times.items())
    stdout.write(
        f"  PDF {times['report.pdf'] / times['PDF, bare Typst']:.2f}x a bare compile (goal at most "
        f"2x), DOCX {times['report.docx']:.2f} s (goal at most 2 s) and "
        f"{times['DOCX, cell by cell'] / times['report.docx']:.1f}x faster than cell by cell, "
        f"peak {peak:.0f} MiB (goal at most 400 MiB)\n"
    )


def _measured(way: Callable[[], bytes]) -> float:
    taken = []
    for _round in range(ROUNDS):
        begin = time.perf_counter()
        way()
        taken.append(time.perf_counter() - begin)
    return median(taken)


def _bare_pdf(document: Words) -> bytes:
    """What Typst needs for the same words, drawings and tables without any layout of ours."""
    words = copy.deepcopy(document)
    for block in (b for chapter in words["content"]["chapters"] for b in chapter["blocks"]):
        if block["kind"] == "chart":
            block["svg"] = drawn(block)
    made = typst.compile(
        BARE,
        format="pdf",
        font_paths=typesetting._fonts(),  # noqa: SLF001 -- the same fonts on both sides
        pdf_standards=typesetting.ARCHIVE,
        sys_inputs={"words": json.dumps(words)},
    )
    assert isinstance(made, bytes)  # noqa: S101 -- for mypy
    return made


def _bare_docx(document: Words) -> bytes:
    """The same tables and lists as one would write them with the library alone, no pictures."""
    word = Document()
    for chapter in document["content"]["chapters"]:
        for block in chapter["blocks"]:
            if block["kind"] in ("table", "roll"):
                _table_by_cells(word, block)
    made = io.BytesIO()
    word.save(made)
    return made.getvalue()


def _table_by_cells(word: Any, block: Mapping[str, Any]) -> None:
    rows = [block["columns"], *block["rows"]]
    table = word.add_table(rows=len(rows), cols=len(block["columns"]))
    for number, cells in enumerate(rows):
        written = table.rows[number].cells
        for place, cell in enumerate(cells):
            written[place].text = cell if isinstance(cell, str) else cell["text"]
