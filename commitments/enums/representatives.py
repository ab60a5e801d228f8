"""The words of those who act for an organisation, and of what they write."""

from typing import Final

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from core.steps import Steps


class RepresentativeRole(models.TextChoices):
    """What somebody does for an organisation in the portal."""

    LEAD = "lead", pgettext_lazy("representative", "main contact")
    EDITOR = "editor", pgettext_lazy("representative", "contact")


class TextState(models.TextChoices):
    """Where a text stands that an organisation wrote about itself."""

    SUBMITTED = "submitted", pgettext_lazy("text", "waits for a check")
    PUBLISHED = "published", pgettext_lazy("text", "published")
    RETURNED = "returned", pgettext_lazy("text", "returned")
    REPLACED = "replaced", pgettext_lazy("text", "replaced by a later one")
    WITHDRAWN = "withdrawn", pgettext_lazy("text", "withdrawn")


TEXT_STARTS: Final = frozenset({TextState.SUBMITTED})
TEXT_STEPS: Final[Steps] = {
    "publish": (frozenset({TextState.SUBMITTED}), TextState.PUBLISHED),
    "send_back": (frozenset({TextState.SUBMITTED}), TextState.RETURNED),
    "replace": (frozenset({TextState.PUBLISHED}), TextState.REPLACED),
    "withdraw": (frozenset({TextState.SUBMITTED, TextState.PUBLISHED}), TextState.WITHDRAWN),
}


class RepresentativeMail(models.TextChoices):
    """What those who act for an organisation are told."""

    INVITED = "commitments/representative_invited", _("invitation to represent an organisation")
    TEXT_ARRIVED = "commitments/text_arrived", _("text to be checked")
    TEXT_DECIDED = "commitments/text_decided", _("text checked")
