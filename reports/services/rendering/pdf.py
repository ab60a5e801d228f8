"""The report as PDF/A: contents, page numbers, figures, tables, list of signatories."""

import copy
import datetime as dt
from collections.abc import Mapping
from typing import Any, Final

from django.utils import timezone

from core.typesetting import typeset
from reports.services.rendering.drawing import drawn

LAYOUT: Final = "reports/print/report.typ"


def render(document: Mapping[str, Any]) -> bytes:
    """Give the report as PDF; its date is the day of its figures, so equal words are equal bytes.

    Raises NotPrintable rather than printing an empty box.
    """
    words = copy.deepcopy(dict(document))
    for block in (b for chapter in words["content"]["chapters"] for b in chapter["blocks"]):
        if block["kind"] == "chart":
            block["svg"] = drawn(block)
    return typeset(LAYOUT, words, at=date_of(document))


def date_of(document: Mapping[str, Any]) -> dt.datetime:
    """Give the fixed moment that files of the report bear: its as-at day, at noon."""
    day = dt.date.fromisoformat(document["content"]["as_at"])
    zone = timezone.get_default_timezone()
    return dt.datetime(day.year, day.month, day.day, 12, tzinfo=zone)
