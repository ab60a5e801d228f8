"""Records that look alike: which of them a person has found to be different organisations."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _
from rules.contrib.models import RulesModel

from commitments.models.act import RevocableAct, says_why_it_was_taken_back
from commitments.models.organisation import Organisation
from commitments.rules import view_rules
from core.history import keeps_history


@keeps_history()
class Distinction(RulesModel):
    """Two organisations that look alike and are two: they are not asked about any more."""

    # The one with the smaller number first, so that a pair is one row whichever way it is read.
    one = models.ForeignKey(
        Organisation, verbose_name=_("organisation"), on_delete=models.PROTECT, related_name="+"
    )
    other = models.ForeignKey(
        Organisation,
        verbose_name=_("other organisation"),
        on_delete=models.PROTECT,
        related_name="+",
    )
    reason = models.CharField(_("why they are different"), max_length=500)
    noted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("noted by"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
    )
    noted_at = models.DateTimeField(_("noted at"))

    class Meta:
        verbose_name = _("pair of different organisations")
        verbose_name_plural = _("pairs of different organisations")
        rules_permissions = view_rules
        constraints = [
            models.UniqueConstraint(
                fields=["one", "other"],
                name="a_pair_is_told_apart_once",
                violation_error_message=_("These two are on record as different already."),
            ),
            models.CheckConstraint(
                condition=models.Q(one__lt=models.F("other")),
                name="a_pair_is_written_in_one_order",
                violation_error_message=_("Choose two different organisations."),
            ),
            models.CheckConstraint(
                condition=~models.Q(reason=""),
                name="a_distinction_has_a_reason",
                violation_error_message=_("Say why they are different organisations."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.one} ≠ {self.other}"


@keeps_history()
class RecordUnion(RevocableAct):
    """Records that a person has brought together: which one was kept, why, and what was done."""

    kept = models.ForeignKey(
        Organisation,
        verbose_name=_("record that is kept"),
        on_delete=models.PROTECT,
        related_name="unions",
    )
    # The records as they were called, and what was done, sentence by sentence.
    members = models.JSONField(_("records"), default=list, editable=False)
    done = models.JSONField(_("what was done"), default=list, editable=False)
    reason = models.CharField(_("reason"), max_length=500)
    united_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("brought together by"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
    )
    united_at = models.DateTimeField(_("brought together at"))
    # Under which the history keeps what was done.
    context = models.UUIDField(editable=False)

    class Meta:
        verbose_name = _("records brought together")
        verbose_name_plural = _("records brought together")
        rules_permissions = view_rules
        constraints = [
            models.CheckConstraint(
                condition=~models.Q(reason=""),
                name="a_union_has_a_reason",
                violation_error_message=_("Say why the records are about one organisation."),
            ),
            says_why_it_was_taken_back(name="a_union_taken_back_says_when_and_why"),
        ]

    def __str__(self) -> str:
        return f"{self.kept} #{self.pk}"
