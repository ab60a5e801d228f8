from django.db import models
from django.utils.translation import gettext_lazy as _


class BodyKind(models.TextChoices):
    COMMITTEE = "committee", _("committee")
    SECRETARIAT = "secretariat", _("secretariat")
    WORKING_GROUP = "working_group", _("working group")


class Track(models.TextChoices):
    """Six groups carry the codes, three promote Responsible Care."""

    CODE = "code", _("code group")
    PROMOTION = "promotion", _("promotion group")


class SeatRole(models.TextChoices):
    LEAD = "lead", _("lead organisation")
    DEPUTY = "deputy", _("deputy lead organisation")
    MEMBER = "member", _("member organisation")
    OBSERVER = "observer", _("observer")


class SeatEnd(models.TextChoices):
    TERM = "term", _("end of the term")
    LEFT = "left", _("left")
    ADJUSTED = "adjusted", _("adjusted")
    MERGED = "merged", _("merged")
    DISSOLVED = "dissolved", _("deregistered")
