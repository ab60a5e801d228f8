"""One number for everything the register holds, to compare before and after."""

from django.db import connection

TABLES = {
    "commitments_organisation": "",
    "commitments_organisationname": "",
    "commitments_commitment": "",
    "commitments_suspension": "",
}


def register_digest() -> dict[str, str]:
    """Give for each table the digest of all columns of all rows."""
    with connection.cursor() as cursor:
        found = {}
        for table in TABLES:
            cursor.execute(
                f"SELECT md5(coalesce(string_agg(row_to_json(r)::text, E'\\n' ORDER BY id), '')) "  # noqa: S608
                f"FROM {table} AS r"
            )
            found[table] = cursor.fetchone()[0]
    return found
