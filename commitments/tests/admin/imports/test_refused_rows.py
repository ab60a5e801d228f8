import io

import openpyxl
import pytest

from accounts.tests.clients import signed_in
from commitments.models import ImportBatch
from commitments.tests.admin.imports.bringing import BAD, GOOD, LIST, upload

pytestmark = pytest.mark.django_db


def test_refused_rows_are_fetched_with_their_reasons(staff):
    upload(staff, GOOD, BAD)
    batch = ImportBatch.objects.get()
    address = f"{LIST}{batch.pk}/refused.xlsx"

    assert address in staff.get(f"{LIST}{batch.pk}/change/").content.decode()
    response = staff.get(address)

    sheet = openpyxl.load_workbook(io.BytesIO(response.content)).active
    assert response["Content-Disposition"].startswith("attachment;")
    assert sheet["A2"].value == "日期有误有限公司"
    assert [signed_in(role).get(address).status_code for role in ("auditor", "")] == [403, 403]


def test_of_a_list_without_refused_rows_there_is_nothing_to_fetch(staff):
    upload(staff, GOOD)

    assert staff.get(f"{LIST}{ImportBatch.objects.get().pk}/refused.xlsx").status_code == 404
