"""What one row changes in the register, field by field.

An empty cell leaves the register as it is. Former names add up. A changed status must be a step of
`enums.STEPS`; it is taken with the days the list gives.
"""

import datetime as dt
from typing import Any, Final

from django.utils.translation import gettext as _

from commitments.enums import (
    OPEN_STATES,
    STEPS,
    UNSIGNED_STATES,
    State,
)
from commitments.services.importing.endings import faults_beside, faults_of_end
from commitments.services.importing.mergers import Mergers
from commitments.services.importing.pointing import document_signed_on, pointed_at, stated_keys
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
# Which row speaks first of a commitment: by its id, or by organisation and document if it is new.
Claims = dict[int | tuple[int, str], int]
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

    def __init__(
        self,
        present: Present,
        reader: RowReader,
        warnings: Warnings,
        claimed: Claims,
        mergers: Mergers,
    ) -> None:
        self._present = present
        self._reader = reader
        self._warnings = warnings
        self._claimed = claimed
        self._mergers = mergers

    @property
    def is_partial(self) -> bool:
        """Tell whether the rows come from a partial list."""
        return self._reader.layout.is_partial

    def locate(self, row: Row, organisation: Record) -> None:
        """Read city and county of a row without province in the province of the register."""
        self._reader.locate_in(row, organisation["province_id"])

    def find(self, row: Row) -> Record | None:
        """Give the commitment of the register, None for a new one; notes what is in doubt.

        A row of a partial list that says nothing of a commitment has none either.
        """
        found = self._pointed_at(row) if self.is_partial else self._found(row)
        now = found["state"] if found else None
        for key, why in faults_of_end(row, now, self._reader.layout):
            self._reader.refuse(row, key, why.reason, why.remedy)
        for key, why in self._mergers.faults_of(row, is_new=not found and not self.is_partial):
            self._reader.refuse(row, key, why.reason, why.remedy)
        if found or not self.is_partial:
            self._claim(row, found)
        return found

    def _pointed_at(self, row: Row) -> Record | None:
        """Give the commitment to which the columns of a partial list apply."""
        stated = stated_keys(row)
        if not stated:
            return None
        self._read_double(row)
        try:
            found = pointed_at(row, self._present.commitments_of(row.target))
        except CellRefused as why:
            self._reader.refuse(row, stated[0], why.reason, why.remedy)
            return None
        if found["state"] in UNSIGNED_STATES and (row.signed_on or row.state):
            self._reader.refuse(
                row,
                "signed_on" if row.signed_on else "state",
                _("This commitment has not been signed yet."),
                _("Let the application be signed in the admin first."),
            )
        self._check_certificate(row, found)
        return found

    def _found(self, row: Row) -> Record | None:
        if row.signed_on is None or (row.ended_on and row.ended_on < row.signed_on):
            return None
        if not self._reader.layout.has("document"):
            row.document = document_signed_on(row, self._present.commitments_of(row.target))
        known = self._present.commitments.get((row.target, row.signed_document), [])
        self._read_double(row)
        found = self._choose(row, row.signed_on, known)
        self._check_certificate(row, found)
        if found is None and row.state == State.SUSPENDED:
            self._warnings.suspended_today(row.number)
        if found and found["state"] in UNSIGNED_STATES and row.state is None:
            row.state = State.IN_FORCE  # who stands in a list of signatories has signed
        return found

    def _claim(self, row: Row, found: Record | None) -> None:
        """Refuse a second row about the same commitment."""
        if "document" in row.unread:
            return
        mine = found["id"] if found else (row.target, row.signed_document)
        first = self._claimed.setdefault(mine, row.number)
        if first != row.number:
            self._reader.refuse(
                row,
                "name",
                _("Rows %(first)s and %(second)s are the same document of one organisation.")
                % {"first": first, "second": row.number},
                _("Keep one of the two rows, or correct the document signed."),
            )

    def _check_certificate(self, row: Row, found: Record | None) -> None:
        holder = self._present.certificates.get(row.certificate_number or "")
        if holder and holder[0] != (found or {}).get("id"):
            self._reader.refuse(
                row,
                "certificate_number",
                _("“%(name)s” has this certificate number in the register.") % {"name": holder[1]},
                _("A number is given once: correct it here or there."),
            )

    def _read_double(self, row: Row) -> None:
        """Leave out what a row says of an entry that was set aside: the other one counts."""
        double = self._present.double_of(row)
        if double is not None:
            row.signed_on, row.certificate_number = double["signed_on"], None
            row.state = row.ended_on = row.end_reason = None

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
        since = self._present.suspended_since.get(record["id"])
        for key, why in faults_beside(row, record, since):
            self._reader.refuse(row, key, why.reason, why.remedy)
