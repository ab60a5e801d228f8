"""Setting a field alike in many records: seen first, done as one act, taken back as one."""

from commitments.services.bulk_editing.doing import edit, foresee
from commitments.services.bulk_editing.refusals import EditNotPossible
from commitments.services.bulk_editing.taking_back import obstacles_of, open_until, take_back
from commitments.services.bulk_editing.wishes import MOST_AT_ONCE, Wish

__all__ = [
    "MOST_AT_ONCE",
    "EditNotPossible",
    "Wish",
    "edit",
    "foresee",
    "obstacles_of",
    "open_until",
    "take_back",
]
