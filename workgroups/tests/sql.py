"""Statements as somebody beside the portal would send them, for tests."""

from django.db import connection, transaction


def sql(statement, *values):
    with connection.cursor() as cursor, transaction.atomic():
        cursor.execute(statement, values)
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
