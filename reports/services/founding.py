"""The published figures every installation starts with; what the secretariat edited stays."""

import csv
import datetime as dt
from collections.abc import Iterator
from pathlib import Path
from typing import Final

from django.db import transaction

from reports.enums import Bound
from reports.models import Quotation, QuotedNumber

FOLDER: Final = Path(__file__).resolve().parent.parent / "founding"
MORE: Final = "+"  # 530+ in the file: more than 530


@transaction.atomic
def load_published_figures() -> dict[str, int]:
    """Create the quotations that are missing; answer how many were created.

    A quotation is known by its day and its place in the file's source: wording and numbers that the
    secretariat has corrected are not written over.
    """
    created = 0
    for row in rows_of("published_figures.csv"):
        known = Quotation.objects.filter(as_at=row["as_at"], source=row["source"])
        if not known.exists():
            _create(row)
            created += 1
    return {"published figures": created}


def _create(row: dict[str, str]) -> None:
    quotation = Quotation.objects.create(
        as_at=dt.date.fromisoformat(row["as_at"]),
        is_about=bool(row["is_about"]),
        wording=row["wording"],
        source=row["source"],
        url=row["url"],
        explanation=row["explanation"],
    )
    QuotedNumber.objects.bulk_create(
        QuotedNumber(quotation=quotation, subject=subject, value=value, bound=bound)
        for subject, value, bound in _numbers(row["numbers"])
    )


def _numbers(text: str) -> Iterator[tuple[str, int, str]]:
    """Read "enterprises=530+;parks=40+"."""
    for part in text.split(";"):
        subject, _is, number = part.partition("=")
        bound = Bound.MORE if number.endswith(MORE) else Bound.EXACT
        yield subject, int(number.removesuffix(MORE)), bound


def rows_of(name: str) -> Iterator[dict[str, str]]:
    """Give the rows of a founding file."""
    with (FOLDER / name).open(encoding="utf-8", newline="") as file:
        yield from csv.DictReader(file)
