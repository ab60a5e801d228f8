"""Where mails go and lead to."""

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.utils.translation import gettext as _


class AddressRefused(ValueError):
    """Nothing can be sent to this address; the text says which one it is."""


def checked(address: str) -> str:
    """Give the address, or raise AddressRefused: also of one that would smuggle in a header."""
    try:
        validate_email(address)
    except ValidationError:
        raise AddressRefused(
            _("“%(address)s” is not an e-mail address: correct it and try again.")
            % {"address": address}
        ) from None
    return address


def link(href: str) -> str:
    """Give the address of a page of the portal as it stands in a mail."""
    return f"{settings.PORTAL_URL}{href}" if href.startswith("/") else href


def domain() -> str:
    """Give the part of the sender's address behind the @."""
    return settings.DEFAULT_FROM_EMAIL.rpartition("@")[2].strip("<> ") or "localhost"
