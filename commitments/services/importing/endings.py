"""Whether the end that a row tells of fits its own cells, and what the register has."""

import datetime as dt
from collections.abc import Iterator

from django.utils.translation import gettext as _

from commitments.enums import State
from commitments.services.importing.headings import COLUMNS, Layout
from commitments.services.importing.problems import CellRefused
from commitments.services.importing.register import Record
from commitments.services.importing.rows import Row, ends_too_early
from commitments.services.importing.words import ENDED_WORD

Fault = tuple[str, CellRefused]


def faults_of_end(row: Row, now: str | None, layout: Layout) -> Iterator[Fault]:
    """Give an end without day or reason, and a day or reason of what has not ended.

    `now` is the state in the register; what it has ended there has its day and reason.
    """
    if "state" in row.unread:
        return
    state = row.state or now
    for key, what in (("ended_on", _("day of the end")), ("end_reason", _("reason of the end"))):
        words = {"what": what, "ended": ENDED_WORD}
        is_given = getattr(row, key) is not None or key in row.unread
        if state == State.ENDED and now != State.ENDED and not is_given:
            reason = _("The commitment has ended, but the %(what)s is missing.") % words
            if layout.has(key):
                yield key, CellRefused(reason, _("Fill in the cell."))
            else:
                remedy = _("Add the column “%(column)s” and fill it in.")
                yield "state", CellRefused(reason, remedy % {"column": COLUMNS[key].label})
        elif state != State.ENDED and is_given:
            reason = _("There is a %(what)s, but the status is not “%(ended)s”.")
            remedy = _("Write “%(ended)s” as the status, or empty this cell.")
            yield key, CellRefused(reason % words, remedy % words)


def faults_beside(row: Row, record: Record, suspended_since: dt.date | None) -> Iterator[Fault]:
    """Give the days of the row that do not fit those of the commitment in the register."""
    signed_on = row.signed_on or record["signed_on"]
    ended_on = row.ended_on or record["ended_on"]
    if signed_on and ended_on and ended_on < signed_on:
        if row.ended_on is None:
            yield "signed_on", _signed_after_end(ended_on)
        elif row.signed_on is None:
            yield "ended_on", ends_too_early(signed_on)
    if record["held_from"] and row.signed_on and row.signed_on > record["held_from"]:
        yield "signed_on", _signed_after_taking_over(record["held_from"])
    ending = row.ended_on if row.state == State.ENDED else None
    if suspended_since and ending and ending < suspended_since:
        yield "ended_on", _ended_before_suspension(suspended_since)


def _signed_after_end(ended_on: dt.date) -> CellRefused:
    return CellRefused(
        _("The commitment ended on %(day)s, before this signing.") % {"day": ended_on.isoformat()},
        _("Correct one of the two days."),
    )


def _signed_after_taking_over(held_from: dt.date) -> CellRefused:
    return CellRefused(
        _("The commitment was taken over on %(day)s, so it was signed before.")
        % {"day": held_from.isoformat()},
        _("Correct the day of signing, or leave the row out."),
    )


def _ended_before_suspension(since: dt.date) -> CellRefused:
    return CellRefused(
        _("The commitment was suspended on %(day)s, after this end.") % {"day": since.isoformat()},
        _("Correct the day of the end, or the suspension in the admin."),
    )
