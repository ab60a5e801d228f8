"""What one act left in the history of one table, and ways to undo exactly that."""

import datetime as dt
from collections.abc import Collection, Iterable
from functools import cached_property
from typing import Any, Final
from uuid import UUID

from django.db import connection
from django.db.models import Min, Model, QuerySet

from commitments.models import BulkEdit, ImportBatch, RecordUnion
from commitments.queries.batches import events_of
from commitments.services.lots import among_ids
from core.change_steps import DELETED, INSERTED

_TRACES: Final = """
    SELECT pgh_obj_id, (array_agg(pgh_label ORDER BY pgh_id))[1],
           (array_agg(pgh_label ORDER BY pgh_id DESC))[1]
    FROM {events} WHERE pgh_context_id = %s GROUP BY 1
"""
# Of each row the state before the first thing that the act did to it.
_BEFORE: Final = """
    SELECT DISTINCT ON (before.pgh_obj_id) before.*
    FROM {events} AS before
    JOIN (SELECT pgh_obj_id, min(pgh_id) AS first FROM {events}
          WHERE pgh_context_id = %s AND pgh_obj_id = ANY(%s) GROUP BY 1) AS mine
      ON mine.pgh_obj_id = before.pgh_obj_id AND before.pgh_id < mine.first
    ORDER BY before.pgh_obj_id, before.pgh_id DESC
"""
_REMOVE: Final = "DELETE FROM {table} WHERE id = ANY(%(ids)s) AND NOT {of} = ANY(%(kept)s)"
_RESTORE: Final = """
    UPDATE {table} AS now SET ({columns}) = ROW({values})
    FROM ({before}) AS before WHERE now.id = before.pgh_obj_id
"""
_PUT_BACK: Final = """
    INSERT INTO {table} (id, {columns}) SELECT before.pgh_obj_id, {values} FROM ({before}) AS before
"""
_LATER: Final = """
    SELECT later.pgh_id FROM {events} AS later
    JOIN (SELECT pgh_obj_id, max(pgh_id) AS last FROM {events}
          WHERE pgh_context_id = %(context)s GROUP BY 1) AS mine
      ON mine.pgh_obj_id = later.pgh_obj_id AND later.pgh_id > mine.last
    WHERE {holds} ORDER BY later.pgh_id LIMIT %(most)s
"""
# What was taken back itself is as if it had never been.
_HOLDS: Final = """
    NOT EXISTS (
        SELECT FROM {act} AS undone
        WHERE undone.undo_context IS NOT NULL
          AND later.pgh_context_id IN (undone.context, undone.undo_context)
    )
"""
_ACTS: Final = (ImportBatch, RecordUnion, BulkEdit)
# Of each row that no longer says in these columns what it was made to say, the change by which it
# first said something else.
_DRIFTED: Final = """
    SELECT min(later.pgh_id) FROM {events} AS mine
    JOIN {table} AS now ON now.id = mine.pgh_obj_id
    JOIN {events} AS later ON later.pgh_obj_id = mine.pgh_obj_id AND later.pgh_id > mine.pgh_id
    WHERE mine.pgh_context_id = %(context)s
      AND ROW({now}) IS DISTINCT FROM ROW({mine})
      AND ROW({later}) IS DISTINCT FROM ROW({mine})
    GROUP BY mine.pgh_obj_id ORDER BY 1 LIMIT %(most)s
"""


class NoPast(ValueError):
    """The history does not reach back to before the act."""


