"""Many rows at once: COPY into a table of this transaction alone, then one statement from there.

The last statement goes through Django's cursor, so that the history triggers know who and why.
"""

import io
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from types import MappingProxyType
from typing import Any

from django.db import connection
from django.db.models import Field, Model
from django.db.models.fields import NOT_PROVIDED

from commitments.services.lots import in_lots

LOT = 500
_STAGE = "import_stage"
_ESCAPES = str.maketrans({"\\": r"\\", "\t": r"\t", "\n": r"\n", "\r": r"\r"})


def new_ids(model: type[Model], count: int) -> list[int]:
    """Draw so many ids from the model's sequence, for rows that refer to each other."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT nextval(pg_get_serial_sequence(%s, 'id')) FROM generate_series(1, %s)",
            [model._meta.db_table, count],
        )
        return [pk for (pk,) in cursor.fetchall()]


def insert(model: type[Model], columns: Sequence[str], rows: Iterable[Sequence[Any]]) -> int:
    """Insert rows of these columns; the others get the defaults of the model."""
    defaults = _defaults(model, columns)
    names = ", ".join(map(_quoted, [*columns, *defaults]))
    values = ", ".join([*map(_quoted, columns), *["%s"] * len(defaults)])
    with _staged(model, columns, rows) as cursor:
        cursor.execute(
            f"INSERT INTO {_quoted(model._meta.db_table)} ({names}) SELECT {values} FROM {_STAGE}",  # noqa: S608 -- names of our own columns
            list(defaults.values()),
        )
        return int(cursor.rowcount)


def update(
    model: type[Model],
    columns: Sequence[str],
    rows: Iterable[Sequence[Any]],
    *,
    cleared: Mapping[str, Any] = MappingProxyType({}),
) -> int:
    """Update rows by id, the first column. None leaves a column as it is.

    `cleared` gives for some columns the value that makes them NULL.
    """
    marks = [cleared[column] for column in columns[1:] if column in cleared]
    changes = ", ".join(_assignment(column, column in cleared) for column in columns[1:])
    with _staged(model, columns, rows) as cursor:
        cursor.execute(
            f"UPDATE {_quoted(model._meta.db_table)} AS old SET {changes} "  # noqa: S608 -- as above
            f"FROM {_STAGE} AS new WHERE old.id = new.id",
            marks,
        )
        return int(cursor.rowcount)


def _assignment(column: str, is_cleared: bool) -> str:
    name = _quoted(column)
    value = f"coalesce(new.{name}, old.{name})"
    return f"{name} = nullif({value}, %s)" if is_cleared else f"{name} = {value}"


@contextmanager
def _staged(
    model: type[Model], columns: Sequence[str], rows: Iterable[Sequence[Any]]
) -> Iterator[Any]:
    """Copy the rows into a table of their own that is gone afterwards."""
    names = ", ".join(map(_quoted, columns))
    table = _quoted(model._meta.db_table)
    with connection.cursor() as cursor:
        cursor.execute(
            f"CREATE TEMP TABLE {_STAGE} AS SELECT {names} FROM {table} WITH NO DATA"  # noqa: S608 -- as above
        )
        for lot in in_lots(rows, LOT):
            text = io.StringIO("".join(map(_line, lot)))
            cursor.copy_expert(f"COPY {_STAGE} ({names}) FROM STDIN", text)
        yield cursor
        cursor.execute(f"DROP TABLE {_STAGE}")


def _line(values: Sequence[Any]) -> str:
    return "\t".join([_text(value) for value in values]) + "\n"


def _text(value: Any) -> str:
    if value is None:
        return r"\N"
    return str(value).translate(_ESCAPES)


def _defaults(model: type[Model], columns: Sequence[str]) -> Mapping[str, Any]:
    """Give the model's defaults for the columns that are neither given nor made by the database."""
    fields: list[Field[Any, Any]] = list(model._meta.concrete_fields)
    return {
        str(field.column): field.get_db_prep_save(field.get_default(), connection)
        for field in fields
        if field.column not in columns
        and not field.primary_key
        and field.db_default is NOT_PROVIDED
    }


def _quoted(name: str) -> str:
    return connection.ops.quote_name(name)
