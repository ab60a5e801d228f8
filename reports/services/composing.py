"""An edition while it is written: opened from the template, filled, worded, confirmed.

Only drafts are written: triggers refuse it for every other state, whatever the path.
"""

import datetime as dt
from collections.abc import Mapping
from typing import Any, Final

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import override

from core import locks
from core.history import because
from reports.models import Chapter, Confirmation, Edition, Pin, Snapshot, TemplateChapter
from reports.queries.report.content import LANGUAGE
from reports.queries.report.said import digest_of_said, latest_accepted, pins_of, said_in
from reports.queries.report.sources import statistics_to_quote
from reports.services.telling import tell_chapters

TITLE: Final = "中国石油和化工行业年度责任关怀报告"


class ReportNotPossible(ValueError):
    """The report cannot be opened, built or published; the text says why and what to do."""


@transaction.atomic
def open_edition(year: int, *, by: Any, at: dt.datetime, why: str = "") -> Edition:
    """Open the next edition of the year with the template's chapters and what was accepted.

    A year whose report is published gets a correction: its text begins as the published one.
    Raises ReportNotPossible for a year to come, without statistics or accepted documents, without
    template, or while another edition is worked on.
    """
    locks.wait_for_turn(f"edition:{year}")
    before = Edition.objects.public().filter(year=year).order_by("-number").first()
    _require_ground(year, today=timezone.localdate(at), corrects=before, why=why)
    last = Edition.objects.filter(year=year).order_by("-number").first()
    with because(by=by, reason=why, source="open"):
        edition = Edition.objects.create(
            year=year,
            number=last.number + 1 if last else 1,
            title=before.title if before else TITLE,
            snapshot=_latest_statistics(year),
            corrects=before,
            why=why.strip(),
            opened_by=by,
            opened_at=at,
        )
        _copy_chapters(edition, before)
        _take_in(edition, before)
    return edition


@transaction.atomic
def take_in(edition: Edition, *, by: Any) -> int:
    """Quote what was accepted and counted since; answer how many versions were exchanged.

    A wording that was edited stays where the original did not change, and is dropped elsewhere.
    """
    _require_draft(edition)
    with because(by=by, source="take_in"):
        statistics = _latest_statistics(edition.year)
        if statistics != edition.snapshot:
            edition.snapshot = statistics
            edition.save(update_fields=["snapshot"])
        return _take_in(edition, None)


@transaction.atomic
def save_chapter(chapter: Chapter, *, by: Any, **changes: Any) -> None:
    """Write heading, text, sources or place of a chapter."""
    _require_draft(chapter.edition)
    for name, value in changes.items():
        setattr(chapter, name, value)
    with because(by=by, source="edit"):
        chapter.save(update_fields=list(changes))


@transaction.atomic
def reword(pin: Pin, wording: Mapping[str, str], *, by: Any) -> None:
    """Edit for style what the report says in the version's words; the version keeps its original.

    What is worded as in the version is not kept twice. Raises ReportNotPossible for a title that
    would be empty.
    """
    _require_draft(pin.edition)
    kept: dict[str, str] = {}
    for said in said_in(pin):
        # Browsers send lines in their own way: that alone is no edit.
        text = wording.get(said.place, said.wording).replace("\r\n", "\n").strip()
        if not text:
            raise ReportNotPossible(
                _("“%(label)s” is empty: write a text, or the accepted one: %(text)s")
                % {"label": said.label, "text": said.original}
            )
        if text != said.original.strip():
            kept[said.place] = text
    with because(by=by, source="reword"):
        pin.wording = kept
        pin.save(update_fields=["wording"])


@transaction.atomic
def ask(edition: Edition, *, by: Any, at: dt.datetime) -> int:
    """Ask the leaders of every quoted body to confirm its chapter; answer how many are told."""
    _require_draft(edition)
    return tell_chapters(edition, by=by, at=at)


