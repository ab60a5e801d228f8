"""What the report of an import says, a page of each verdict at a time."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Final

from django.core.paginator import Page, Paginator
from django.db.models import Count
from django.utils.functional import Promise
from django.utils.http import urlencode
from django.utils.translation import gettext_lazy as _

from commitments.models import ImportBatch, ImportRow
from commitments.services.importing.wording import listed

ROWS_ON_A_PAGE: Final = 100
# The order of the page: what must be mended comes first.
VERDICTS: Final = {
    "refused": _("refused"),
    "changed": _("changed"),
    "accepted": _("new"),
    "unchanged": _("unchanged"),
}
HINTS: Final = {
    "refused": _("These rows cannot be imported as they are. Each says what to enter instead."),
    "changed": _("Known organisations and commitments; only what is shown is changed."),
    "accepted": _("Organisations or commitments that are not in the register yet."),
    "unchanged": _("Everything these rows say stands in the register already."),
}


@dataclass(frozen=True)
class Section:
    """The rows of one verdict, a page of them; `turned` says which pages all sections show."""

    verdict: str
    label: str | Promise
    hint: str | Promise
    count: int
    rows: list[ImportRow]
    page: Page
    turned: Mapping[str, int]

    @property
    def hidden(self) -> int:
        """How many rows were counted but are not kept: of lists of former times."""
        return self.count - self.page.paginator.count

    @property
    def links(self) -> Iterator[tuple[int | str, str]]:
        """The numbers of a pager, each with the query of its page."""
        numbers = self.page.paginator.get_elided_page_range(
            self.page.number, on_each_side=1, on_ends=1
        )
        for number in numbers:
            yield number, urlencode({**self.turned, self.verdict: number})


@dataclass(frozen=True)
class Preview:
    sections: list[Section]
    warnings: list[str]
    doubles: list[Mapping[str, Any]]
    ignored: list[str]
    touched: list[str]
    omitted: list[Mapping[str, Any]]
    total: int

    @property
    def good(self) -> int:
        """How many rows would be written or stand there already."""
        return self.total - self.count("refused")

    @property
    def writes(self) -> int:
        """How many rows bring something new."""
        return self.count("accepted") + self.count("changed")

    @property
    def is_importable(self) -> bool:
        """Whether there is anything to confirm."""
        return self.writes > 0 or (self.good > 0 and not self.refused)

    @property
    def refused(self) -> int:
        return self.count("refused")

    @property
    def with_boxes(self) -> set[int]:
        """The numbers of the rows at which a box stands on this page."""
        named = ("accepted", "changed")
        return {row.number for each in self.sections if each.verdict in named for row in each.rows}

    @property
    def touched_named(self) -> str:
        """The headings that a partial list may change, in one line."""
        return listed(self.touched)

    def count(self, verdict: str) -> int:
        return next(section.count for section in self.sections if section.verdict == verdict)


def preview_of(batch: ImportBatch, query: Mapping[str, Any]) -> Preview:
    """Arrange the report of the batch for a page; the query says which rows of each verdict."""
    report, pages = batch.report, _pages_of(batch, query)
    turned = {verdict: page.number for verdict, page in pages.items() if page.number > 1}
    sections = [
        Section(
            verdict,
            label,
            HINTS[verdict],
            getattr(batch, verdict),
            _rows_on(batch, verdict, pages[verdict]),
            pages[verdict],
            turned,
        )
        for verdict, label in VERDICTS.items()
    ]
    return Preview(
        sections,
        list(report.get("warnings", [])),
        list(report.get("doubles", [])),
        list(report.get("ignored", [])),
        list(report.get("touched", [])),
        list(report.get("omitted", [])),
        sum(section.count for section in sections),
    )


def _pages_of(batch: ImportBatch, query: Mapping[str, Any]) -> dict[str, Page]:
    counted = batch.rows.values_list("verdict").annotate(Count("pk")).order_by()
    kept = dict(counted)
    return {
        verdict: Paginator(range(kept.get(verdict, 0)), ROWS_ON_A_PAGE).get_page(query.get(verdict))
        for verdict in VERDICTS
    }


def _rows_on(batch: ImportBatch, verdict: str, page: Page) -> list[ImportRow]:
    places = page.object_list
    if not places:
        return []
    rows = batch.rows.filter(verdict=verdict).order_by("number")
    return list(rows[places[0] : places[-1] + 1])
