"""Figures that were published somewhere, in the words in which they were: never computed here."""

from django.db import models
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from rules.contrib.models import RulesModel

from core.history import keeps_history
from core.templatetags.numbers import number
from reports.enums import Bound, Subject
from reports.rules import edit_rules


class QuotationQuerySet(models.QuerySet["Quotation"]):
    def shown(self) -> "QuotationQuerySet":
        return self.filter(is_shown=True)


@keeps_history()
class Quotation(RulesModel):
    """One published sentence with figures: its text, its day and its source."""

    as_at = models.DateField(_("as at"), help_text=_("The day of which the sentence speaks."))
    is_about = models.BooleanField(
        _("about that day"),
        default=False,
        help_text=_("The source names a month or a time only, not the day."),
    )
    wording = models.TextField(
        _("wording"), help_text=_("As it was published, without any change.")
    )
    source = models.CharField(
        _("source"), max_length=300, help_text=_("Who published it where, and on which day.")
    )
    url = models.URLField(_("web address"), max_length=500, blank=True)
    explanation = models.TextField(
        _("explanation"),
        blank=True,
        help_text=_("Why it differs from the computed figures, or from other published ones."),
    )
    is_shown = models.BooleanField(
        _("shown to the public"),
        default=True,
        help_text=_("Switch it off for a quotation that was entered by mistake: it stays here."),
    )

    objects = QuotationQuerySet.as_manager()

    class Meta:
        verbose_name = _("published figure")
        verbose_name_plural = _("published figures")
        rules_permissions = edit_rules
        constraints = [
            models.UniqueConstraint(
                fields=["as_at", "wording", "source"],
                name="a_sentence_of_a_source_is_quoted_once",
                violation_error_message=_("This sentence of this source is quoted already."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.as_at} {self.wording[:40]}"


@keeps_history()
class QuotedNumber(RulesModel):
    """One number of a quotation and of what it is the number."""

    quotation = models.ForeignKey(
        Quotation,
        verbose_name=_("published figure"),
        on_delete=models.CASCADE,
        related_name="numbers",
    )
    subject = models.CharField(_("of what"), max_length=20, choices=Subject.choices)
    value = models.PositiveIntegerField(_("value"))
    bound = models.CharField(
        _("how exact"), max_length=8, choices=Bound.choices, default=Bound.EXACT, blank=True
    )

    class Meta:
        verbose_name = _("number in the sentence")
        verbose_name_plural = _("numbers in the sentence")
        rules_permissions = edit_rules
        constraints = [
            models.UniqueConstraint(
                fields=["quotation", "subject"],
                name="a_sentence_has_one_number_of_a_subject",
                violation_error_message=_("The sentence has a number of this already."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_subject_display()} {self.words}"

    @property
    def words(self) -> str:
        """The number as exact as it was published."""
        return in_words(self.value, self.bound)


def in_words(value: int, bound: str) -> str:
    """Say the number as exact as it was published."""
    written = {"value": number(value)}
    if bound == Bound.MORE:
        return gettext("more than %(value)s") % written
    return gettext("nearly %(value)s") % written if bound else written["value"]
