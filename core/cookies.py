"""Our own cookies: over https each name says that no other host can have set it (`__Host-`)."""

from typing import Final

from django.conf import settings
from django.contrib.messages.storage.cookie import CookieStorage
from django.contrib.messages.storage.fallback import FallbackStorage
from django.contrib.messages.storage.session import SessionStorage

LANGUAGE: Final = "language"
CARE: Final = "care"
MESSAGES: Final = "messages"


def named(cookie: str) -> str:
    """Give the cookie's name in this installation."""
    return f"{settings.COOKIE_PREFIX}{cookie}"


class MessagesInCookie(CookieStorage):
    """What the next page will say, in a cookie: strangers have no session."""

    @property
    def cookie_name(self) -> str:  # type: ignore[override]
        return named(MESSAGES)


class Messages(FallbackStorage):
    """Django's storage with the name of our cookie."""

    storage_classes = (MessagesInCookie, SessionStorage)
