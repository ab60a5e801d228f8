"""The steps of an edition: frozen by the head, approved by the committee, published, superseded."""

import datetime as dt
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from commitments.services import facts
from core import jobs, locks
from core.steps import take_step
from reports.enums import EditionState, SnapshotState
from reports.models import Edition, Snapshot
from reports.queries.report import editions
from reports.queries.report.content import canonical, content_of
from reports.queries.report.coverage import coverage_of
from reports.queries.runs import KIND as STATISTICS
from reports.queries.runs import open_run
from reports.services.composing import ReportNotPossible
from reports.services.telling import tell_frozen, tell_published


@transaction.atomic
def freeze(edition: Edition, *, by: Any, at: dt.datetime, reason: str = "") -> None:
    """Fix every word and figure for the committee, and have the files built.

    Raises ReportNotPossible while something must be mended, while statistics of the year are being
    built, or without a reason for what is missing.
    """
    locks.wait_for_turn(f"start:{STATISTICS}:{edition.year}")
    if open_run(edition.year) is not None:
        raise ReportNotPossible(
            _("The statistics of %(year)s are being built: freeze after that.")
            % {"year": edition.year}
        )
    coverage = coverage_of(edition)
    if coverage.musts:
        raise ReportNotPossible(
            _("Not frozen: %(sentence)s") % {"sentence": coverage.musts[0].sentence}
        )
    if coverage.gaps and not reason.strip():
        raise ReportNotPossible(
            _("%(count)s things are missing: say why the report is frozen without them.")
            % {"count": len(coverage.gaps)}
        )
    content = canonical(content_of(edition))
    take_step("freeze", edition, by=by, at=at, reason=reason, content=content, gaps_reason=reason)
    edition.refresh_from_db()
    tell_frozen(edition, by=by, at=at)


@transaction.atomic
def reopen(edition: Edition, *, by: Any, at: dt.datetime, reason: str) -> None:
    """Let a frozen edition be edited again, as long as the committee has not approved it."""
    take_step("reopen", edition, by=by, at=at, reason=reason, content="", gaps_reason="")
    edition.refresh_from_db()


@transaction.atomic
def approve(
    edition: Edition, *, by: Any, at: dt.datetime, decision_number: str, decided_on: dt.date
) -> None:
    """Enter the committee's decision, which is printed in the report."""
    changes = {"decision_number": decision_number.strip(), "decided_on": decided_on}
    take_step("approve", edition, by=by, at=at, reason=decision_number, **changes)


@transaction.atomic
def publish(edition: Edition, *, by: Any, at: dt.datetime) -> None:
    """Show the edition to everybody: its statistics are frozen, the edition before superseded.

    Raises ReportNotPossible while its files are being built, or were not built since it was
    approved.
    """
    locks.wait_for_turn(f"start:{editions.KIND}:{edition.year}")
    if editions.open_report_run(edition.year) is not None:
        raise ReportNotPossible(_("The files are being built: publish after that."))
    if edition.state == EditionState.APPROVED and not editions.has_fresh_files(edition):
        raise ReportNotPossible(
            _("The files do not show the committee's decision yet: build them, then publish.")
        )
    before = Edition.objects.select_for_update().filter(
        year=edition.year, state=EditionState.PUBLISHED
    )
    for shown in before:
        take_step("supersede", shown, by=by, at=at, reason=edition.why)
    take_step("publish", edition, by=by, at=at, published_at=at)
    _freeze_statistics(edition, by=by, at=at)
    facts.touch()
    tell_published(edition, by=by, at=at)


@transaction.atomic
def void(edition: Edition, *, by: Any, at: dt.datetime, reason: str) -> None:
    """Give the draft up; its number is not used again."""
    run = editions.open_report_run(edition.year)
    if run is not None:
        jobs.cancel(run, by=by, at=at)
    take_step("void", edition, by=by, at=at, reason=reason)


def _freeze_statistics(edition: Edition, *, by: Any, at: dt.datetime) -> None:
    """Make the pinned statistics the year's, instead of those of the edition before."""
    snapshot = Snapshot.objects.select_for_update().get(pk=edition.snapshot_id)
    if snapshot.state == SnapshotState.FROZEN:
        return
    of_the_year = Snapshot.objects.select_for_update().filter(year=edition.year)
    for other in of_the_year.filter(state=SnapshotState.FROZEN):
        take_step("supersede", other, by=by, at=at)
    take_step("freeze", snapshot, by=by, at=at)
