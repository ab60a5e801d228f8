"""What the builder's page of an edition shows."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from core.models import JobRun
from reports.enums import EditionState
from reports.models import Chapter, Edition, EditionFile
from reports.queries.report.coverage import Coverage, bodies_unconfirmed, coverage_of
from reports.queries.report.document import digest_of_document, document_of
from reports.queries.report.editions import open_report_run, shown_files
from reports.queries.report.said import pins_of
from reports.queries.report.sources import name_of
from reports.rules import bodies_led_by
from workgroups.models import Body


@dataclass(frozen=True)
class ShownChapter:
    """A chapter and what it takes in, in words."""

    chapter: Chapter
    sources: list[str]


@dataclass(frozen=True)
class ShownBody:
    """A quoted body: what is quoted of it, edited for style or not, confirmed or not."""

    body: Body
    quoted: list[str]
    is_edited: bool
    is_confirmed: bool


@dataclass(frozen=True)
class BuilderPage:
    """Everything that the page needs."""

    chapters: list[ShownChapter]
    bodies: list[ShownBody]
    coverage: Coverage | None
    files: Sequence[EditionFile]
    has_fresh_files: bool
    run: JobRun | None


def builder_page(edition: Edition, user: Any) -> BuilderPage:
    """Give the page of the edition for its reader: leaders see their own bodies alone."""
    sees_all = user.has_perm("reports.see_editions")
    is_open = edition.state == EditionState.DRAFT
    files = list(shown_files(edition))
    return BuilderPage(
        chapters=_chapters(edition) if sees_all else [],
        bodies=_bodies(edition, None if sees_all else bodies_led_by(user)),
        coverage=coverage_of(edition) if is_open and sees_all else None,
        files=files,
        has_fresh_files=_are_fresh(edition, files),
        run=open_report_run(edition.year),
    )


def _chapters(edition: Edition) -> list[ShownChapter]:
    rows = edition.chapters.order_by("is_annex", "position", "pk")
    return [ShownChapter(row, [name_of(row.kind, key) for key in row.sources]) for row in rows]


def _bodies(edition: Edition, wanted: frozenset[int] | None) -> list[ShownBody]:
    pins = [pin for pin in pins_of(edition) if wanted is None or pin.body_id in wanted]
    unconfirmed = {body.pk for body in bodies_unconfirmed(edition, pins)}
    found = {pin.body_id: pin.body for pin in pins}
    return [
        ShownBody(
            body=body,
            quoted=[pin.get_kind_display() for pin in pins if pin.body_id == pk],
            is_edited=any(pin.wording for pin in pins if pin.body_id == pk),
            is_confirmed=pk not in unconfirmed,
        )
        for pk, body in found.items()
    ]


def _are_fresh(edition: Edition, files: Sequence[EditionFile]) -> bool:
    if edition.is_public:
        return True
    made_from = {file.source_sha256 for file in files}
    return bool(files) and made_from == {digest_of_document(document_of(edition))}
