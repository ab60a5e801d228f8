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
    partners_wanted = models.PositiveSmallIntegerField(
        _("partners to be brought (“1+3”)"),
        default=3,
        validators=[MinValueValidator(1), MaxValueValidator(99)],
        help_text=_("The target of each organisation that brings others."),
    )
    partners_source = models.CharField(
        _("source of this target"),
        max_length=200,
        blank=True,
        help_text=_("The document that sets it; empty: “after the name of the programme, 1+3”."),
    )
    invitation_days = models.PositiveSmallIntegerField(
        _("days for which the invitation of a partner holds"),
        default=60,
        validators=[MinValueValidator(1), MaxValueValidator(365)],
    )
    contact_days = models.PositiveSmallIntegerField(
        _("days after which the address of an invited contact is erased"),
        default=90,
        validators=[MaxValueValidator(730)],
        help_text=_("Counted from the day the invitation expired; of what is settled, at once."),
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
