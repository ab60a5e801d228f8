"""What documents say of a chemical park: recognition, borders and area, each from a day on."""

import datetime as dt

from django.core.validators import MinValueValidator
from django.db import models
from django.utils.translation import gettext_lazy as _
from rules.contrib.models import RulesModel

from commitments.enums import Kind
from commitments.enums.parks import ParkChange, Recognition
from commitments.models.organisation import Organisation
from commitments.rules import edit_rules
from core.history import keeps_history


class ParkFactQuerySet(models.QuerySet["ParkFact"]):
    def known_on(self, day: dt.date) -> "ParkFactQuerySet":
        """What had been said by the day, the latest last."""
        return self.filter(on__lte=day).order_by("on", "pk")


@keeps_history()
class ParkFact(RulesModel):
    """One document about a park: recognised or not, its area, a change of its borders."""

    park = models.ForeignKey(
        Organisation,
        verbose_name=_("park"),
        on_delete=models.PROTECT,
        related_name="park_facts",
        limit_choices_to={"kind": Kind.PARK},
    )
    on = models.DateField(_("day of the document"), help_text=_("The day from which it holds."))
    recognition = models.CharField(
        _("recognition"), max_length=12, choices=Recognition.choices, blank=True
    )
    change = models.CharField(
        _("change of the borders"),
        max_length=10,
        choices=ParkChange.choices,
        blank=True,
        editable=False,
    )
    area = models.DecimalField(
        _("area in hectares"),
        max_digits=9,
        decimal_places=2,
        null=True,
        blank=True,
        validators=[MinValueValidator(0)],
        help_text=_("100 hectares are one square kilometre."),
    )
    document = models.CharField(
        _("document"), max_length=200, help_text=_("Its number or title, and who issued it.")
    )
    url = models.URLField(_("web address"), max_length=500, blank=True)

    objects = ParkFactQuerySet.as_manager()

    class Meta:
        verbose_name = _("fact of a park")
        verbose_name_plural = _("facts of parks")
        rules_permissions = edit_rules
        constraints = [
            models.UniqueConstraint(
                fields=["park", "on", "document"],
                name="a_document_says_one_thing_of_a_park",
                violation_error_message=_("This document is entered for the park already."),
            ),
            models.CheckConstraint(
                condition=~models.Q(recognition="")
                | models.Q(area__isnull=False)
                | ~models.Q(change=""),
                name="a_fact_of_a_park_says_something",
                violation_error_message=_("Enter the recognition, the area, or both."),
            ),
            models.CheckConstraint(
                condition=models.Q(area=None) | models.Q(area__gt=0),
                name="the_area_of_a_park_is_above_zero",
                violation_error_message=_("Enter an area above zero, or leave it empty."),
            ),
            models.CheckConstraint(
                condition=~models.Q(document=""),
                name="a_fact_of_a_park_names_its_document",
                violation_error_message=_("Enter the number or title of the document."),
            ),
        ]
        indexes = [models.Index(fields=["park", "on"], name="park_fact_by_day")]

    def __str__(self) -> str:
        return f"{self.park} {self.on}"

    @property
    def hectares(self) -> str:
        """The area as people read it, without zeros that say nothing."""
        return f"{self.area:,.2f}".rstrip("0").rstrip(".") if self.area is not None else ""
