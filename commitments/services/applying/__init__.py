"""An application to join, from the first word to the commitments that are to be signed."""

from commitments.services.applying.carrying_out import NotPossible, code_of_merged, left_out
from commitments.services.applying.checking import Fault, faults_of
from commitments.services.applying.handing_in import submit, withdraw
from commitments.services.applying.held import held, hint_of_place
from commitments.services.applying.opening import begin, send_link
from commitments.services.applying.reviewing import (
    accept,
    decline,
    refer,
    remark,
    send_back,
    take_up,
)
from commitments.services.applying.writing import (
    begun_with,
    bring_file,
    bring_later,
    keep_file,
    kept,
    save,
    take_file_out,
    use_file,
)

__all__ = [
    "Fault",
    "NotPossible",
    "accept",
    "begin",
    "begun_with",
    "bring_file",
    "bring_later",
    "code_of_merged",
    "decline",
    "faults_of",
    "held",
    "hint_of_place",
    "keep_file",
    "kept",
    "left_out",
    "refer",
    "remark",
    "save",
    "send_back",
    "send_link",
    "submit",
    "take_file_out",
    "take_up",
    "use_file",
    "withdraw",
]
