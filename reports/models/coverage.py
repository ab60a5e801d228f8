"""How many there are in all, and how many are aimed at: what the committed are compared with.

Nothing of it is computed here. The secretariat enters each number with its year and its source.
"""

import datetime as dt

from django.core.validators import MinValueValidator
from django.db import models
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _
from rules.contrib.models import RulesModel

from commitments.enums import RegionLevel
from commitments.models import Industry, Region
from core.history import keeps_history
from reports.enums import Bound, Scope
from reports.models.quotation import in_words
from reports.rules import edit_rules


class FieldCountQuerySet(models.QuerySet["FieldCount"]):
    def known_for(self, day: dt.date) -> "FieldCountQuerySet":
        """Of each scope, province and industry the number of the last year up to the day."""
        rows = self.filter(year__lte=day.year)
        return rows.order_by("scope", "province", "industry", "-year").distinct(
            "scope", "province", "industry"
        )


@keeps_history()
class FieldCount(RulesModel):
    """How many enterprises or parks there were in a year, in all or of a province or industry."""

    scope = models.CharField(_("of what"), max_length=12, choices=Scope.choices)
    year = models.PositiveSmallIntegerField(
        _("year"), validators=[MinValueValidator(1990)], help_text=_("The year it speaks of.")
    )
    province = models.ForeignKey(
        Region,
        verbose_name=_("province"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
        limit_choices_to={"level": RegionLevel.PROVINCE},
        help_text=_("Leave empty for the whole country."),
    )
    industry = models.ForeignKey(
        Industry,
        verbose_name=_("industry"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
        limit_choices_to={"level": 2},
        help_text=_("A division of two digits; leave empty for all industries."),
    )
    number = models.PositiveIntegerField(_("number"), validators=[MinValueValidator(1)])
    bound = models.CharField(
        _("how exact"), max_length=8, choices=Bound.choices, default=Bound.EXACT, blank=True
    )
    source = models.CharField(
        _("source"), max_length=300, help_text=_("Who published it where, and on which day.")
    )
    source_on = models.DateField(_("day of the source"), null=True, blank=True)
    url = models.URLField(_("web address"), max_length=500, blank=True)

    objects = FieldCountQuerySet.as_manager()

    class Meta:
        verbose_name = _("number of all enterprises or parks")
        verbose_name_plural = _("numbers of all enterprises and parks")
        rules_permissions = edit_rules
        constraints = [
            models.UniqueConstraint(
                fields=["scope", "year", "province", "industry"],
                nulls_distinct=False,
                name="one_number_of_all_a_year_and_place",
                violation_error_message=_(
                    "This year has a number for this province and industry already: change that "
                    "one."
                ),
            ),
            models.CheckConstraint(
                condition=models.Q(scope=Scope.ENTERPRISES) | models.Q(industry=None),
                name="parks_have_no_industry",
                violation_error_message=_("Parks are counted by province alone: clear industry."),
            ),
            models.CheckConstraint(
                condition=models.Q(number__gt=0),
                name="a_number_of_all_is_above_zero",
                violation_error_message=_("Enter a number above zero, or nothing at all."),
            ),
            models.CheckConstraint(
                condition=~models.Q(source=""),
                name="a_number_of_all_names_its_source",
                violation_error_message=_("Enter who published it where, and on which day."),
            ),
        ]

    def __str__(self) -> str:
        where = [str(each) for each in (self.province, self.industry) if each]
        return " ".join([str(self.year), self.get_scope_display(), *where])

    @property
    def words(self) -> str:
        """The number as exact as it was published."""
        return in_words(self.number, self.bound)


@keeps_history()
class Target(RulesModel):
    """How many are to have committed by the end of a year."""

    scope = models.CharField(_("of what"), max_length=12, choices=Scope.choices)
    name = models.CharField(_("name"), max_length=60)
    english_name = models.CharField(_("English name"), max_length=120, blank=True)
    number = models.PositiveIntegerField(_("number"), validators=[MinValueValidator(1)])
    by_year = models.PositiveSmallIntegerField(
        _("to be reached by the end of"), validators=[MinValueValidator(1990)]
    )
    source = models.CharField(
        _("source"), max_length=300, help_text=_("Who published it where, and on which day.")
    )
    url = models.URLField(_("web address"), max_length=500, blank=True)

    class Meta:
        verbose_name = _("target of commitments")
        verbose_name_plural = _("targets of commitments")
        rules_permissions = edit_rules
        constraints = [
            models.UniqueConstraint(
                fields=["scope", "by_year"],
                name="one_target_a_year",
                violation_error_message=_("This year has a target already: change that one."),
            ),
            models.CheckConstraint(
                condition=models.Q(number__gt=0),
                name="a_target_is_above_zero",
                violation_error_message=_("A target is above zero."),
            ),
            models.CheckConstraint(
                condition=~models.Q(source=""),
                name="a_target_names_its_source",
                violation_error_message=_("Enter who set the target, where and when."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.name} {self.by_year}"

    @property
    def label(self) -> str:
        """The name in the language of the page."""
        in_english = (get_language() or "").startswith("en")
        return (in_english and self.english_name) or self.name
