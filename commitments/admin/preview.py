"""What the report of an import says, cut to what a page can show."""

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from commitments.models import ImportBatch
from commitments.services.importing.wording import listed

MOST_ROWS: Final = 100
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
    """The rows of one verdict, the first of them."""

    verdict: str
    label: str | Promise
    hint: str | Promise
    count: int
    rows: list[Mapping[str, Any]]

    @property
    def hidden(self) -> int:
        return self.count - len(self.rows)


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
    def refused(self) -> int:
        return self.count("refused")

    @property
    def touched_named(self) -> str:
        """The headings that a partial list may change, in one line."""
        return listed(self.touched)

    def count(self, verdict: str) -> int:
        return next(section.count for section in self.sections if section.verdict == verdict)


def preview_of(batch: ImportBatch) -> Preview:
    """Arrange the report of the batch for a page."""
    report = batch.report
    rows: dict[str, list[Mapping[str, Any]]] = defaultdict(list)
    for row in report.get("rows", []):
        rows[row["verdict"]].append(row)
    sections = [
        Section(verdict, label, HINTS[verdict], getattr(batch, verdict), rows[verdict][:MOST_ROWS])
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
