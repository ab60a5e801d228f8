from django.db import models
from django.utils.translation import gettext_lazy as _


class PostRole(models.TextChoices):
    """Posts of the secretariat. What each may do stands in `rules.py`."""

    HEAD = "head", _("head of the secretariat")
    STAFF = "staff", _("secretariat staff")
    ADMIN = "admin", _("system administrator")
    AUDITOR = "auditor", _("auditor")


EDITING_ROLES = frozenset({PostRole.HEAD, PostRole.STAFF, PostRole.ADMIN})
