"""Lists into the register: the doors are here, the rooms are beside."""

from commitments.services.importing.batches import (
    BatchDecided,
    ColumnsUnclear,
    ListRefused,
    RegisterMoved,
    RowsRefused,
    bring_in,
    confirm,
    discard,
    forget_lists,
    preview,
)
from commitments.services.importing.checking import check, choose_columns, receive
from commitments.services.importing.headings import COLUMNS, Column
from commitments.services.importing.leaving_out import leave_out
from commitments.services.importing.meanings import Choice
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
    "Choice",
    "Column",
    "ColumnsUnclear",
    "ListRefused",
    "Plan",
    "RegisterMoved",
    "RowsRefused",
    "UndoNotPossible",
    "Verdict",
    "bring_in",
    "check",
    "choose_columns",
    "confirm",
    "discard",
    "forget_lists",
    "leave_out",
    "obstacles_of",
    "open_until",
    "preview",
    "receive",
    "undo",
]
