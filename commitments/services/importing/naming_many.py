"""The names of many organisations at once, with the same keys that `services.naming` writes."""

from collections import defaultdict
from collections.abc import Collection, Iterable
from typing import Any, Final

from commitments.enums import NameKind
from commitments.models import Organisation, OrganisationName
from commitments.services import naming
from commitments.services.importing import staging
from commitments.services.importing.work import Stated
from commitments.services.lots import among_ids, in_lots

NAME_KEYS: Final = ("name", "short_name", "english_name", "former_names")
SEARCH_COLUMNS: Final = ("name_sort", "name_keys", "pinyin_keys", "initials")
_KINDS: Final = (NameKind.FULL, NameKind.SHORT, NameKind.ENGLISH)
_COLUMNS: Final = ("organisation_id", "kind", "text", "key", "pinyin")
Texts = dict[NameKind, list[str]]


def texts_of(stated: Stated) -> Texts:
    """Give the texts of each kind of name."""
    texts = {
        kind: [stated[key]]
        for kind, key in zip(_KINDS, NAME_KEYS[:-1], strict=True)
        if stated.get(key)
    }
    texts[NameKind.FORMER] = list(stated.get("former_names") or ())
    texts[NameKind.ALIAS] = list(stated.get("aliases") or ())
    return texts


def joined(names: Iterable[str]) -> str:
    """Give the former names as the organisation's row keeps them."""
    return naming.SEPARATORS[0].join(names)


def search_columns(stated: Stated, *, sort_key_by_hand: str = "") -> list[str]:
    """Give the columns of the search document in the order of SEARCH_COLUMNS."""
    columns = naming.search_columns(texts_of(stated), sort_key_by_hand=sort_key_by_hand)
    return [columns[name] for name in SEARCH_COLUMNS]


def insert_names(organisations: Iterable[tuple[int, Stated]]) -> None:
    """Write the names of new organisations."""
    rows = (row for pk, stated in organisations for row in naming.name_rows(pk, texts_of(stated)))
    staging.insert(OrganisationName, _COLUMNS, map(_values, rows))


def change_names(changes: dict[int, Stated]) -> dict[int, Stated]:
    """Write the changed names of organisations, and give the columns of their own rows.

    Changes of other fields are passed over; who keeps its names is not in the answer.
    """
    columns: dict[int, Stated] = {}
    mine = [pk for pk, stated in changes.items() if not stated.keys().isdisjoint(NAME_KEYS)]
    for lot in in_lots(mine, staging.LOT):
        wanted: dict[int, Stated] = {}
        known = Organisation.objects.filter(pk__in=among_ids(lot)).values(
            "id", "sort_key_by_hand", *NAME_KEYS
        )
        aliases = _aliases_of(lot)
        for record in known:
            pk, by_hand = record["id"], record["sort_key_by_hand"]
            record["former_names"] = tuple(naming.split_names(record["former_names"]))
            record["aliases"] = aliases[pk]
            wanted[pk] = record | {key: changes[pk][key] for key in NAME_KEYS if key in changes[pk]}
            searched = search_columns(wanted[pk], sort_key_by_hand=by_hand)
            columns[pk] = dict(zip(SEARCH_COLUMNS, searched, strict=True))
        _replace_names(wanted)
    return columns


def _aliases_of(organisations: Collection[int]) -> dict[int, list[str]]:
    """Give the other spellings by which the organisations are found: a list does not know them."""
    found: dict[int, list[str]] = defaultdict(list)
    names = OrganisationName.objects.filter(
        organisation_id__in=among_ids(organisations), kind=NameKind.ALIAS
    )
    for pk, text in names.order_by("pk").values_list("organisation_id", "text"):
        found[pk].append(text)
    return found


def _replace_names(wanted: dict[int, Stated]) -> None:
    """Bring the rows of the name table in line: those that stay keep what is known of them."""
    missing: dict[tuple[int, str, str], OrganisationName] = {
        (pk, row.kind, row.text): row
        for pk, stated in wanted.items()
        for row in naming.name_rows(pk, texts_of(stated))
    }
    surplus: dict[str, list[int]] = defaultdict(list)
    present = OrganisationName.objects.filter(organisation_id__in=among_ids(wanted.keys()))
    for pk, organisation, kind, text in present.values_list(
        "pk", "organisation_id", "kind", "text"
    ):
        if missing.pop((organisation, kind, text), None) is None:
            surplus[kind].append(pk)
    OrganisationName.objects.filter(pk__in=[pk for pks in surplus.values() for pk in pks]).delete()
    staging.insert(OrganisationName, _COLUMNS, map(_values, missing.values()))


def _values(row: OrganisationName) -> tuple[Any, ...]:
    return row.organisation_id, row.kind, row.text, row.key, row.pinyin
