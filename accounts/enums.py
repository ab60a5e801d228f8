from django.db import models
from django.utils.translation import gettext_lazy as _


class PostRole(models.TextChoices):
    """Posts of the secretariat. What each may do stands in `rules.py`."""

    HEAD = "head", _("head of the secretariat")
    STAFF = "staff", _("secretariat staff")
    ADMIN = "admin", _("system administrator")
    AUDITOR = "auditor", _("auditor")


class Mail(models.TextChoices):
    """What the portal writes to people about their accounts."""

    LOCKED = "accounts/locked", _("sign-in locked")
    UNUSED = "accounts/unused", _("account about to be closed")
    FACTOR_REMOVED = "accounts/factor_removed", _("second factor removed")


EDITING_ROLES = frozenset({PostRole.HEAD, PostRole.STAFF, PostRole.ADMIN})
