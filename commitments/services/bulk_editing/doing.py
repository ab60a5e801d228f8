"""Foreseeing an edit of many records record by record, and doing exactly that or nothing.

Who confirms sends along what was seen. Each record is compared with it: one that somebody has
changed meanwhile is named, and nothing is written.
"""

import datetime as dt
import zlib
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any, Final

from django.conf import settings
from django.core import signing
from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, override

from commitments.models import BulkEdit, Organisation
from commitments.services import facts
from commitments.services.bulk_editing.refusals import EditNotPossible
from commitments.services.bulk_editing.wishes import (
    CHOICES,
    WATCHED,
    Judge,
    Row,
    Wish,
    Words,
    sentence_of,
)
from commitments.services.importing.batches import taking_turns
from commitments.services.lots import among_ids
from commitments.services.uniting.fields import label_of
from core.history import because

MOST_SHOWN: Final = 100
MOST_NAMED: Final = 10
_SALT: Final = "commitments.bulk_edit"


@dataclass(frozen=True)
class Change:
    """One field of one record, or of all that said the same: what it said, what it will say."""

    field: str
    was: str
    now: str
    count: int = 1


@dataclass(frozen=True)
class Line:
    """What becomes of one record; `why` says it of one that is refused."""

    pk: int
    code: str
    name: str
    changes: tuple[Change, ...] = ()
    why: str = ""


@dataclass(frozen=True)
class Foreseen:
    """What will happen: in numbers of all, and record by record of the first of each sort.

    `sums` are the most frequent kinds of change, `more_sums` says how many others there are.
    """

    changed: int
    unchanged: int
    refused: int
    sums: list[Change]
    more_sums: int
    changed_lines: list[Line]
    unchanged_lines: list[Line]
    refused_lines: list[Line]
    seen: str


@dataclass(frozen=True)
class _Plan:
    changed: list[tuple[Row, list[str]]]
    unchanged: list[Row]
    refused: list[tuple[Row, str]]


def foresee(ids: Iterable[int], wish: Wish) -> Foreseen:
    """Say what `edit` would do to these records; nothing is written."""
    rows = _rows(ids)
    plan, words = _planned(rows, wish), Words(rows, wish)
    shown, sums = plan.changed[:MOST_SHOWN], _sums(plan, wish, words)
    return Foreseen(
        changed=len(plan.changed),
        unchanged=len(plan.unchanged),
        refused=len(plan.refused),
        sums=sums[:MOST_SHOWN],
        more_sums=len(sums[MOST_SHOWN:]),
        changed_lines=[_line(row, _changes(row, which, wish, words)) for row, which in shown],
        unchanged_lines=[_line(row) for row in plan.unchanged[:MOST_SHOWN]],
        refused_lines=[_line(row, why=why) for row, why in plan.refused[:MOST_SHOWN]],
        seen=_sealed(rows, wish),
    )


@transaction.atomic
def edit(wish: Wish, *, seen: str, by: Any, at: dt.datetime, reason: str) -> BulkEdit:
    """Do what was foreseen, to exactly those records, as one act; refused ones are left out.

    `seen` comes from `foresee`. Of two people who edit the same records at once one wins, the other
    is told. Raises EditNotPossible when a record or the wish has changed since, or nothing would.
    """
    taking_turns()  # an import compares with records that must not change meanwhile
    known = _opened(seen, wish)
    rows = _rows(known, locked=True)
    _refuse_moved(known, rows)
    changed = [row["pk"] for row, _which in _planned(rows, wish).changed]
    if not changed:
        raise EditNotPossible(_("Nothing would change: choose other records or other values."))
    words = Words(rows, wish)
    with because(by=by, reason=reason, source="bulk_edit") as history:
        Organisation.objects.filter(pk__in=among_ids(changed)).update(**wish.columns)
        facts.touch()
        return BulkEdit.objects.create(
            done=_told(wish, words),
            columns=sorted(wish.columns),
            count=len(changed),
            reason=reason,
            edited_by=by,
            edited_at=at,
            context=history.id,
        )


