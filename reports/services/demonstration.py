"""The report that the demonstration shows: of invented data, and marked so on every page."""

import datetime as dt
from typing import Final

from django.db import transaction
from django.utils import timezone

from core.models import JobRun
from reports.models import Edition, Snapshot
from reports.services import composing, editions, report_building

YEAR: Final = 2021  # of which the founding data have summaries
# Nobody has decided anything: the demonstration says so where the decision would stand.
DECISION: Final = "演示：未经委员会审议"
REASON: Final = "演示数据，各组组长未确认。"


@transaction.atomic
def prepare_report(*, at: dt.datetime) -> JobRun | None:
    """Bring the report of the demonstration's year as far as its files; None if there is one."""
    snapshot = Snapshot.objects.current().filter(year=YEAR, has_demo=True)
    if Edition.objects.exists() or not snapshot.exists():
        return None
    edition = composing.open_edition(YEAR, by=None, at=at)
    editions.freeze(edition, by=None, at=at, reason=REASON)
    day = timezone.localdate(at)
    editions.approve(edition, by=None, at=at, decision_number=DECISION, decided_on=day)
    return report_building.request_files(edition, by=None, at=at)[0]


def publish_report(run: JobRun, *, at: dt.datetime) -> None:
    """Publish the edition whose files the run has built."""
    edition = Edition.objects.get(pk=run.arguments["edition"])
    editions.publish(edition, by=None, at=at)
