"""Pieces of SQL whose values stand beside them under names: what people typed is never in the text.

The list is asked in SQL because it is asked most: building the same through querysets takes longer
than the database takes to answer (docs/decisions, performance).
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from django.db import connection
from django.db.models import QuerySet


@dataclass(frozen=True)
class Piece:
    """SQL and the values of its %(names)s."""

    sql: str
    values: Mapping[str, Any] = field(default_factory=dict)


ALWAYS = Piece("true")


def all_of(pieces: Iterable[Piece]) -> Piece:
    """Join conditions with AND."""
    parts = [piece for piece in pieces if piece != ALWAYS]
    if not parts:
        return ALWAYS
    sql = " AND ".join(f"({piece.sql})" for piece in parts)
    return Piece(sql, {name: value for piece in parts for name, value in piece.values.items()})


def none_of(piece: Piece) -> Piece:
    """Turn the condition round; what is unknown counts as not fulfilled."""
    return Piece(f"({piece.sql}) IS NOT TRUE", piece.values)


def of_queryset(rows: QuerySet[Any], name: str) -> Piece:
    """Give the statement of a queryset, its values named after `name`."""
    sql, values = rows.query.sql_with_params()
    named = {f"{name}_{number}": value for number, value in enumerate(values)}
    return Piece(sql % tuple(f"%({key})s" for key in named), named)


def fetch(piece: Piece) -> list[tuple[Any, ...]]:
    """Ask the database and give all rows."""
    with connection.cursor() as cursor:
        cursor.execute(piece.sql, piece.values)
        rows: list[tuple[Any, ...]] = cursor.fetchall()
    return rows
