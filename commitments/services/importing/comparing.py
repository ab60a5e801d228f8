"""What one row changes in the register, field by field.

An empty cell leaves the register as it is. Former names add up. A changed status must be a step of
`enums.STEPS`; it is taken with the days the list gives.
"""

import datetime as dt
from typing import Any, Final

from django.utils.translation import gettext as _

from commitments.enums import OPEN_STATES, STEPS, UNSIGNED_STATES, State
from commitments.services.importing.problems import CellRefused
from commitments.services.importing.register import (
    COMMITMENT_KEYS,
    ORGANISATION_KEYS,
    Present,
    Record,
    attribute,
)
from commitments.services.importing.rows import Row, RowReader
from commitments.services.importing.warning_list import Warnings
from commitments.services.importing.words import ENDED_WORD
from commitments.services.naming import split_names
from core.text import comparison_key

# An end is taken back, and an entry set aside, by a person who says why, never by a list.
_BY_LISTS: Final = {
    (source, target)
    for step, (sources, target) in STEPS.items()
    if step not in ("reinstate", "set_aside")
    for source in sources
}

Change = tuple[str, Any, Any]
_SET_APART = ("former_names", "city", "county")
_PLAIN = [(key, attribute(key)) for key in ORGANISATION_KEYS if key not in _SET_APART]


def organisation_changes(row: Row, present: Record) -> list[Change]:
    """Give the changes of the organisation's own fields."""
    changes: list[Change] = []
    for key, column in _PLAIN:
        value = getattr(row, key)
        if value is None or value == present[column]:
            continue
        if key != "name" or not row.is_named_as_before:
            changes.append((key, present[column] or None, value))
    return changes + _place_changes(row, present) + _former_name_changes(row, present)


def _place_changes(row: Row, present: Record) -> list[Change]:
    """Give the changes of place: a new province or city leaves nothing of the old one behind."""
    changes: list[Change] = []
    is_elsewhere = row.province is not None and row.province != present["province_id"]
    for key in ("city", "county"):
        old, new = present[attribute(key)], getattr(row, key)
        if new != old and (new is not None or (is_elsewhere and old is not None)):
            changes.append((key, old, new))
            is_elsewhere = True
    return changes


def _former_name_changes(row: Row, present: Record) -> list[Change]:
    if row.former_names is None and row.name in (None, present["name"]):
        return []
    known = split_names(present["former_names"])
    keys = {comparison_key(name) for name in known}
    added = list(row.former_names or ())
    present_key = comparison_key(present["name"])
    if row.name is not None and not row.is_named_as_before and row.name_key != present_key:
        added.append(present["name"])
        present_key = row.name_key
    keys.add(present_key)
    new = list(known)
    for name in added:
        if (key := comparison_key(name)) not in keys:
            keys.add(key)
            new.append(name)
    return [("former_names", tuple(known) or None, tuple(new))] if new != known else []


