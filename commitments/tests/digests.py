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
    return {table: digest_of(table) for table in TABLES}


def digest_of(table: str) -> str:
    """Give the digest of all columns of all rows."""
    with connection.cursor() as cursor:
        cursor.execute(
            f"SELECT md5(coalesce(string_agg(row_to_json(r)::text, E'\\n' ORDER BY id), '')) "  # noqa: S608
            f"FROM {table} AS r"
        )
        digest: str = cursor.fetchone()[0]
    return digest
