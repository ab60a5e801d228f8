"""Many values in few queries."""

from collections.abc import Collection, Iterable, Iterator
from itertools import islice
from typing import Any

from django.db.models.expressions import RawSQL

AT_ONCE = 5_000


def in_lots(items: Iterable[Any], size: int = AT_ONCE) -> Iterator[list[Any]]:
    """Give the items in lists of at most so many."""
    iterator = iter(items)
    while lot := list(islice(iterator, size)):
        yield lot


def used_up(items: list[Any]) -> Iterator[Any]:
    """Give the items and forget each: a long list is gone when all were given."""
    items.reverse()
    while items:
        yield items.pop()


def among_texts(values: Collection[str]) -> RawSQL:
    """Give the right side of an `__in` lookup as one array, not as thousands of values."""
    return RawSQL("SELECT unnest(%s::text[])", (list(values),))


def among_ids(values: Collection[int]) -> RawSQL:
    """Give the right side of an `__in` lookup on ids as one array."""
    return RawSQL("SELECT unnest(%s::bigint[])", (list(values),))
