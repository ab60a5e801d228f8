import datetime as dt
from typing import ClassVar

import pgtrigger
from django.db import models
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _
from rules.contrib.models import RulesModel

from accounts.rules import is_secretariat
from commitments.enums import (
    OPEN_STATES,
    RECORDED_STATES,
    SIGNED_STATES,
    START_STATES,
    STEP_WORDS,
    STEPS,
    UNSIGNED_STATES,
    Document,
    EndReason,
    State,
)
from commitments.models.batch import ImportBatch
from commitments.models.entry_guard import no_entry_for_a_record_that_is_the_same
from commitments.models.merger_guard import (
    nothing_is_entered_after_a_merger,
    nothing_is_opened_after_a_merger,
)
from commitments.models.organisation import Organisation
from commitments.rules import edit_rules, view_rules
from core.history import keeps_history
from core.steps import Steps, step_triggers
from core.tenure import Tenure, has_a_first_day, one_at_a_time


class CommitmentQuerySet(models.QuerySet["Commitment"]):
    def in_force_on(self, day: dt.date) -> "CommitmentQuerySet":
        """Signed on or before the day, not ended by it and not suspended on it; never unsigned."""
        suspended = Suspension.objects.filter(commitment=models.OuterRef("pk"), valid__contains=day)
        return self.filter(
            models.Q(ended_on__isnull=True) | models.Q(ended_on__gt=day),
            ~models.Exists(suspended),
            models.Q(held_from__isnull=True) | models.Q(held_from__lte=day),
            state__in=sorted(SIGNED_STATES),
            signed_on__lte=day,
        )


