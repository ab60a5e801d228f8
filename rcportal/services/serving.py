"""The last look before the portal serves: what must never be open to everybody."""

import logging

from django.conf import settings
from django.core.exceptions import ImproperlyConfigured
from django.db import InterfaceError, OperationalError

from accounts.models import User

logger = logging.getLogger(__name__)


def refuse_demonstration_accounts() -> None:
    """Let production not open on the accounts of a demonstration, whose passwords are known.

    Raises ImproperlyConfigured with a sentence. A database that does not answer yet cannot be
    asked; these accounts cannot sign in then either (`accounts.adapters.SignInBackend`).
    """
    if not settings.IS_PRODUCTION:
        return
    try:
        count = User.objects.filter(is_demo=True).count()
    except (OperationalError, InterfaceError) as error:
        logger.warning("the database could not be asked for demonstration accounts: %s", error)
        return
    if count:
        raise ImproperlyConfigured(
            f"This database holds {count} demonstration accounts: it is a demonstration's. "
            "Production needs a database of its own (DATABASE_URL)."
        )
