"""Whether invented data stand in this register: then every page says so.

Kept in the cache, so that no page asks the database for it. What is not known is marked.
"""

from typing import Final

from django.conf import settings

from commitments.models import Organisation
from core import cache

KEY: Final = "demonstration-stands"
KEPT_FOR: Final = 30 * 24 * 3600


def look() -> bool:
    """Look whether there are invented organisations, and remember it."""
    found = Organisation.everyone.filter(is_demo=True).exists()
    cache.write(KEY, found, KEPT_FOR)
    return found


def demonstration_stands() -> bool:
    """Tell whether pages are marked. In production invented data cannot be loaded."""
    return settings.IS_DEMO and cache.read(KEY) is not False
