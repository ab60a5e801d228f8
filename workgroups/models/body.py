from django.db import models
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _
from rules.contrib.models import RulesModel

from core.history import keeps_history
from workgroups.enums import BodyKind, Track
from workgroups.rules import edit_rules


class BodyQuerySet(models.QuerySet["Body"]):
    def working_groups(self) -> "BodyQuerySet":
        """The groups in the committee's fixed order."""
        return self.filter(kind=BodyKind.WORKING_GROUP).order_by("position")

    def others(self) -> "BodyQuerySet":
        """The committee and its secretariat."""
        return self.exclude(kind=BodyKind.WORKING_GROUP).order_by("position")


@keeps_history()
class Body(RulesModel):
    """The committee, its secretariat, or one of the working groups."""

    code = models.SlugField(_("code"), max_length=12, unique=True)
    name = models.CharField(_("name"), max_length=60)
    english_name = models.CharField(_("English name"), max_length=100)
    kind = models.CharField(_("kind"), max_length=16, choices=BodyKind.choices)
    track = models.CharField(_("track"), max_length=12, choices=Track.choices, blank=True)
    position = models.PositiveSmallIntegerField(_("position"), unique=True)
    introduction = models.TextField(
        _("introduction"), blank=True, help_text=_("Shown to the public on the body's page.")
    )

    objects = BodyQuerySet.as_manager()

    class Meta:
        verbose_name = _("body")
        verbose_name_plural = _("bodies")
        rules_permissions = edit_rules
        constraints = [
            models.CheckConstraint(
                condition=models.Q(kind=BodyKind.WORKING_GROUP) & ~models.Q(track="")
                | ~models.Q(kind=BodyKind.WORKING_GROUP) & models.Q(track=""),
                name="working_groups_and_only_they_have_a_track",
                violation_error_message=_(
                    "Working groups belong to the code or the promotion groups; other bodies "
                    "to neither."
                ),
            ),
            models.CheckConstraint(
                condition=models.Q(code__regex=r"^[a-z0-9]{2,12}$"),
                name="a_body_code_has_2_to_12_letters_or_digits",
                violation_error_message=_(
                    "The code has 2 to 12 small letters or digits, nothing else."
                ),
            ),
        ]

    def __str__(self) -> str:
        return self.label

    def get_absolute_url(self) -> str:
        return reverse("workgroups:detail", args=[self.code])

    @property
    def label(self) -> str:
        """The name in the language of the page."""
        return self.english_name if (get_language() or "").startswith("en") else self.name
