"""Personal links: the way in for people who have no account.

Whoever opens the link reads mail at that address, and is shown what belongs to that address. The
link is signed, not stored; after a month it opens nothing and a new one is asked for.
"""

import datetime as dt
from typing import Final

from django.core import signing
from django.urls import reverse

SALT: Final = "commitments.applying"
VALID: Final = dt.timedelta(days=30)
BY_LINK: Final = "applicant"


class Applicant:
    """Who acts by a link: the history says just that."""

    pk = None

    def __str__(self) -> str:  # noqa: D105 -- says itself
        return BY_LINK


def token_for(email: str) -> str:
    """Give the text by which a link knows whose it is."""
    return signing.dumps(email.lower(), salt=SALT)


def read_token(token: str) -> str:
    """Give the address for which the link was made; empty if it is none, or too old."""
    try:
        email: str = signing.loads(token, salt=SALT, max_age=VALID)
    except signing.BadSignature:
        return ""
    return email


def link_for(email: str) -> str:
    """Give the page that a personal link opens."""
    return reverse("commitments:apply_open", args=[token_for(email)])
