"""What stopped a job, in words that a person can act on."""

import errno
from typing import Final

from django.utils.translation import gettext as _

DISK_FULL: Final = "53100"  # https://www.postgresql.org/docs/current/errcodes-appendix.html


def words_of(error: BaseException) -> str:
    """Give the sentence that stands on the job's page: what is wrong and what to do about it.

    An error that is known here by nothing but its name keeps what it says itself.
    """
    if _is_full_disk(error):
        return _("The disk is full: make room, then start it once more. All is as it was before.")
    return str(error) or type(error).__name__


def _is_full_disk(error: BaseException) -> bool:
    is_ours = isinstance(error, OSError) and error.errno == errno.ENOSPC
    return is_ours or getattr(error.__cause__, "pgcode", None) == DISK_FULL
