"""The words of the statistics. Chinese and English terms: docs/glossary.md."""

from typing import Final

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from core.steps import Steps


class SnapshotState(models.TextChoices):
    BUILDING = "building", _("being built")
    CURRENT = "current", _("current")
    SUPERSEDED = "superseded", _("superseded by a later one")


STEPS: Final[Steps] = {
    "publish": (frozenset({SnapshotState.BUILDING}), SnapshotState.CURRENT),
    "supersede": (frozenset({SnapshotState.CURRENT}), SnapshotState.SUPERSEDED),
}
START_STATES: Final = frozenset({SnapshotState.BUILDING})
# Whoever cites a figure cites its snapshot, so superseded ones stay readable.
READABLE_STATES: Final = (SnapshotState.CURRENT, SnapshotState.SUPERSEDED)


class Unit(models.TextChoices):
    """What a figure counts; the label stands behind the number."""

    ORGANISATIONS = "organisations", pgettext_lazy("unit", "organisations")
    PARKS = "parks", pgettext_lazy("unit", "parks")


class Dimension(models.TextChoices):
    """By what a table is divided. The total of a table has none."""

    TOTAL = "", _("total")
    KIND = "kind", _("kind")
    PROVINCE = "province", _("province")
    INDUSTRY = "industry", _("industry")


class Rule(models.TextChoices):
    """What made an organisation count. A changed rule gets a new version, its text stays."""

    IN_FORCE = "in_force", _("commitment in force")
