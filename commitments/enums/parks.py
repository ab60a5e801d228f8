"""The words of chemical parks."""

from django.db import models
from django.utils.translation import pgettext_lazy


class Recognition(models.TextChoices):
    """What a government's document says of a park; parks that sign need not be recognised."""

    RECOGNISED = "recognised", pgettext_lazy("park", "recognised")
    PROPOSED = "proposed", pgettext_lazy("park", "proposed for recognition")
    WITHDRAWN = "withdrawn", pgettext_lazy("park", "recognition withdrawn")


class ParkChange(models.TextChoices):
    """What a document changes of the park's borders."""

    EXTENDED = "extended", pgettext_lazy("park", "extended")
    REDRAWN = "redrawn", pgettext_lazy("park", "borders redrawn")
