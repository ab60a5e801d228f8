"""The numbers and targets that are known with a source; what the secretariat edited stays."""

import datetime as dt

from django.db import transaction

from reports.models import FieldCount, Target
from reports.services.founding import rows_of


@transaction.atomic
def load_coverage() -> dict[str, int]:
    """Create the numbers and targets that are missing; answer how many of each."""
    return {
        "numbers of all": sum(_count(row) for row in rows_of("field_counts.csv")),
        "targets": sum(_target(row) for row in rows_of("targets.csv")),
    }


def _count(row: dict[str, str]) -> bool:
    source_on = dt.date.fromisoformat(row["source_on"]) if row["source_on"] else None
    _row, is_new = FieldCount.objects.get_or_create(
        scope=row["scope"],
        year=int(row["year"]),
        province_id=row["province"] or None,
        industry_id=row["industry"] or None,
        defaults={
            "number": int(row["number"]),
            "bound": row["bound"],
            "source": row["source"],
            "source_on": source_on,
            "url": row["url"],
        },
    )
    return is_new


def _target(row: dict[str, str]) -> bool:
    _row, is_new = Target.objects.get_or_create(
        scope=row["scope"],
        by_year=int(row["by_year"]),
        defaults={
            "name": row["name"],
            "english_name": row["english_name"],
            "number": int(row["number"]),
            "source": row["source"],
            "url": row["url"],
        },
    )
    return is_new
