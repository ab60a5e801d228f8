import re
from typing import Final

from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from rules.contrib.models import RulesModel

from accounts.rules import holds_a_post, is_secretariat
from core.history import keeps_history
from core.placeholders import check_places

# What forms the number of a certificate.
NUMBER_PLACES: Final = frozenset({"year", "document", "serial"})
_PLAIN: Final = re.compile(r"[\w{}〔〕\[\]().-]+")


def check_pattern(text: str) -> None:
    """Refuse a pattern from which no number could be made, or none that fits into an address."""
    check_places(text, NUMBER_PLACES, required=frozenset({"serial"}))
    if not _PLAIN.fullmatch(text):
        raise ValidationError(
            gettext("A number has letters, digits, hyphens, dots and brackets, and no spaces.")
        )


class RegisterVersion(models.Model):
    """One row: counts every change of the register, so that caches know when they are stale."""

    number = models.BigIntegerField(default=1)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=models.Q(pk=1),
                name="the_register_has_one_version",
                violation_error_message=_("The register has one version only."),
            )
        ]

    def __str__(self) -> str:
        return str(self.number)


@keeps_history()
class RegisterSettings(RulesModel):
    """One row: what the secretariat decides about the register as a whole."""

    certificate_pattern = models.CharField(
        _("number of a certificate"),
        max_length=40,
        default="RC-{year}-{serial}",
        validators=[check_pattern],
        help_text=_(
            "{year} is the year of signing, {document} the letter L or C, {serial} a running "
            "number within what stands before and behind it. Numbers given before stay as they are."
        ),
    )
    serial_digits = models.PositiveSmallIntegerField(
        _("digits of the running number"),
        default=4,
        validators=[MinValueValidator(1), MaxValueValidator(8)],
    )

    class Meta:
        verbose_name = _("settings of the register")
        verbose_name_plural = _("settings of the register")
        rules_permissions = {"view": holds_a_post, "change": is_secretariat}
        constraints = [
            models.CheckConstraint(
                condition=models.Q(pk=1),
                name="the_register_has_one_settings",
                violation_error_message=_("The register has one set of settings only."),
            )
        ]

    def __str__(self) -> str:
        return gettext("Settings of the register")

    @classmethod
    def present(cls) -> "RegisterSettings":
        """The settings in force: those that were kept, else those the portal begins with."""
        return cls.objects.filter(pk=1).first() or cls(pk=1)
