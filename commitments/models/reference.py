from django.db import models
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _
from rules.contrib.models import RulesModel

from commitments.enums import RegionLevel
from commitments.rules import edit_rules
from core.history import keeps_history


@keeps_history()
class Region(RulesModel):
    """An administrative division of China, by its GB/T 2260 code of six digits."""

    code = models.CharField(_("code"), max_length=6, primary_key=True)
    name = models.CharField(_("name"), max_length=40)
    short_name = models.CharField(_("short name"), max_length=40)
    english_name = models.CharField(_("English name"), max_length=60, blank=True)
    level = models.CharField(_("level"), max_length=10, choices=RegionLevel.choices)
    parent = models.ForeignKey(
        "self", verbose_name=_("belongs to"), null=True, blank=True, on_delete=models.PROTECT
    )

    class Meta:
        verbose_name = _("region")
        verbose_name_plural = _("regions")
        rules_permissions = edit_rules
        indexes = [models.Index(fields=["parent", "short_name"], name="region_by_parent")]

    def __str__(self) -> str:
        return self.label

    @property
    def label(self) -> str:
        """The short name in the language of the page."""
        is_english = (get_language() or "").startswith("en")
        return self.english_name or self.short_name if is_english else self.short_name


@keeps_history()
class Industry(RulesModel):
    """A class of GB/T 4754-2017, by its code: a letter, then two, three or four digits."""

    code = models.CharField(_("code"), max_length=4, primary_key=True)
    name = models.CharField(_("name"), max_length=80)
    english_name = models.CharField(_("English name"), max_length=120, blank=True)
    level = models.PositiveSmallIntegerField(_("level"))
    parent = models.ForeignKey(
        "self", verbose_name=_("belongs to"), null=True, blank=True, on_delete=models.PROTECT
    )

    class Meta:
        verbose_name = _("industry")
        verbose_name_plural = _("industries")
        rules_permissions = edit_rules

    def __str__(self) -> str:
        return f"{self.code} {self.label}"

    @property
    def label(self) -> str:
        """The name in the language of the page."""
        is_english = (get_language() or "").startswith("en")
        return self.english_name or self.name if is_english else self.name
