"""What the portal gives out, it takes back: export, change nothing, import, and nothing changes."""

import datetime as dt

import pytest
from django.http import QueryDict

from commitments import exports, filters
from commitments.enums import Status
from commitments.models import ImportBatch
from commitments.services import demonstration, facts, importing
from commitments.services.founding import load_reference_tables
from commitments.services.importing import Verdict
from commitments.tests.digests import register_digest

pytestmark = pytest.mark.django_db

NOW = dt.datetime(2026, 11, 20, 4, tzinfo=dt.UTC)
EVERYBODY = "&".join(f"status={status}" for status in Status if status != Status.NONE)


def exported(suffix: str) -> bytes:
    reading = filters.read(QueryDict(EVERYBODY), today=NOW.date(), version=facts.version())
    if suffix == "xlsx":
        with exports.as_workbook(reading.selection) as file:
            return file.read()
    return b"".join(exports.as_csv(reading.selection))


@pytest.mark.parametrize("suffix", ["xlsx", "csv"])
@pytest.mark.parametrize("size", [400, pytest.param(26_000, marks=pytest.mark.full)])
def test_an_export_that_comes_back_changes_nothing(size, suffix):
    load_reference_tables()
    demonstration.load(size)
    before = register_digest()

    plan, batch = importing.bring_in(f"名录.{suffix}", exported(suffix), by=None, at=NOW)

    assert dict(plan.counts) == {Verdict.UNCHANGED: size}
    assert plan.warnings == []
    assert register_digest() == before
    assert (batch.changed, ImportBatch.objects.count()) == (0, 1)


def test_one_changed_cell_is_the_one_change():
    """The control: a round trip that cannot fail would not see it."""
    load_reference_tables()
    demonstration.load(40)
    lines = exported("csv").decode("utf-8-sig").splitlines()
    occasion = exports.KEYS.index("occasion")
    cells = lines[5].split(",")
    cells[occasion] = "某次会议"
    lines[5] = ",".join(cells)

    plan = importing.preview("名录.csv", "\n".join(lines).encode(), at=NOW)

    assert dict(plan.counts) == {Verdict.UNCHANGED: 39, Verdict.CHANGED: 1}
