"""The records beside each other: what each says of itself, and all that belongs to it."""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any, Final

from django.utils.translation import gettext as _

from commitments.models import (
    Commitment,
    Distinction,
    EarlierFact,
    Organisation,
    OrganisationName,
)
from commitments.services.uniting import entries
from commitments.services.uniting.following import stays, tables

MOST_NAMED: Final = 6


@dataclass(frozen=True)
class Belongings:
    """What belongs to the records in one table, a list of lines for each of them."""

    label: str
    lines: list[list[str]]


def belongings_of(members: Sequence[Organisation]) -> list[Belongings]:
    """Give the rows of every table that follows, for each record: one query a table."""
    found = [
        _belongings(OrganisationName, "organisation", members),
        _belongings(Commitment, "organisation", members),
    ]
    found += [
        _belongings(model, field, members)
        for model, field, follow in tables()
        if follow is not stays and field != "same_as" and model not in (EarlierFact, Distinction)
    ]
    return [each for each in found if any(each.lines)]


def _belongings(model: Any, field: str, members: Sequence[Organisation]) -> Belongings:
    related = [
        each.name for each in model._meta.concrete_fields if each.is_relation and not each.null
    ]
    rows = model._meta.base_manager.filter(**{f"{field}__in": members}).select_related(*related)
    lines: dict[int, list[str]] = defaultdict(list)
    for row in rows.order_by("pk"):
        lines[getattr(row, f"{field}_id")].append(_told(row))
    label = model._meta.verbose_name_plural
    if model is Organisation:
        label = _("organisations in this park")
    return Belongings(str(label), [list(_shortened(lines[member.pk])) for member in members])


def _told(row: Any) -> str:
    if isinstance(row, Commitment):
        return entries.told(row)
    if isinstance(row, OrganisationName):
        return f"{row.get_kind_display()}{_(': ')}{row.text}"
    return str(row)


def _shortened(lines: list[str]) -> Iterator[str]:
    yield from lines[:MOST_NAMED]
    if len(lines) > MOST_NAMED:
        yield _("and %(count)s more") % {"count": len(lines) - MOST_NAMED}
