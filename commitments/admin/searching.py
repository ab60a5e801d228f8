"""The search of the public register, as a condition on a list of the admin."""

import re
from typing import Any, Final

from django.db.models import QuerySet
from django.db.models.expressions import RawSQL

from commitments.filters import LONGEST_SEARCH, MOST_TERMS
from commitments.models import Organisation
from commitments.queries import searching
from commitments.queries.selection import Term
from core.text import comparison_key

_NAMED: Final = re.compile(r"%\((\w+)\)s")


def matching(queryset: QuerySet[Organisation], text: str) -> QuerySet[Organisation]:
    """Keep the organisations that the public register would find by the text."""
    words = text[:LONGEST_SEARCH].split()[:MOST_TERMS]
    terms = [Term(word, key, "") for word in words if (key := comparison_key(word))]
    if not terms:
        return queryset.none() if words else queryset
    condition = searching.matching(terms)
    values: list[Any] = [condition.values[name] for name in _NAMED.findall(condition.sql)]
    where = _NAMED.sub("%s", condition.sql)
    found = RawSQL(f"SELECT entry.id FROM commitments_organisation AS entry WHERE {where}", values)  # noqa: S608, S611 -- the values stand beside it
    return queryset.filter(pk__in=found)
