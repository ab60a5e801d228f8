"""The yearly statistics: freeze who counts, count each table, publish both at once.

A run is one job per year (`core.jobs`). Everything it writes belongs to a snapshot that is being
built and that nobody sees; the swap makes it the current one, and the one before it superseded.
"""

import datetime as dt
from collections.abc import Mapping
from functools import partial
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import connection, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from commitments.queries.as_at import AS_IT_WAS, PAST
from commitments.services import facts
from core import jobs, locks
from core.models import JobRun
from core.permissions import require
from core.planner import take_stock
from core.steps import take_step
from reports.enums import BEFORE_THE_COMMITTEE, SnapshotState
from reports.models import CountedWork, Edition, Figure, Snapshot, SnapshotMember
from reports.queries.definitions import RULE_IN_USE, TABLES, Definition
from reports.queries.members import FACTS, counted_on, drift, has_demo, has_signing
from reports.queries.runs import KIND
from workgroups.queries.counting import work_of

_WORK_FACTS = ("is_carried", "is_planned", "has_evidence")
TASK = "reports.tasks.build_statistics"
PERMISSION = "reports.build_statistics"
# In the order of names, so that a list by name reads its rows one beside the other.
_FREEZE = """
    INSERT INTO reports_snapshotmember (
        snapshot_id, organisation_id, name, name_sort, sign_year, {columns}
    )
    SELECT %(snapshot)s, organisation.id, {name}, {name_sort},
           extract(year FROM counted.first_signed_on), {facts}
    FROM ({counted}) AS counted
    JOIN commitments_organisation AS organisation ON organisation.id = counted.organisation_id
    {past}
    ORDER BY {name_sort}, organisation.id
"""


class StatisticsNotPossible(ValueError):
    """The statistics asked for cannot be built; the text says why and what to do instead."""


@transaction.atomic
def request_statistics(
    year: int, *, by: Any, at: dt.datetime, as_at: dt.date | None = None, period: str = ""
) -> tuple[JobRun, bool]:
    """Queue the statistics of the year and answer (run, True); a run at work answers (run, False).

    `by` is a user or None (the portal itself). Raises StatisticsNotPossible for a year or day to
    come, a day of another year, a year before the first signing, while another day's are built, and
    while the year's report is before the committee.
    """
    day = _day_of(year, as_at, today=timezone.localdate(at))
    locks.wait_for_turn(f"start:{KIND}:{year}")
    _require_no_report_before_the_committee(year)
    run, is_new = jobs.start(
        kind=KIND,
        key=str(year),
        task=TASK,
        by=by,
        at=at,
        period=period,
        year=year,
        as_at=day.isoformat(),
    )
    if run.is_open and run.arguments["as_at"] != day.isoformat():
        raise StatisticsNotPossible(
            _("The statistics of %(year)s are being built as at %(day)s: ask again after that.")
            % {"year": year, "day": run.arguments["as_at"]}
        )
    return run, is_new


def request_nightly(*, at: dt.datetime) -> JobRun | None:
    """Queue the statistics of the running year, once a day and only if anything has changed."""
    today = timezone.localdate(at)
    snapshot = Snapshot.objects.current().filter(year=today.year).first()
    is_open = has_signing(today.year) and not _is_before_the_committee(today.year)
    if not is_open or (snapshot and not _is_stale(snapshot, today)):
        return None
    run, is_new = request_statistics(today.year, by=None, at=at, period=today.isoformat())
    return run if is_new else None


def request_year_end(*, at: dt.datetime) -> JobRun | None:
    """Queue the statistics of the year before as at its last day, once a year."""
    year = timezone.localdate(at).year - 1
    if not has_signing(year) or _is_before_the_committee(year):
        return None
    run, is_new = request_statistics(year, by=None, at=at, period=f"{year}-end")
    return run if is_new else None


def build(run_id: int, *, at: dt.datetime) -> None:
    """Build the statistics of a queued run, or go on where a killed worker left them.

    Does nothing if another worker builds them or they are done. Raises PermissionDenied if whoever
    started the run may not build statistics any more; the run is then marked failed.
    """
    with jobs.working(run_id) as run:
        if run is not None:
            _require_starter(run)
            _build(run, at=at)


def _build(run: JobRun, *, at: dt.datetime) -> None:
    # A run that failed may be started anew long after it was asked for.
    _require_no_report_before_the_committee(run.arguments["year"])
    total = len(TABLES) + 3
    jobs.progress(run, step=_("Writing down who counts"), done=0, total=total)
    snapshot_id = jobs.chunk(run, "members", partial(_freeze, run, at))
    snapshot = Snapshot.objects.get(pk=snapshot_id)
    jobs.progress(run, step=_("Writing down what the groups did"), done=1, total=total)
    jobs.chunk(run, "work", partial(_freeze_work, snapshot, at))
    for done, table in enumerate(TABLES, start=2):
        step = _("Counting: %(table)s") % {"table": table.name}
        jobs.progress(run, step=step, done=done, total=total)
        jobs.chunk(run, table.key, partial(_count, snapshot, table))
    jobs.progress(run, step=_("Publishing"), done=total - 1, total=total)
    with jobs.swap(run):
        _publish(snapshot, run, at=timezone.now())


