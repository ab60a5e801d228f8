"""The chapters with which every installation's report template begins; edits stay."""

import csv
from pathlib import Path
from typing import Final

from django.db import transaction

from reports.models import TemplateChapter

FILE: Final = Path(__file__).resolve().parent.parent / "founding" / "report_template.csv"


@transaction.atomic
def load_report_template() -> dict[str, int]:
    """Create the chapters of the template where there is none yet; answer how many."""
    if TemplateChapter.objects.exists():
        return {"chapters of the report template": 0}
    with FILE.open(encoding="utf-8", newline="") as file:
        chapters = [_chapter(row) for row in csv.DictReader(file)]
    for chapter in chapters:
        chapter.save()
    return {"chapters of the report template": len(chapters)}


def _chapter(row: dict[str, str]) -> TemplateChapter:
    return TemplateChapter(
        position=int(row["position"]),
        heading=row["heading"],
        kind=row["kind"],
        is_annex=bool(row["is_annex"]),
        sources=[key for key in row["sources"].split(";") if key],
        text=row["text"],
    )
