"""Lists into the register: the doors are here, the rooms are beside."""

from commitments.services.importing.batches import (
    BatchDecided,
    ListRefused,
    RegisterMoved,
    RowsRefused,
    bring_in,
    check,
    confirm,
    discard,
    preview,
)
from commitments.services.importing.headings import COLUMNS, Column
from commitments.services.importing.plan import Plan, Verdict

__all__ = [
    "COLUMNS",
    "BatchDecided",
    "Column",
    "ListRefused",
    "Plan",
    "RegisterMoved",
    "RowsRefused",
    "Verdict",
    "bring_in",
    "check",
    "confirm",
    "discard",
    "preview",
]
