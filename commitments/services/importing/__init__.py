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
from commitments.services.importing.undoing import (
    UndoNotPossible,
    obstacles_of,
    open_until,
    undo,
)

__all__ = [
    "COLUMNS",
    "BatchDecided",
    "Column",
    "ListRefused",
    "Plan",
    "RegisterMoved",
    "RowsRefused",
    "UndoNotPossible",
    "Verdict",
    "bring_in",
    "check",
    "confirm",
    "discard",
    "obstacles_of",
    "open_until",
    "preview",
    "undo",
]
