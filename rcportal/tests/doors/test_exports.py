"""S7. Every table that goes out: no text in it acts as a formula, and numbers stay numbers."""

import csv
import io
import re

import pytest
from openpyxl import load_workbook

from commitments.models import Organisation
from rcportal.tests.access.test_access import signed_in, url_of
from rcportal.tests.access.walking import addresses
from rcportal.tests.doors.asking import ask

pytestmark = [pytest.mark.django_db, pytest.mark.shows("S7")]

DANGEROUS = tuple("=+-@\t\r＝＋－＠")
NAMES = ["=1+1化工", "+1化工", "-1化工", "@SUM化工", "＝1化工", "＋1化工", "－1化工", "＠1化工"]
NUMBER = re.compile(r"-?\d+(\.\d+)?")
# What is downloaded and is no table.
OTHERS = {"text/calendar", "application/json", "application/pdf", "text/plain", "image/png"}


def csv_cells(content):
    rows = csv.reader(io.StringIO(content.decode("utf-8-sig")))
    return [cell for row in rows for cell in row if not NUMBER.fullmatch(cell)]


def cells(content):
    sheets = load_workbook(io.BytesIO(content)).worksheets
    every = [cell for sheet in sheets for row in sheet.iter_rows() for cell in row]
    assert [cell.coordinate for cell in every if cell.data_type == "f"] == []
    return [cell.value for cell in every if isinstance(cell.value, str) and not cell.quotePrefix]


TABLES = {
    "text/csv": csv_cells,
    "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet": cells,
}


@pytest.fixture
def register(things):
    """The register of the matrix, in which organisations bear names that would act."""
    organisation = Organisation.objects.get(pk=things["organisation"])
    for name in NAMES:
        Organisation.objects.create(
            name=name, kind=organisation.kind, province=organisation.province
        )
    Organisation.objects.filter(pk=organisation.pk).update(name="=HYPERLINK(1)化工")
    return things


def downloads(things):
    """Give every answer that is a file, of every address, as somebody who may fetch it."""
    client = signed_in("admin")
    for address in addresses():
        if "logout" in address.name:
            continue
        response, content = ask(client, "get", url_of(address, things))
        if "attachment" in response.headers.get("Content-Disposition", ""):
            yield address, response, content


def test_no_cell_of_any_download_acts_as_a_formula(register, figure):
    tables, acting = [], {}
    for address, response, content in downloads(register):
        kind = response["Content-Type"].partition(";")[0]
        assert kind in TABLES or kind in OTHERS, (address.name, kind)
        assert response["X-Content-Type-Options"] == "nosniff"
        if read := TABLES.get(kind):
            tables.append(address.name)
            if found := [cell for cell in read(content) if cell.startswith(DANGEROUS)]:
                acting[address.name] = found[:3]

    assert acting == {}
    assert {"commitments:export_csv", "commitments:export_xlsx", "reports:figures"} <= set(tables)
    figure("S7", f"{len(tables)} kinds of tables go out, 0 cells act")


def test_the_same_names_act_where_nobody_neutralises(register, monkeypatch):
    """The control."""
    monkeypatch.setattr("core.sheets.writing.neutral", lambda value: value)
    _response, content = ask(signed_in("staff"), "get", "/commitments/export.csv")

    assert [cell for cell in csv_cells(content) if cell.startswith(DANGEROUS)]