def _rows(ids: Iterable[int], *, locked: bool = False) -> list[Row]:
    """Read what is watched of the records; locked in one order, so that nobody waits in a ring."""
    found = Organisation.objects.filter(pk__in=among_ids(list(ids)))
    if locked:
        list(found.order_by("pk").select_for_update().values_list("pk"))
    return list(found.order_by("name_sort", "pk").values("pk", "code", *WATCHED))


def _planned(rows: list[Row], wish: Wish) -> _Plan:
    plan, judge = _Plan([], [], []), Judge(wish)
    for row in rows:
        which = wish.changes(row)
        if not which:
            plan.unchanged.append(row)
        elif why := judge.refusal(row):
            plan.refused.append((row, why))
        else:
            plan.changed.append((row, which))
    return plan


def _changes(row: Row, which: list[str], wish: Wish, words: Words) -> tuple[Change, ...]:
    after = row | wish.columns
    return tuple(
        Change(label_of(choice), words.said(choice, row), words.said(choice, after))
        for choice in which
    )


def _sums(plan: _Plan, wish: Wish, words: Words) -> list[Change]:
    """Count alike changes, the most frequent first: so all records are told."""
    counted: Counter[tuple[str, str, str]] = Counter()
    for row, which in plan.changed:
        counted.update(
            (each.field, each.was, each.now) for each in _changes(row, which, wish, words)
        )
    return [Change(*key, count=count) for key, count in counted.most_common()]


def _told(wish: Wish, words: Words) -> dict[str, list[str]]:
    """Say what is set in each language of the portal: others read it than who edits."""
    said = {}
    for language in dict(settings.LANGUAGES):
        with override(language):
            said[language] = [sentence_of(wish, choice, words) for choice in wish.values]
    return said


def _line(row: Row, changes: tuple[Change, ...] = (), why: str = "") -> Line:
    return Line(row["pk"], row["code"], row["name"], changes, why)


# --- What was seen ---


def _print_of(row: Row) -> int:
    return zlib.crc32(repr([row[name] for name in WATCHED]).encode())


def _sealed(rows: list[Row], wish: Wish) -> str:
    """Write down the wish and each record as it was shown."""
    seen = [[row["pk"] for row in rows], [_print_of(row) for row in rows]]
    return signing.dumps([_written(wish), *seen], salt=_SALT, compress=True)


def _opened(seen: str, wish: Wish) -> dict[int, int]:
    try:
        written, ids, prints = signing.loads(seen, salt=_SALT)
    except signing.BadSignature as error:
        raise EditNotPossible(_("Look first at what will happen, then confirm.")) from error
    if written != _written(wish):
        raise EditNotPossible(
            _("You have changed what is to be set since you looked. Look at it once more.")
        )
    return dict(zip(ids, prints, strict=True))


def _written(wish: Wish) -> dict[str, Any]:
    return {choice: [wish.columns.get(each) for each in CHOICES[choice]] for choice in wish.values}


def _refuse_moved(known: dict[int, int], rows: list[Row]) -> None:
    """Name what is no longer as it was seen; a record that is gone counts as well."""
    moved = [row["name"] for row in rows if _print_of(row) != known[row["pk"]]]
    if gone := known.keys() - {row["pk"] for row in rows}:
        names = Organisation.everyone.filter(pk__in=among_ids(gone))
        moved += names.values_list("name", flat=True)
    if count := len(moved):
        sentence = ngettext(
            "%(count)s record has changed since you looked (%(names)s), so nothing was written. "
            "Look at it once more.",
            "%(count)s records have changed since you looked (%(names)s), so nothing was written. "
            "Look at it once more.",
            count,
        )
        raise EditNotPossible(sentence % {"count": count, "names": _first(moved)})


def _first(names: list[str]) -> str:
    more = ["…"] if len(names) > MOST_NAMED else []
    return "、".join([*names[:MOST_NAMED], *more])