@keeps_history(is_filled_by_lists=True)
class Commitment(RulesModel):
    """A signed document by which an organisation commits itself to Responsible Care."""

    STEPS: ClassVar[Steps] = STEPS
    STEP_WORDS: ClassVar = STEP_WORDS

    organisation = models.ForeignKey(
        Organisation,
        verbose_name=_("organisation"),
        on_delete=models.PROTECT,
        related_name="commitments",
    )
    document = models.CharField(
        _("document signed"), max_length=10, choices=Document.choices, default=Document.LETTER
    )
    state = models.CharField(
        _("state"), max_length=12, choices=State.choices, default=State.DRAFT, editable=False
    )
    state_changed_at = models.DateTimeField(_("state since"), db_default=Now(), editable=False)
    approved_on = models.DateField(_("approved on"), null=True, blank=True, editable=False)
    approval_number = models.CharField(
        _("number of the decision to approve"), max_length=60, blank=True, editable=False
    )
    signed_on = models.DateField(_("signed on"), null=True, blank=True)
    occasion = models.CharField(_("occasion"), max_length=200, blank=True)
    signer_position = models.CharField(_("signer's position"), max_length=100, blank=True)
    certificate_number = models.CharField(_("certificate number"), max_length=40, blank=True)
    certificate_issued_on = models.DateField(
        _("certificate issued on"), null=True, blank=True, editable=False
    )
    recommended_by = models.CharField(_("recommended by"), max_length=200, blank=True)
    ended_on = models.DateField(_("ended on"), null=True, blank=True, editable=False)
    end_reason = models.CharField(
        _("reason of the end"), max_length=12, choices=EndReason.choices, blank=True, editable=False
    )
    end_number = models.CharField(
        _("number of the decision to end"), max_length=60, blank=True, editable=False
    )
    # Of one that came with a merger or a split: whose it was, and since when it counts here.
    continues = models.ForeignKey(
        "self",
        verbose_name=_("taken over from"),
        null=True,
        blank=True,
        editable=False,
        on_delete=models.PROTECT,
        related_name="continued_by",
    )
    held_from = models.DateField(_("held since"), null=True, blank=True, editable=False)
    double_of = models.ForeignKey(
        "self",
        verbose_name=_("counts as"),
        null=True,
        blank=True,
        editable=False,
        on_delete=models.PROTECT,
        related_name="doubles",
    )
    note = models.TextField(_("note"), blank=True)
    source = models.CharField(
        _("source"),
        max_length=200,
        blank=True,
        help_text=_("For an entry taken from paper or a list: which one."),
    )
    application = models.ForeignKey(
        "commitments.Application",
        verbose_name=_("application"),
        null=True,
        blank=True,
        editable=False,
        on_delete=models.PROTECT,
        related_name="commitments",
    )
    batch = models.ForeignKey(
        ImportBatch,
        verbose_name=_("import"),
        null=True,
        blank=True,
        editable=False,
        on_delete=models.PROTECT,
        related_name="commitments",
    )

    objects = CommitmentQuerySet.as_manager()

    class Meta:
        verbose_name = _("commitment")
        verbose_name_plural = _("commitments")
        rules_permissions = edit_rules | {
            "approve": is_secretariat,
            "take_back": is_secretariat,
            "sign": is_secretariat,
            "suspend": is_secretariat,
            "resume": is_secretariat,
            "end": is_secretariat,
            "reinstate": is_secretariat,
            "issue": is_secretariat,
        }
        constraints = [
            models.UniqueConstraint(
                fields=["organisation", "document"],
                condition=models.Q(state__in=sorted(OPEN_STATES)),
                name="one_open_commitment_per_document",
                violation_error_message=_(
                    "The organisation has this document already and it has not ended: open "
                    "that one."
                ),
            ),
            models.CheckConstraint(
                condition=models.Q(state__in=sorted({*UNSIGNED_STATES, State.DOUBLE}))
                | models.Q(signed_on__isnull=False),
                name="what_is_signed_has_a_day_of_signing",
                violation_error_message=_("Enter the day of signing: only a draft has none."),
            ),
            models.CheckConstraint(
                condition=~models.Q(state=State.TO_SIGN)
                | models.Q(approved_on__isnull=False) & ~models.Q(approval_number=""),
                name="what_is_to_be_signed_was_approved",
                violation_error_message=_(
                    "What is to be signed has the day and the number of the decision that "
                    "approved it."
                ),
            ),
            models.CheckConstraint(
                condition=models.Q(state=State.ENDED, ended_on__isnull=False)
                & ~models.Q(end_reason="")
                | ~models.Q(state=State.ENDED) & models.Q(ended_on__isnull=True, end_reason=""),
                name="an_ended_commitment_has_day_and_reason",
                violation_error_message=_(
                    "An ended commitment has the day and the reason of its end; no other has."
                ),
            ),
            models.CheckConstraint(
                condition=models.Q(ended_on__isnull=True)
                | models.Q(ended_on__gte=models.F("signed_on")),
                name="no_commitment_ends_before_it_was_signed",
                violation_error_message=_("A commitment cannot end before the day it was signed."),
            ),
            models.CheckConstraint(
                condition=models.Q(continues__isnull=True, held_from__isnull=True)
                | models.Q(
                    continues__isnull=False,
                    held_from__isnull=False,
                    held_from__gte=models.F("signed_on"),
                )
                & (models.Q(ended_on__isnull=True) | models.Q(ended_on__gte=models.F("held_from"))),
                name="what_is_taken_over_says_whose_and_since_when",
                violation_error_message=_(
                    "A commitment that was taken over names the one it continues and a day not "
                    "before its signing and not after its end; no other has such a day."
                ),
            ),
            models.CheckConstraint(
                condition=models.Q(state=State.DOUBLE, double_of__isnull=False)
                | ~models.Q(state=State.DOUBLE) & models.Q(double_of__isnull=True),
                name="what_was_entered_twice_names_what_counts",
                violation_error_message=_(
                    "A commitment that was entered twice names the one that counts; no other does."
                ),
            ),
            models.UniqueConstraint(
                fields=["certificate_number"],
                condition=~models.Q(certificate_number=""),
                name="a_certificate_number_is_given_once",
                violation_error_code="unique",  # said beside the field
                violation_error_message=_(
                    "Another commitment bears this certificate number: look it up before you "
                    "change it."
                ),
            ),
            models.CheckConstraint(
                condition=models.Q(certificate_issued_on__isnull=True)
                | ~models.Q(certificate_number=""),
                name="an_issued_certificate_has_a_number",
                violation_error_message=_("Give the certificate its number before it is issued."),
            ),
        ]
        indexes = [
            models.Index(fields=["signed_on", "organisation"], name="commitment_by_signing"),
            # Read as people type numbers: the function stands in the migration.
            models.Index(
                models.Func("certificate_number", function="portal_certificate_key"),
                condition=~models.Q(certificate_number=""),
                name="commitment_by_certificate",
            ),
        ]
        triggers = [
            *step_triggers(
                STEPS,
                starts=START_STATES,
                recorded=pgtrigger.Q(new__state__in=sorted(RECORDED_STATES))
                & (pgtrigger.Q(new__batch__isnull=False) | ~pgtrigger.Q(new__source="")),
            ),
            no_entry_for_a_record_that_is_the_same(),
            nothing_is_entered_after_a_merger(),
            nothing_is_opened_after_a_merger(),
        ]

    def __str__(self) -> str:
        return f"{self.organisation} · {self.get_document_display()}"


@keeps_history()
class Suspension(Tenure):
    """A time in which a commitment did not count, with its reason."""

    commitment = models.ForeignKey(
        Commitment,
        verbose_name=_("commitment"),
        on_delete=models.PROTECT,
        related_name="suspensions",
    )
    reason = models.TextField(_("reason"))
    number = models.CharField(_("number of the decision"), max_length=60, blank=True)
    cure = models.TextField(
        _("what lifts it"),
        blank=True,
        help_text=_("Read by everybody: what has to be done for the commitment to count again."),
    )
    end_number = models.CharField(_("number of the decision to resume"), max_length=60, blank=True)

    class Meta:
        verbose_name = _("suspension")
        verbose_name_plural = _("suspensions")
        rules_permissions = view_rules
        constraints = [
            one_at_a_time(
                "commitment",
                name="a_commitment_is_suspended_once_at_a_time",
                says=_("The commitment is suspended at that time already."),
            ),
            has_a_first_day(
                name="a_suspension_has_a_first_day",
                says=_("Enter the first day of the suspension."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.commitment}: {self.valid}"
