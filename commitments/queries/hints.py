"""What to try when nothing was found: names that sound alike, and which narrowing to drop."""

from collections.abc import Iterable
from typing import Final

from django.db import connection, transaction

from commitments.queries.facets import MOST_COUNTED
from commitments.queries.listing import count_of
from commitments.queries.selection import Selection

MOST_NAMES: Final = 3
# How alike two spellings must be: 0.6 is the extension's own measure and too strict for a slip.
LIKENESS: Final = 0.4

_SIMILAR: Final = """
    SELECT code, name FROM commitments_organisation
    WHERE %(spoken)s <%% latin AND same_as_id IS NULL
    ORDER BY %(spoken)s <<-> latin, name_sort, id LIMIT %(most)s
"""


def similar_names(spoken: str) -> list[tuple[str, str]]:
    """Give codes and names of those whose names sound most like the letters typed, or read."""
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(
            "SELECT set_config('pg_trgm.word_similarity_threshold', %s, true)", [str(LIKENESS)]
        )
        cursor.execute(_SIMILAR, {"spoken": spoken, "most": MOST_NAMES})
        found: list[tuple[str, str]] = cursor.fetchall()
    return found


def ways_out(selection: Selection, names: Iterable[str]) -> list[tuple[str, int]]:
    """Give the narrowings whose dropping gives something, each with how many it gives.

    With a single narrowing there is nothing to choose between: the answer is empty.
    """
    asked = [name for name in names if getattr(selection, name)]
    if len(asked) < 2:
        return []
    counted = [(name, count_of(selection.without(name), most=MOST_COUNTED)) for name in asked]
    return [(name, count) for name, count in counted if count]
