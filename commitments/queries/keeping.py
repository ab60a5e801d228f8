"""What is read of the register once and kept until it changes: under which key, for how long."""

from hashlib import sha256
from typing import Final

from django.utils import timezone

from commitments.queries.reference import Reference, load_reference
from core.cache import remember
from core.pages import code_stamp

SECONDS_KEPT: Final = 3600


def reference(version: int) -> Reference:
    """Give provinces and industries, kept until the register changes."""
    return remember(f"register-reference:{version}", SECONDS_KEPT, load_reference)


def key_of(what: str, version: int, *parts: object) -> str:
    """Give the key under which something about a selection is kept.

    The day stands in it because who sits in a group may change from one day to the next.
    """
    text = "\n".join(map(str, (timezone.localdate(), code_stamp(), *parts)))
    return f"register-{what}:{version}:{sha256(text.encode()).hexdigest()[:32]}"
