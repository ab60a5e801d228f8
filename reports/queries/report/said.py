"""What the quoted versions say: the public words of summaries and plans, as edited for style."""

import hashlib
import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from django.db.models import F, QuerySet
from django.utils.translation import gettext as _

from reports.enums import Quoted
from reports.models import Edition, Pin
from workgroups.enums import DocumentKind, SubmissionState
from workgroups.models import PlanItem, Submission, SubmissionVersion
from workgroups.models.contents import PlanContent, SummaryContent, day_of
from workgroups.queries.differences import ReadField

KINDS_OF = {
    Quoted.SUMMARY: (DocumentKind.SUMMARY, DocumentKind.CORRECTION),
    Quoted.PLAN: (DocumentKind.PLAN,),
}
TAKEN = (SubmissionState.ACCEPTED, SubmissionState.PUBLISHED)


@dataclass(frozen=True)
class Said:
    """One text of a version: where it stands, its original, and how the report words it."""

    place: str
    label: str
    original: str
    wording: str
    is_title: bool = False
    fact: str = ""  # what stands beside the title: the last day of an item

    @property
    def is_edited(self) -> bool:
        """Tell whether the report words it in another way than the version."""
        return self.wording != self.original

    @property
    def pieces(self) -> Any:
        """The original with what was taken out and what was added."""
        return ReadField(self.place, self.label, self.wording, self.original).pieces


def accepted_of(year: int, quoted: str) -> QuerySet[SubmissionVersion]:
    """Give the versions that a report of the year may quote, the later ones last."""
    of_year = year if quoted == Quoted.SUMMARY else year + 1
    versions = SubmissionVersion.objects.filter(
        document__accepted_version=F("pk"),
        document__kind__in=KINDS_OF[Quoted(quoted)],
        document__year=of_year,
        document__state__in=TAKEN,
    )
    return versions.select_related("document__body", "document__year").order_by(
        "handed_in_at", "pk"
    )


def latest_accepted(year: int) -> dict[tuple[int, str], SubmissionVersion]:
    """Give the version of each body and kind that counts now: of corrections the last one."""
    found: dict[tuple[int, str], SubmissionVersion] = {}
    for quoted in Quoted:
        for version in accepted_of(year, quoted):
            found[version.document.body_id, quoted] = version
    return found


def pins_of(edition: Edition) -> QuerySet[Pin]:
    """Give what the edition quotes with everything its words need."""
    return edition.pins.select_related("body", "version__document__year").order_by(
        "body__position", "-kind"
    )


def hidden_items(pins: Iterable[Pin]) -> frozenset[str]:
    """Give the codes of items that are not for the public: one query."""
    years = {pin.edition.year for pin in pins}
    hidden = PlanItem.objects.filter(is_public=False, year__in=years)
    return frozenset(hidden.values_list("code", flat=True))


def said_in(pin: Pin, hidden: frozenset[str] = frozenset()) -> list[Said]:
    """Give the public texts of the version in their order; `hidden` as `hidden_items` gives it."""
    texts = _summary(pin, hidden) if pin.kind == Quoted.SUMMARY else _plan(pin)
    return [each for each in texts if each.original.strip()]


def digest_of_said(pins: Iterable[Pin]) -> str:
    """Give the checksum of what the edition says of a body: what a leader confirms."""
    said = [
        [pin.kind, pin.version.sha256, sorted(pin.wording.items())]
        for pin in sorted(pins, key=lambda pin: pin.kind)
    ]
    return hashlib.sha256(json.dumps(said, ensure_ascii=False).encode()).hexdigest()


def is_withdrawn(pin: Pin) -> bool:
    """Tell whether the document was withdrawn from the public since it was quoted."""
    return pin.version.document.state == SubmissionState.WITHDRAWN


def documents_quoted(pins: Iterable[Pin]) -> list[Submission]:
    """Give the documents whose versions are quoted."""
    return [pin.version.document for pin in pins]


def _said(pin: Pin, place: str, label: str, original: str, **more: Any) -> Said:
    return Said(place, label, original, pin.wording.get(place, original), **more)


def _summary(pin: Pin, hidden: frozenset[str]) -> Iterator[Said]:
    content = SummaryContent.read(pin.version.payload)
    yield _said(pin, "overview", _("Overview"), content.overview)
    for line in content.lines:
        if line.item not in hidden:
            place = f"lines/{line.key}"
            yield _said(pin, f"{place}/title", _("Title"), line.title, is_title=True)
            yield _said(pin, f"{place}/outcome", _("What came out"), line.outcome)
    yield _said(pin, "highlights", _("Highlights"), content.highlights)
    yield _said(pin, "next_year", _("Directions for the next year"), content.next_year)


def _plan(pin: Pin) -> Iterator[Said]:
    content = PlanContent.read(pin.version.payload)
    yield _said(pin, "preface", _("Preface"), content.preface)
    for item in content.items:
        if item.is_public:
            place = f"items/{item.key}"
            due = day_of(item.due_on)
            # The last day of the year is the year itself: it would only be repeated.
            fact = due.isoformat() if due and (due.month, due.day) != (12, 31) else ""
            yield _said(pin, f"{place}/title", _("Title"), item.title, is_title=True, fact=fact)
            yield _said(pin, f"{place}/description", _("Description"), item.description)
            yield _said(pin, f"{place}/result", _("Expected result"), item.expected_result)
