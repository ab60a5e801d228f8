"""The good rows of a plan, gathered by what they ask to be done."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from commitments.enums import Kind
from commitments.models import OrganisationName
from commitments.services.importing.plan import Entry
from commitments.services.importing.register import ORGANISATION_KEYS
from core.text import comparison_key

Stated = dict[str, Any]


@dataclass
class Work:
    """What is to be written. Keys of the dictionaries are the targets of the rows."""

    new_organisations: dict[int, list[Entry]] = field(default_factory=dict)
    changed_organisations: dict[int, Stated] = field(default_factory=dict)
    new_commitments: list[Entry] = field(default_factory=list)
    changed_commitments: list[Entry] = field(default_factory=list)
    touched: set[int] = field(default_factory=set)

    @classmethod
    def of(cls, entries: Iterable[Entry]) -> "Work":
        """Gather the rows; `touched` are the known organisations whose commitments change."""
        work = cls()
        for entry in entries:
            work._add_organisation(entry)
            if entry.is_new_commitment:
                work.new_commitments.append(entry)
            elif entry.commitment_changes:
                work.changed_commitments.append(entry)
            else:
                continue
            if not entry.is_new_organisation:
                work.touched.add(entry.row.target)
        return work

    def _add_organisation(self, entry: Entry) -> None:
        target = entry.row.target
        if entry.is_new_organisation:
            self.new_organisations.setdefault(target, []).append(entry)
        elif entry.organisation_changes:
            mine = self.changed_organisations.setdefault(target, {})
            for key, _old, new in entry.organisation_changes:
                mine[key] = _merged(mine.get(key), new)

    def names_parks(self) -> bool:
        """Tell whether any row says in which park an organisation stands."""
        return any(entry.row.park_name for entry in self.new_commitments) or any(
            "park_name" in changes for changes in self.changed_organisations.values()
        )


def stated_together(entries: Iterable[Entry]) -> Stated:
    """Give what the rows of one new organisation say of it: they agree, the first name counts."""
    stated: Stated = {}
    for entry in entries:
        for key in ORGANISATION_KEYS:
            value = getattr(entry.row, key)
            if value is not None and key != "name":
                stated[key] = _merged(stated.get(key), value)
        stated.setdefault("name", entry.row.name)
    return stated


def _merged(first: Any, second: Any) -> Any:
    """Former names of two rows add up; of other values the later is the same or the first."""
    if isinstance(first, tuple) and isinstance(second, tuple):
        return tuple({comparison_key(name): name for name in (*second, *first)}.values())
    return second


class Parks:
    """The parks by the keys of their names, to tie an organisation to the one it stands in."""

    def __init__(self, *, wanted: bool) -> None:
        self._by_key: dict[str, int | None] = {}
        if wanted:
            names = OrganisationName.objects.matching().filter(organisation__kind=Kind.PARK)
            for key, pk in names.values_list("key", "organisation_id"):
                self.add(key, pk)

    def add(self, key: str, pk: int) -> None:
        """Know a park by this name; a name of several parks ties nobody."""
        self._by_key[key] = pk if self._by_key.get(key, pk) == pk else None

    def find(self, name: str | None) -> int | None:
        """Give the park of this name if there is exactly one."""
        return self._by_key.get(comparison_key(name)) if name else None
