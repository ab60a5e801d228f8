"""Which commitment a row speaks of where the list does not say all of it.

A partial list enters nothing: its columns of the commitment are those of the one that is open, or
of the one whose day or certificate number the row names.
"""

from collections.abc import Sequence

from django.utils.translation import gettext as _

from commitments.enums import OPEN_STATES, Document
from commitments.services.importing.problems import CellRefused
from commitments.services.importing.register import COMMITMENT_KEYS, Record
from commitments.services.importing.rows import Row
from commitments.services.importing.wording import listed

_NAMING = ("signed_on", "ended_on", "certificate_number")


def stated_keys(row: Row) -> list[str]:
    """Give the columns of the commitment that the row fills in."""
    return [key for key in COMMITMENT_KEYS if getattr(row, key) is not None]


def document_signed_on(row: Row, known: Sequence[Record]) -> str | None:
    """Give the document of the one commitment of this day: it need not be the usual one."""
    found = {record["document"] for record in known if record["signed_on"] == row.signed_on}
    return found.pop() if len(found) == 1 else None


def pointed_at(row: Row, known: Sequence[Record]) -> Record:
    """Give the commitment that the row of a partial list means. Raises CellRefused."""
    mine = [record for record in known if row.document in (None, record["document"])]
    named = [record for record in mine if any(_is_same(row, record, key) for key in _NAMING)]
    for candidates in (named, _open(named)) if named else (_open(mine),):
        if len(candidates) == 1:
            return candidates[0]
    if len(named) > 1:
        raise _several_named(named)
    raise _several(_open(mine)) if _open(mine) else _none()


def _is_same(row: Row, record: Record, key: str) -> bool:
    value = getattr(row, key)
    return value is not None and value == record[key]


def _open(records: Sequence[Record]) -> list[Record]:
    return [record for record in records if record["state"] in OPEN_STATES]


def _several_named(records: Sequence[Record]) -> CellRefused:
    return CellRefused(
        _("%(count)s commitments of the organisation fit what this row says.")
        % {"count": len(records)},
        _("Say in the columns “%(columns)s” which one is meant.")
        % {"columns": listed(["签署文件", "证书编号"])},
    )


def _several(records: Sequence[Record]) -> CellRefused:
    documents = listed(dict.fromkeys(str(Document(each["document"]).label) for each in records))
    return CellRefused(
        _("The organisation has several open commitments: %(documents)s.")
        % {"documents": documents},
        _("Say in the column “%(column)s” which one is meant.") % {"column": "签署文件"},
    )


def _none() -> CellRefused:
    return CellRefused(
        _("The organisation has no open commitment to which this could apply."),
        _("Empty the columns of the commitment in this row, or enter it with a whole list."),
    )
