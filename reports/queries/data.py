"""The figures of a snapshot as data that is equal to the byte wherever and whenever it is made.

Codes and whole numbers only, sorted: no word that a language or a version would change.
"""

import hashlib
import json
from typing import Any, Final

from reports.models import Figure, Snapshot
from reports.queries.definitions import BY_KEY, TABLES

SCHEMA: Final = 1
Row = tuple[str, str, str, int, str]  # key, dimension, cell, value, unit


def data_of(snapshot: Snapshot, *, is_counted_anew: bool = False) -> bytes:
    """Give the figures as canonical JSON: as they were kept, or counted anew from the members."""
    rows = counted_rows(snapshot) if is_counted_anew else kept_rows(snapshot)
    document = {
        "schema": SCHEMA,
        "year": snapshot.year,
        "as_at": snapshot.as_at.isoformat(),
        "rule": f"{snapshot.rule}/{snapshot.rule_version}",
        "snapshot": snapshot.pk,
        "figures": [_figure(snapshot, row) for row in rows],
    }
    text = json.dumps(document, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return text.encode() + b"\n"


def digest_of(content: bytes) -> str:
    """Give the SHA-256 of the bytes."""
    return hashlib.sha256(content).hexdigest()


def kept_rows(snapshot: Snapshot) -> list[Row]:
    """Give the figures as they were kept when they were counted."""
    figures = Figure.objects.filter(snapshot=snapshot)
    return sorted(figures.values_list("key", "dimension", "cell", "value", "unit"))


def counted_rows(snapshot: Snapshot) -> list[Row]:
    """Count the figures anew from the members that the snapshot keeps."""
    known = {key for key, *_place in kept_rows(snapshot)}
    return sorted(
        (table.key, count.dimension, count.cell, count.value, table.unit.value)
        for table in TABLES
        if table.key in known
        for count in table.count(snapshot)
    )


def _figure(snapshot: Snapshot, row: Row) -> dict[str, Any]:
    key, dimension, cell, value, unit = row
    return {
        "key": key,
        "dimension": dimension,
        "cell": cell,
        "value": value,
        "unit": unit,
        "list": BY_KEY[key].address(snapshot, dimension, cell),
    }
