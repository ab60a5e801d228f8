from importlib import import_module

import pytest
from django.db import connection

from commitments.models import ImportBatch

pytestmark = pytest.mark.django_db

ROW = {
    "row": 17,
    "name": "烟台澄岫化工有限公司",
    "verdict": "changed",
    "changes": [{"field": "市", "old": "", "new": "烟台"}],
    "problems": [],
}


def test_rows_of_earlier_reports_become_rows_of_their_own():
    """What the migration does with lists of a time when the report held the first rows."""
    report = {"rows": [ROW], "left_out": {"unchanged": 25500}, "warnings": ["甲"]}
    old = ImportBatch.objects.create(file_name="名录.xlsx", report=report)
    refused = ImportBatch.objects.create(file_name="坏.xlsx", report={"sentence": "乙"})

    migration = import_module("commitments.migrations.0022_rows_of_imports")
    with connection.cursor() as cursor:
        cursor.execute(migration.ROWS_OUT_OF_REPORTS)

    old.refresh_from_db()
    refused.refresh_from_db()
    kept = old.rows.values("number", "name", "verdict", "changes", "problems").get()
    assert kept == {"number": 17} | {key: ROW[key] for key in ROW if key != "row"}
    assert (old.report, refused.report) == ({"warnings": ["甲"]}, {"sentence": "乙"})
