"""What the kept record says of itself: for each field a person chooses whose value stays."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any, Final

from django.utils.translation import gettext as _

from commitments.models import Organisation
from core.text import comparison_key

# What is chosen together stands in one line. The names have their own rules: `names`.
CHOICES: Final[Mapping[str, tuple[str, ...]]] = {
    "name": ("name", "sort_key_by_hand"),
    "short_name": ("short_name",),
    "english_name": ("english_name",),
    "kind": ("kind",),
    "uscc": ("uscc",),
    "place": ("province", "city", "county"),
    "industry": ("industry",),
    "ownership": ("ownership",),
    "staff_count": ("staff_count",),
    "group_name": ("group_name",),
    "park": ("park", "park_name"),
    "website": ("website",),
    "note": ("note",),
}
NAMES: Final = frozenset({"name", "short_name", "english_name"})


def label_of(choice: str) -> str:
    """Name the choice as the pages do."""
    if choice == "place":
        return _("Place")
    field: Any = Organisation._meta.get_field(choice)
    return str(field.verbose_name)


def shown(member: Organisation, choice: str) -> str:
    """Say in one line what the record has there; empty for nothing."""
    if choice == "place":
        places = (member.province, member.city, member.county)
        return " ".join(place.label for place in places if place)
    if choice == "park":
        return str(member.park or member.park_name)
    if choice in ("kind", "ownership"):
        return str(getattr(member, f"get_{choice}_display")())
    value = getattr(member, choice)
    return "" if value is None else str(value)


def differs(members: Sequence[Organisation], choice: str) -> bool:
    """Tell whether the records say different things there; nothing is not a different thing."""
    return len({shown(member, choice) for member in members} - {""}) > 1


def proposed(members: Sequence[Organisation], kept: Organisation, choice: str) -> Organisation:
    """Give the record whose value stays unless a person says otherwise: the kept one, if filled."""
    filled = [member for member in (kept, *members) if shown(member, choice)]
    return filled[0] if filled else kept


def take_values(kept: Organisation, whose: Mapping[str, Organisation]) -> Iterator[str]:
    """Give the kept record the chosen values, apart from its names; say what changes."""
    changed: list[str] = []
    for choice, fields in CHOICES.items():
        chosen = whose[choice]
        if choice in NAMES or chosen == kept:
            continue
        was, is_now = shown(kept, choice), shown(chosen, choice)
        if choice == "uscc":
            _change_codes(kept, chosen)
        else:
            for field in fields:
                setattr(kept, field, getattr(chosen, field))
            changed += fields
        if was != is_now:
            yield told(choice, was, is_now)
    if changed:
        kept.save(update_fields=changed)


def told(choice: str, was: str, is_now: str) -> str:
    """Say that a field changes."""
    return _("%(field)s: %(was)s → %(now)s") % {
        "field": label_of(choice),
        "was": was or _("nothing"),
        "now": is_now or _("nothing"),
    }


def _change_codes(kept: Organisation, chosen: Organisation) -> None:
    """Let two credit codes change places, so that both go on leading to the organisation."""
    mine, theirs = kept.uscc, chosen.uscc
    for record, code in ((chosen, None), (kept, theirs), (chosen, mine)):
        record.uscc = code
        record.save(update_fields=["uscc"])


def same_name(one: str, other: str) -> bool:
    """Tell whether two spellings are one name."""
    return comparison_key(one) == comparison_key(other)
