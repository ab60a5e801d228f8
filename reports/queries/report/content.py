"""The whole report of an edition as plain data: every word, every figure with its list.

Always in Chinese and in one order, so that the same edition gives the same bytes everywhere. Page,
PDF, DOCX and workbook are drawn from it and from nothing else.
"""

import json
from collections.abc import Callable, Iterator
from typing import Any, Final

from django.conf import settings
from django.utils.translation import gettext as _
from django.utils.translation import override

from reports.enums import ChapterKind
from reports.models import Chapter, Edition
from reports.queries.data import data_of, digest_of
from reports.queries.figures import figures_beside_year_before
from reports.queries.report.blocks import Block
from reports.queries.report.days import day_words
from reports.queries.report.figures import FigureBlocks
from reports.queries.report.groups import GroupBlocks
from reports.queries.report.rolls import roll_of
from reports.queries.report.said import pins_of
from reports.queries.report.sources import quoting_bodies
from reports.queries.report.texts import facts_of

SCHEMA: Final = 1
LANGUAGE: Final = "zh-hans"
DIGITS: Final = "〇一二三四五六七八九"
Content = dict[str, Any]


def content_of(edition: Edition) -> Content:
    """Give what the edition says: as it was frozen, or as its draft stands now."""
    if edition.content:
        frozen: Content = json.loads(edition.content)
        return frozen
    with override(LANGUAGE):
        return _assembled(edition)


def canonical(document: Content) -> str:
    """Give the document as the one text that is kept, compared and hashed."""
    return json.dumps(document, ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def chapters_of(edition: Edition) -> list[Chapter]:
    """Give the chapters that are not left out, annexes last."""
    chapters = edition.chapters.filter(is_left_out=False)
    return list(chapters.order_by("is_annex", "position", "pk"))


def _assembled(edition: Edition) -> Content:
    snapshot = edition.snapshot
    year = figures_beside_year_before(snapshot)
    as_at = day_words(snapshot.as_at)
    return {
        "schema": SCHEMA,
        "year": edition.year,
        "edition": edition.number,
        "title": edition.title,
        "organiser": str(settings.PORTAL_ORGANISER),
        "as_at": snapshot.as_at.isoformat(),
        "as_at_words": as_at,
        "rule": year.rule,
        "snapshot": snapshot.pk,
        "data_sha256": digest_of(data_of(snapshot)),
        "has_demo": snapshot.has_demo,
        "corrects": edition.corrects.number if edition.corrects else None,
        "why": edition.why,
        "chapters": _numbered(_chapters(edition, _Makers(edition, year, as_at))),
    }


class _Makers:
    """What makes the blocks of each kind of chapter."""

    def __init__(self, edition: Edition, year: Any, as_at: str) -> None:
        self.facts = facts_of(year, as_at)
        figures = FigureBlocks(year)
        groups = GroupBlocks(edition.year, quoting_bodies(), pins_of(edition))
        self._of: dict[str, Callable[[list[str]], list[Block]]] = {
            ChapterKind.TEXT: lambda sources: [],
            ChapterKind.GROUPS: groups.of,
            ChapterKind.FIGURES: lambda keys: [b for key in keys for b in figures.of(key)],
            ChapterKind.LIST: lambda keys: [b for key in keys for b in roll_of(year, key)],
        }

    def blocks(self, chapter: Chapter) -> list[Block]:
        return self.facts.paragraphs(chapter.text) + self._of[chapter.kind](chapter.sources)


def _chapters(edition: Edition, makers: _Makers) -> Iterator[Content]:
    counts = {False: 0, True: 0}
    for chapter in chapters_of(edition):
        counts[chapter.is_annex] += 1
        number = _chinese(counts[chapter.is_annex])
        label = _("Annex %(number)s") if chapter.is_annex else "%(number)s、"
        mark = label % {"number": number}
        yield {
            "anchor": f"{'annex' if chapter.is_annex else 'chapter'}-{counts[chapter.is_annex]}",
            "heading": f"{mark}　{chapter.heading}" if chapter.is_annex else mark + chapter.heading,
            "is_annex": chapter.is_annex,
            "kind": chapter.kind,
            "blocks": makers.blocks(chapter),
        }


def _numbered(chapters: Iterator[Content]) -> list[Content]:
    """Give the chapters with charts and tables numbered through the whole report."""
    found = list(chapters)
    words = {"chart": _("Figure %(number)s"), "table": _("Table %(number)s")}
    counts = dict.fromkeys(words, 0)
    for block in (block for chapter in found for block in chapter["blocks"]):
        if block["kind"] in words:
            counts[block["kind"]] += 1
            block["number"] = words[block["kind"]] % {"number": counts[block["kind"]]}
    return found


def _chinese(number: int) -> str:
    """Give a number from 1 to 99 as chapters are numbered: 一, 十, 十二, 二十一."""
    tens, ones = divmod(number, 10)
    ten = {0: "", 1: "十"}.get(tens, DIGITS[tens % 10] + "十")
    return ten + (DIGITS[ones] if ones else "")