def _freeze(run: JobRun, at: dt.datetime) -> int:
    """Write down who counts, after clearing away what runs that died have left."""
    year, as_at = run.arguments["year"], dt.date.fromisoformat(run.arguments["as_at"])
    Snapshot.objects.filter(year=year, state=SnapshotState.BUILDING).delete()
    rule, version = RULE_IN_USE
    snapshot = Snapshot.objects.create(
        year=year, as_at=as_at, rule=rule, rule_version=version, made_at=at, run=run
    )
    counted = counted_on(as_at)
    statement = _FREEZE.format(
        columns=", ".join(FACTS),
        facts=", ".join(FACTS.values()),
        name=AS_IT_WAS["name"],
        name_sort=AS_IT_WAS["name_sort"],
        counted=counted.sql,
        past=PAST,
    )
    with connection.cursor() as cursor:
        cursor.execute(statement, {**counted.values, "snapshot": snapshot.pk})
    take_stock(SnapshotMember)
    Snapshot.objects.filter(pk=snapshot.pk).update(has_demo=has_demo(snapshot))
    return snapshot.pk


def _freeze_work(snapshot: Snapshot, at: dt.datetime) -> int:
    """Write down the lines of plans and summaries that are public at the moment of the run."""
    lines = [
        CountedWork(snapshot=snapshot, **vars(line))
        for line in work_of(snapshot.year, on=timezone.localdate(at))
    ]
    return len(CountedWork.objects.bulk_create(lines))


def _count(snapshot: Snapshot, table: Definition) -> int:
    figures = [
        Figure(
            snapshot=snapshot,
            key=table.key,
            dimension=count.dimension,
            cell=count.cell,
            label=count.label,
            value=count.value,
            unit=table.unit,
        )
        for count in table.count(snapshot)
    ]
    return len(Figure.objects.bulk_create(figures))


def _publish(snapshot: Snapshot, run: JobRun, *, at: dt.datetime) -> None:
    """Show the new snapshot, or set it beside the one that is frozen with a published report."""
    of_the_year = Snapshot.objects.select_for_update().filter(year=snapshot.year)
    is_frozen = of_the_year.filter(state=SnapshotState.FROZEN).exists()
    left = SnapshotState.BESIDE if is_frozen else SnapshotState.CURRENT
    for before in of_the_year.filter(state=left):
        take_step("supersede", before, by=run.started_by, at=at)
    step = "set_beside" if is_frozen else "publish"
    take_step(step, snapshot, by=run.started_by, at=at)
    facts.touch()


def _require_starter(run: JobRun) -> None:
    if run.started_by is None:
        return
    try:
        require(run.started_by, PERMISSION)
    except PermissionDenied:
        raise PermissionDenied(
            _("%(user)s may not build statistics any more.") % {"user": run.started_by}
        ) from None


def _is_before_the_committee(year: int) -> bool:
    asked = Edition.objects.filter(year=year, state__in=BEFORE_THE_COMMITTEE)
    return asked.exists()


def _require_no_report_before_the_committee(year: int) -> None:
    """Refuse to move what the committee decides on."""
    if _is_before_the_committee(year):
        raise StatisticsNotPossible(
            _(
                "The annual report of %(year)s is before the committee: build its statistics once "
                "it is published or opened again."
            )
            % {"year": year}
        )


def _is_stale(snapshot: Snapshot, today: dt.date) -> bool:
    """Tell whether today's statistics would differ from the snapshot's."""
    return bool(drift(snapshot, as_at=today)) or work_has_moved(snapshot, today)


def work_has_moved(snapshot: Snapshot, today: dt.date) -> bool:
    """Tell whether the groups' published work is another than the snapshot counted."""
    now = [vars(line) | {"body": line.body.pk} for line in work_of(snapshot.year, on=today)]
    columns = ("said_in", "body", "position", "title", "kind", "status", "grade", *_WORK_FACTS)
    kept = list(snapshot.work.values(*columns))
    return sorted(now, key=_place_of) != sorted(kept, key=_place_of)


def _place_of(line: Mapping[str, Any]) -> tuple[str, int, int]:
    return (str(line["said_in"]), line["body"], line["position"])


def _day_of(year: int, as_at: dt.date | None, *, today: dt.date) -> dt.date:
    """Give the day to count for, or say why there is nothing to count."""
    if year > today.year:
        raise StatisticsNotPossible(
            _("%(year)s is a year to come: statistics exist up to the running year.")
            % {"year": year}
        )
    if not has_signing(year):
        raise StatisticsNotPossible(
            _("Nobody had signed by the end of %(year)s: there is nothing to count.")
            % {"year": year}
        )
    day = as_at or min(dt.date(year, 12, 31), today)
    if day.year != year:
        raise StatisticsNotPossible(
            _("%(day)s does not lie in %(year)s: give a day of that year.")
            % {"day": day.isoformat(), "year": year}
        )
    if day > today:
        raise StatisticsNotPossible(
            _("%(day)s is a day to come: give today or an earlier day.") % {"day": day.isoformat()}
        )
    return day