class Traces:
    """The rows of one table that an act entered, changed or removed, by their ids."""

    def __init__(self, model: type[Model], context: UUID | None) -> None:
        self.model = model
        self.context = context
        self.events = events_of(model)
        self._names = {
            "table": connection.ops.quote_name(model._meta.db_table),
            "events": connection.ops.quote_name(self.events._meta.db_table),
            "columns": ", ".join(self._columns),
            "values": ", ".join(f"before.{column}" for column in self._columns),
        }

    @cached_property
    def _columns(self) -> list[str]:
        """The columns of which a history is kept."""
        kept = {field.column for field in self.events._meta.concrete_fields}
        fields: list[Any] = list(self.model._meta.concrete_fields)
        return [field.column for field in fields if field.column in kept and not field.primary_key]

    @cached_property
    def _ends(self) -> list[tuple[int, str, str]]:
        """Of each row the first and the last thing that was done to it."""
        with connection.cursor() as cursor:
            cursor.execute(_TRACES.format(**self._names), [self.context])
            found: list[tuple[int, str, str]] = cursor.fetchall()
        return found

    @property
    def entered(self) -> list[int]:
        """The rows that are there because of the act."""
        return [pk for pk, first, last in self._ends if first == INSERTED and last != DELETED]

    @property
    def changed(self) -> list[int]:
        """The rows that were there before and are there still."""
        return [pk for pk, first, last in self._ends if first != INSERTED and last != DELETED]

    @property
    def removed(self) -> list[int]:
        """The rows that were there before."""
        return [pk for pk, first, last in self._ends if first != INSERTED and last == DELETED]

    @property
    def since(self) -> dt.datetime | None:
        """The moment from which something came after the act; None: it wrote nothing here."""
        mine = self.events.objects.filter(pgh_context=self.context)
        first: dt.datetime | None = mine.aggregate(first=Min("pgh_created_at"))["first"]
        return first

    def owners(self, column: str) -> set[int]:
        """Give what the rows belong to."""
        return set(
            self.events.objects.filter(pgh_context=self.context).values_list(column, flat=True)
        )

    def later(self, *, most: int) -> list[int]:
        """Give the numbers of the first changes that came after the act."""
        with connection.cursor() as cursor:
            cursor.execute(
                _LATER.format(holds=_holds(), **self._names),
                {"context": self.context, "most": most},
            )
            return [number for (number,) in cursor.fetchall()]

    def drifted(self, columns: Collection[str], *, most: int) -> list[int]:
        """Give, of rows that say something else there since, the numbers of the changes to it."""
        sides = {
            side: ", ".join(f"{side}.{column}" for column in columns)
            for side in ("now", "mine", "later")
        }
        with connection.cursor() as cursor:
            values = {"context": self.context, "most": most}
            cursor.execute(_DRIFTED.format(**self._names, **sides), values)
            return [number for (number,) in cursor.fetchall()]

    def lock(self) -> None:
        """Keep others from changing the rows until the transaction ends."""
        rows: QuerySet[Any] = QuerySet(self.model).filter(
            pk__in=among_ids([*self.entered, *self.changed])
        )
        list(rows.select_for_update().values_list("pk"))

    def remove_entered(self, *, but: Iterable[int] = (), of: str = "id") -> None:
        """Remove what the act entered, apart from the rows whose column `of` is among `but`."""
        with connection.cursor() as cursor:
            cursor.execute(
                _REMOVE.format(of=of, **self._names), {"ids": self.entered, "kept": list(but)}
            )

    def restore(
        self, only: Collection[int] | None = None, *, columns: Collection[str] = ()
    ) -> None:
        """Give the changed rows (or some, or some columns) their former values. Raises NoPast."""
        ids = self.changed if only is None else only
        named = columns or self._columns
        words = {
            "columns": ", ".join(named),
            "values": ", ".join(f"before.{column}" for column in named),
        }
        if self._run(_RESTORE, ids, **words) != len(ids):
            raise NoPast

    def before(self, column: str) -> dict[int, Any]:
        """Give what stood in a column of the changed rows before. Raises NoPast."""
        with connection.cursor() as cursor:
            cursor.execute(_BEFORE.format(**self._names), [self.context, self.changed])
            names = [each.name for each in cursor.description]
            rows = [dict(zip(names, row, strict=True)) for row in cursor.fetchall()]
        if len(rows) != len(self.changed):
            raise NoPast
        return {row["pgh_obj_id"]: row[column] for row in rows}

    def put_back(self, **computed: Any) -> None:
        """Enter the removed rows again under their old ids; `computed` columns are given in SQL."""
        columns = {"columns": ", ".join([*self._columns, *computed])}
        values = [f"before.{column}" for column in self._columns]
        columns["values"] = ", ".join([*values, *computed.values()])
        if self._run(_PUT_BACK, self.removed, **columns) != len(self.removed):
            raise NoPast

    def _run(self, statement: str, ids: Collection[int], **names: str) -> int:
        if not ids:
            return 0
        named = self._names | names
        sql = statement.format(before=_BEFORE.format(**named), **named)
        with connection.cursor() as cursor:
            cursor.execute(sql, [self.context, list(ids)])
            return int(cursor.rowcount)


def _holds() -> str:
    table = connection.ops.quote_name
    return " AND ".join(_HOLDS.format(act=table(model._meta.db_table)) for model in _ACTS)
