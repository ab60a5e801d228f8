"""All names of the records become names by which the kept one is found."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from typing import Any

from django.utils.translation import gettext as _

from commitments.enums import NameKind
from commitments.models import Organisation, OrganisationName
from commitments.services import naming
from commitments.services.uniting.fields import NAMES, same_name, told
from core.text import comparison_key


def take_names(
    kept: Organisation,
    others: Sequence[Organisation],
    whose: Mapping[str, Organisation],
    *,
    borne_before: Collection[str],
    by: Any,
    reason: str,
) -> Iterator[str]:
    """Give the kept record the chosen names, and all others as former names or other spellings.

    `borne_before` are the full names that the organisation really had; former names stay former
    names with their last days. What is only another spelling is shown to nobody.
    """
    members = [kept, *others]
    rows = _rows_of(members)
    chosen = {choice: str(getattr(whose[choice], choice)) for choice in sorted(NAMES)}
    former = {row.text: row.until for row in rows if row.kind == NameKind.FORMER}
    former |= {name: None for name in borne_before if not same_name(name, chosen["name"])}
    former = {text: day for text, day in former.items() if not same_name(text, chosen["name"])}
    spellings = [row.text for row in rows if row.kind != NameKind.FORMER]
    changes = [(choice, str(getattr(kept, choice)), chosen[choice]) for choice in sorted(NAMES)]
    known = {row.key for row in rows if row.organisation_id == kept.pk}
    kept.sort_key_by_hand = whose["name"].sort_key_by_hand
    naming.set_names(
        kept,
        by=by,
        full=chosen["name"],
        short=chosen["short_name"],
        english=chosen["english_name"],
        former=_each_once(former),
        aliases=spellings,
        reason=reason,
    )
    _keep_last_days(kept, former)
    yield from (told(*change) for change in changes if change[1] != change[2])
    yield from _new_names(kept, known)


def _rows_of(members: Sequence[Organisation]) -> list[OrganisationName]:
    """Give the names of all members, those of the kept record first."""
    order = {member.pk: place for place, member in enumerate(members)}
    rows = OrganisationName.objects.filter(organisation__in=members)
    return sorted(rows, key=lambda row: (order[row.organisation_id], row.pk))


def _each_once(names: Collection[str]) -> list[str]:
    first: dict[str, str] = {}
    for name in names:
        first.setdefault(comparison_key(name), name)
    return list(first.values())


def _keep_last_days(kept: Organisation, former: Mapping[str, Any]) -> None:
    days = {comparison_key(text): day for text, day in former.items() if day}
    for row in kept.names.filter(kind=NameKind.FORMER, until=None, key__in=days):
        row.until = days[row.key]
        row.save(update_fields=["until"])


def _new_names(kept: Organisation, known: Collection[str]) -> Iterator[str]:
    for row in kept.names.exclude(key__in=known).order_by("pk"):
        words = {"name": row.text}
        if row.kind == NameKind.FORMER:
            yield _("“%(name)s” becomes a former name, shown to everybody.") % words
        if row.kind == NameKind.ALIAS:
            yield _("“%(name)s” finds it too, in searches and imports.") % words