class CommitmentFinder:
    """Finds the commitment a row speaks of, and what the row changes in it."""

    def __init__(self, present: Present, reader: RowReader, warnings: Warnings) -> None:
        self._present = present
        self._reader = reader
        self._warnings = warnings

    def find(self, row: Row) -> Record | None:
        """Give the commitment of the register, None for a new one; notes what is in doubt."""
        if row.signed_on is None or (row.ended_on and row.ended_on < row.signed_on):
            return None
        known = self._present.commitments.get((row.target, row.signed_document), [])
        self._read_double(row)
        found = self._choose(row, row.signed_on, known)
        holder = self._present.certificates.get(row.certificate_number or "")
        if holder and holder[0] != (found or {}).get("id"):
            self._reader.refuse(
                row,
                "certificate_number",
                _("“%(name)s” has this certificate number in the register.") % {"name": holder[1]},
                _("A number is given once: correct it here or there."),
            )
        if found is None and row.state == State.SUSPENDED:
            self._warnings.suspended_today(row.number)
        if found and found["state"] in UNSIGNED_STATES and row.state is None:
            row.state = State.IN_FORCE  # who stands in a list of signatories has signed
        return found

    def _read_double(self, row: Row) -> None:
        """Leave out what a row says of an entry that was set aside: the other one counts."""
        double = self._present.double_of(row)
        if double is not None:
            row.signed_on, row.certificate_number, row.state = double["signed_on"], None, None

    def _choose(self, row: Row, signed_on: dt.date, known: list[Record]) -> Record | None:
        """Take the open commitment, unless the row tells of one that has ended."""
        running = next((each for each in known if each["state"] in OPEN_STATES), None)
        past = [each for each in known if each is not running]
        same = next((each for each in past if each["signed_on"] == signed_on), None)
        if row.state == State.ENDED and same:
            return same
        if running:
            is_older = (
                row.ended_on and running["signed_on"] and (row.ended_on <= running["signed_on"])
            )
            return None if is_older else running
        return same or self._beside_ended(row, past)

    def _beside_ended(self, row: Row, known: list[Record]) -> Record | None:
        """Refuse a commitment that overlaps one that has ended: one of the two must be wrong."""
        for record in known:
            is_before = row.ended_on is not None and row.ended_on <= record["signed_on"]
            is_after = row.signed_on is not None and row.signed_on >= record["ended_on"]
            if not is_before and not is_after:
                self._reader.refuse(
                    row,
                    "signed_on",
                    _("The register has this commitment from %(start)s to %(end)s.")
                    % {
                        "start": record["signed_on"].isoformat(),
                        "end": record["ended_on"].isoformat(),
                    },
                    _("Correct the day; a new commitment is signed after the end of the old one."),
                )
                return record
        return None

    def changes(self, row: Row, record: Record) -> list[Change]:
        """Give the changes of the commitment; notes a step that is not possible."""
        changes: list[Change] = []
        for key in COMMITMENT_KEYS:
            value, old = getattr(row, key), record[key]
            if value is not None and value != old:
                changes.append((key, old or None, value))
        self._check_step(row, record)
        self._check_end(row, record)
        return changes

    def _check_step(self, row: Row, record: Record) -> None:
        now, then = record["state"], row.state
        if then is None or then == now:
            return
        if (now, then) in _BY_LISTS:
            if then == State.SUSPENDED:
                self._warnings.suspended_today(row.number)
            elif now == State.SUSPENDED and then == State.IN_FORCE:
                self._warnings.resumed_today(row.number)
            return
        words = {"now": self._reader.shown("state", now), "then": self._reader.shown("state", then)}
        if now == State.ENDED:
            remedy = _("Write “%(ended)s”, or the day of signing of a new commitment.")
        else:
            remedy = _("Let the application be signed in the admin first.")
        self._reader.refuse(
            row,
            "state",
            _("In the register this commitment is “%(now)s”: it cannot become “%(then)s”.") % words,
            remedy % {"ended": ENDED_WORD},
        )

    def _check_end(self, row: Row, record: Record) -> None:
        signed_on = row.signed_on or record["signed_on"]
        ended_on = row.ended_on or record["ended_on"]
        if row.ended_on is None and ended_on and signed_on and ended_on < signed_on:
            self._refuse_day(row, "signed_on", signed_after_end(ended_on))
        since = self._present.suspended_since.get(record["id"])
        if since and row.ended_on and row.ended_on < since and row.state == State.ENDED:
            self._refuse_day(row, "ended_on", ended_before_suspension(since))

    def _refuse_day(self, row: Row, key: str, why: CellRefused) -> None:
        self._reader.refuse(row, key, why.reason, why.remedy)


def signed_after_end(ended_on: dt.date) -> CellRefused:
    """Give the refusal of a signing after the end that the register knows."""
    return CellRefused(
        _("The commitment ended on %(day)s, before this signing.") % {"day": ended_on.isoformat()},
        _("Correct one of the two days."),
    )


def ended_before_suspension(since: dt.date) -> CellRefused:
    """Give the refusal of an end before the suspension that the register knows."""
    return CellRefused(
        _("The commitment was suspended on %(day)s, after this end.") % {"day": since.isoformat()},
        _("Correct the day of the end, or the suspension in the admin."),
    )