@transaction.atomic
def confirm(edition: Edition, body: Any, *, by: Any, at: dt.datetime, seen: str) -> None:
    """Keep that the leader agrees to what the edition says of the body.

    `seen` is the checksum of the text that was read. Raises ReportNotPossible if it says something
    else by now, or if nothing of the body is quoted.
    """
    _require_draft(edition)
    pins = [pin for pin in pins_of(edition) if pin.body_id == body.pk]
    if not pins or digest_of_said(pins) != seen:
        raise ReportNotPossible(
            _("The text was changed while you read it: read it once more, then confirm.")
        )
    Confirmation.objects.get_or_create(
        edition=edition,
        body=body,
        said_sha256=seen,
        defaults={"confirmed_by": by, "confirmed_at": at},
    )


def _require_draft(edition: Edition) -> None:
    state = Edition.objects.select_for_update().values_list("state", flat=True).get(pk=edition.pk)
    if state != "draft":
        edition.refresh_from_db()
        raise ReportNotPossible(
            _("“%(edition)s” is now “%(state)s”: only a draft is edited.")
            % {"edition": edition, "state": edition.get_state_display()}
        )


def _require_ground(year: int, *, today: dt.date, corrects: Edition | None, why: str) -> None:
    if year > today.year:
        raise ReportNotPossible(
            _("%(year)s is a year to come: reports exist up to the running year.") % {"year": year}
        )
    if Edition.objects.open().filter(year=year).exists():
        raise ReportNotPossible(
            _("An edition of %(year)s is being worked on already: finish it or give it up first.")
            % {"year": year}
        )
    if corrects is not None and not why.strip():
        raise ReportNotPossible(
            _("The report of %(year)s is published: say why it is corrected.") % {"year": year}
        )
    if not latest_accepted(year):
        raise ReportNotPossible(
            _("Nothing of %(year)s was accepted yet: accept a summary or a plan first.")
            % {"year": year}
        )
    if not TemplateChapter.objects.filter(is_used=True).exists():
        raise ReportNotPossible(
            _("The report template has no chapter in use: enter one in the workplace first.")
        )


def _latest_statistics(year: int) -> Snapshot:
    found = statistics_to_quote(year)
    if found is None:
        raise ReportNotPossible(
            _("There are no statistics of %(year)s: build them first (build_statistics %(year)s).")
            % {"year": year}
        )
    return found


def _copy_chapters(edition: Edition, before: Edition | None) -> None:
    """Begin with the chapters of what is corrected, a first edition with the template's."""
    if before is not None:
        rows: Any = before.chapters.order_by("position", "pk")
    else:
        rows = TemplateChapter.objects.filter(is_used=True).order_by("position", "pk")
    names = ("position", "heading", "kind", "is_annex", "sources", "text")
    for row in rows:
        values = {name: getattr(row, name) for name in names}
        original = getattr(row, "original", row.text)
        is_left_out = getattr(row, "is_left_out", False)
        Chapter.objects.create(
            edition=edition, original=original, is_left_out=is_left_out, **values
        )


def _take_in(edition: Edition, before: Edition | None) -> int:
    """Point every quotation at the version that counts now; answer how many are new."""
    with override(LANGUAGE):
        quoted = {(pin.body_id, pin.kind): pin for pin in pins_of(before or edition)}
        latest = latest_accepted(edition.year)
        count = 0
        for (body, kind), version in latest.items():
            old = quoted.get((body, kind))
            if old and old.edition_id == edition.pk and old.version_id == version.pk:
                continue
            new = Pin(edition=edition, body_id=body, kind=kind, version=version)
            new.wording = _still_fitting(old, new)
            Pin.objects.filter(edition=edition, body_id=body, kind=kind).delete()
            new.save()
            count += 1
        return count + _drop(edition, set(latest))


def _still_fitting(old: Pin | None, new: Pin) -> dict[str, str]:
    if old is None:
        return {}
    was = {said.place: said for said in said_in(old)}
    return {
        said.place: was[said.place].wording
        for said in said_in(new)
        if said.place in was
        and was[said.place].is_edited
        and was[said.place].original == said.original
    }


def _drop(edition: Edition, counted: set[tuple[int, str]]) -> int:
    """Take out what is not accepted any more: a document that was withdrawn."""
    gone = [pin for pin in edition.pins.all() if (pin.body_id, pin.kind) not in counted]
    for pin in gone:
        pin.delete()
    return len(gone)
