"""What PostgreSQL's planner must be told after many rows were written at once."""

from django.db import connection, models


def take_stock(*tables: type[models.Model]) -> None:
    """Let the planner count these tables now.

    Autovacuum would do it within a minute; until then it takes a thousand new rows for one and
    compares each with each. May be called inside the transaction that wrote them.
    """
    with connection.cursor() as cursor:
        for table in tables:
            cursor.execute(f"ANALYZE {connection.ops.quote_name(table._meta.db_table)}")
