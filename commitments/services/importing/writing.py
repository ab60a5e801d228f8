"""Writing a plan: each table once, inside a transaction and a history context of the caller."""

import datetime as dt
from collections.abc import Iterable
from typing import Any, Final

from commitments.enums import Kind, State
from commitments.models import Commitment, ImportBatch, Organisation, OrganisationName
from commitments.queries.batches import events_of
from commitments.services import facts
from commitments.services.importing import naming_many, staging
from commitments.services.importing.plan import Entry
from commitments.services.importing.register import ORGANISATION_KEYS, attribute
from commitments.services.importing.work import Parks, Stated, Work, stated_together
from commitments.services.importing.writing_commitments import (
    change_commitments,
    insert_commitments,
)
from commitments.services.lots import in_lots
from core.planner import take_stock

_FACTS: Final = ("status", "signed_on", "sign_year")
_OWN_COLUMNS: Final = (*map(attribute, ORGANISATION_KEYS), "park_id")
# What makes a NULL of these columns when None means: leave as it is.
_CLEARED: Final = {"city_id": "", "county_id": "", "park_id": 0}
# Columns of the search document, and those from which the database composes it anew.
_SEARCHED: Final = (*naming_many.NAME_KEYS, "uscc")
_UNSEARCHED_COLUMNS: Final = tuple(name for name in _OWN_COLUMNS if name not in _SEARCHED)
_TABLES: Final = (Organisation, OrganisationName, Commitment)
# From so many rows on the planner must not go on with what it knew before.
MANY: Final = 1_000
_MAY_BE_NULL: Final = ("uscc", "city", "county", "industry", "staff_count")


def write(entries: Iterable[Entry], batch: ImportBatch, *, at: dt.datetime) -> None:
    """Write the good rows and bring the facts of the organisations up to date."""
    work = Work.of(entries)
    parks = Parks(wanted=work.names_parks())
    ids = _insert_organisations(work.new_organisations, parks)
    _change_organisations(work.changed_organisations, parks)
    insert_commitments(work.new_commitments, ids, batch, at=at)
    change_commitments(work.changed_commitments, batch, at=at)
    facts.refresh(work.touched)
    if len(ids) + len(work.changed_organisations) + len(work.touched) > MANY:
        take_stock(*_TABLES, *map(events_of, _TABLES))  # the history too: by it a list is undone


def _insert_organisations(new: dict[int, list[Entry]], parks: Parks) -> dict[int, int]:
    """Insert the new organisations with names and facts; give their ids by target."""
    ids = dict(zip(new, staging.new_ids(Organisation, len(new)), strict=True))
    for target, entries in new.items():
        if entries[0].row.kind == Kind.PARK:
            parks.add(entries[0].row.name_key, ids[target])
    columns = ("id", *_OWN_COLUMNS, *naming_many.SEARCH_COLUMNS, *_FACTS)
    for lot in in_lots(new, staging.LOT):
        stated = {ids[target]: stated_together(new[target]) for target in lot}
        rows = (
            [
                pk,
                *_own_values(mine, parks),
                *naming_many.search_columns(mine),
                *_facts(new[target]),
            ]
            for target, (pk, mine) in zip(lot, stated.items(), strict=True)
        )
        staging.insert(Organisation, columns, rows)
        naming_many.insert_names(stated.items())
    return ids


def _own_values(stated: Stated, parks: Parks) -> list[Any]:
    values: list[Any] = [
        stated.get(key, None if key in _MAY_BE_NULL else "") for key in ORGANISATION_KEYS
    ]
    former = ORGANISATION_KEYS.index("former_names")
    values[former] = naming_many.joined(stated.get("former_names", ()))
    return [*values, parks.find(stated.get("park_name"))]


def _facts(entries: list[Entry]) -> list[Any]:
    signings = [
        (State(entry.row.state or State.IN_FORCE), entry.row.signed_on) for entry in entries
    ]
    now = facts.facts_of(signings)
    return [now[name] for name in _FACTS]


def _change_organisations(changed: dict[int, Stated], parks: Parks) -> None:
    """Update the known organisations; only those with other names or codes are indexed anew."""
    names = naming_many.change_names(changed)
    searched = {pk for pk, stated in changed.items() if not stated.keys().isdisjoint(_SEARCHED)}
    every = (*_OWN_COLUMNS, *naming_many.SEARCH_COLUMNS)
    for columns, mine in (
        (_UNSEARCHED_COLUMNS, changed.keys() - searched),
        (every, searched),
    ):
        rows = (
            [pk, *map((_columns_of(changed[pk], parks) | names.get(pk, {})).get, columns)]
            for pk in sorted(mine)
        )
        if mine:
            staging.update(Organisation, ("id", *columns), rows, cleared=_CLEARED)


def _columns_of(stated: Stated, parks: Parks) -> dict[str, Any]:
    """Give the columns to write; what is to be emptied carries its mark."""
    columns = {attribute(key): value for key, value in stated.items()}
    if "former_names" in columns:
        columns["former_names"] = naming_many.joined(columns["former_names"])
    if "park_name" in columns:
        columns["park_id"] = parks.find(columns["park_name"])
    return {
        column: _CLEARED.get(column) if value is None else value
        for column, value in columns.items()
    }
