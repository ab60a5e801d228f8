"""Mails and notices: written with the event, sent when the post is there.

`add` writes a row in the caller's transaction: an event that is rolled back tells nobody, one that
is committed is told, whatever happens to broker, worker or mail server afterwards. The row is the
truth; a message in the broker only makes it quick, and beat takes up what waits. A mail keeps its
Message-ID on every attempt, so that the one that may arrive twice is known by it.
"""

from core.outbox.addresses import AddressRefused
from core.outbox.digests import write_digests
from core.outbox.kinds import label_of, register
from core.outbox.notices import mark_read, notices_of
from core.outbox.sending import send, send_what_waits
from core.outbox.steps import cancel, cancel_mails, release, try_again
from core.outbox.writing import add

__all__ = [
    "AddressRefused",
    "add",
    "cancel",
    "cancel_mails",
    "label_of",
    "mark_read",
    "notices_of",
    "register",
    "release",
    "send",
    "send_what_waits",
    "try_again",
    "write_digests",
]
