"""What the portal gives out, it takes back: export, change nothing, import, and nothing changes."""

import csv
import datetime as dt
import io

import openpyxl
import pytest
from django.http import QueryDict

from commitments import exports, filters
from commitments.enums import Status
from commitments.models import ImportBatch, Organisation
from commitments.services import demonstration, facts, importing
from commitments.services.founding import load_reference_tables
from commitments.services.importing import Verdict
from commitments.tests.digests import register_digest
from commitments.tests.workbooks.lists import as_csv

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


# --- What a spreadsheet makes of it: columns go, one column is edited for all rows ---


def edited(data: bytes, change) -> bytes:
    """The workbook opened, changed and saved again by another program."""
    book = openpyxl.load_workbook(io.BytesIO(data))
    change(book["名录"])
    target = io.BytesIO()
    book.save(target)
    return target.getvalue()


def place_of(key: str) -> int:
    return exports.KEYS.index(key) + 1


@pytest.mark.parametrize("key", ["website", "kind"])
def test_a_workbook_that_lost_a_column_changes_nothing(key):
    load_reference_tables()
    demonstration.load(400)
    before = register_digest()
    data = edited(exported("xlsx"), lambda sheet: sheet.delete_cols(place_of(key)))

    plan, _batch = importing.bring_in("名录.xlsx", data, by=None, at=NOW)

    assert (dict(plan.counts), bool(plan.touched)) == ({Verdict.UNCHANGED: 400}, key == "kind")
    assert register_digest() == before


def test_whatever_column_is_lost_nothing_is_changed_or_refused():
    load_reference_tables()
    demonstration.load(150)
    headings, *rows = csv.reader(io.StringIO(exported("csv").decode("utf-8-sig")))
    lines = [dict(zip(headings, row, strict=True)) for row in rows]

    for place, key in enumerate(exports.KEYS):
        data = as_csv(lines, headings[:place] + headings[place + 1 :])
        plan = importing.preview("名录.csv", data, at=NOW)
        assert (key, dict(plan.counts)) == (key, {Verdict.UNCHANGED: 150})


def test_one_column_edited_for_all_rows_is_that_many_changes_and_is_taken_back():
    load_reference_tables()
    demonstration.load(400)
    before = register_digest()

    def edit(sheet):
        for row in range(2, sheet.max_row + 1):
            code = sheet.cell(row, place_of("code")).value
            sheet.cell(row, place_of("website")).value = f"https://{code}.example.com"
        kept = {place_of("code"), place_of("website")}
        for place in sorted(set(range(1, len(exports.KEYS) + 1)) - kept, reverse=True):
            sheet.delete_cols(place)

    plan, batch = importing.bring_in("网站.xlsx", edited(exported("xlsx"), edit), by=None, at=NOW)

    assert dict(plan.counts) == {Verdict.CHANGED: 400}
    assert {tuple(key for key, _old, _new in entry.changes) for entry in plan.entries} == {
        ("website",)
    }
    written = Organisation.objects.values_list("code", "website")
    assert all(website == f"https://{code}.example.com" for code, website in written if website)
    assert sum(bool(website) for _code, website in written) == 400
    importing.undo(batch, by=None, at=NOW, reason="试一试")
    assert register_digest() == before
