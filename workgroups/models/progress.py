from typing import Any

import pgtrigger
from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _
from rules.contrib.models import RulesModel

from core.append_only import append_only_triggers
from core.history import keeps_history
from core.models import KeptFile
from workgroups import rules
from workgroups.enums import ENDED_STATUSES, EvidenceKind, ProgressStatus, ResultGrade
from workgroups.models.plan import PlanItem
from workgroups.models.review import SubmissionVersion


class ProgressQuerySet(models.QuerySet["Progress"]):
    def standing(self) -> "ProgressQuerySet":
        """Rows that no later row corrects."""
        return self.filter(corrected_by=None)

    def newest_first(self) -> "ProgressQuerySet":
        return self.order_by("-quarter", "-recorded_at", "-id")


class Progress(RulesModel):
    """What a group said about an item for a quarter, when its sheet was handed in; append-only.

    `actuals` is a list of {"measure": Measure, "value": number}. A wrong row is answered by a row
    that corrects it. Completion (`status`) and result (`grade`) are two things, and there is no
    percentage: it would say "done or not" and not "how well".
    """

    item = models.ForeignKey(
        PlanItem, verbose_name=_("item"), on_delete=models.PROTECT, related_name="progress"
    )
    version = models.ForeignKey(
        SubmissionVersion,
        verbose_name=_("sheet"),
        on_delete=models.PROTECT,
        related_name="progress",
    )
    quarter = models.PositiveSmallIntegerField(_("quarter"))
    as_of = models.DateField(_("as of"))
    status = models.CharField(_("status"), max_length=12, choices=ProgressStatus.choices)
    grade = models.CharField(
        _("result in the group's own view"),
        max_length=12,
        choices=ResultGrade.choices,
        blank=True,
    )
    note = models.TextField(_("what was done"), blank=True)
    problems = models.TextField(_("difficulties"), blank=True)
    next_step = models.TextField(_("next step"), blank=True)
    actuals = models.JSONField(_("achieved"), default=list, blank=True)
    needs_help = models.BooleanField(_("help wanted"), default=False)
    is_shared = models.BooleanField(
        _("difficulties shown to the other groups"),
        default=False,
        help_text=_("The secretariat always sees them."),
    )
    recorded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("recorded by"),
        null=True,
        on_delete=models.PROTECT,
        related_name="+",
    )
    recorded_at = models.DateTimeField(_("recorded at"))
    corrects = models.OneToOneField(
        "self",
        verbose_name=_("corrects"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="corrected_by",
    )

    objects = ProgressQuerySet.as_manager()

    class Meta:
        verbose_name = _("progress")
        verbose_name_plural = _("progress")
        rules_permissions = rules.read_by_posts
        constraints = [
            models.CheckConstraint(
                condition=models.Q(quarter__gte=1, quarter__lte=4),
                name="progress_is_of_a_quarter",
                violation_error_message=_("A quarter is a number from 1 to 4."),
            ),
            models.CheckConstraint(
                condition=models.Q(status=ProgressStatus.DONE) & ~models.Q(grade="")
                | models.Q(status=ProgressStatus.DROPPED)
                | ~models.Q(status__in=ENDED_STATUSES) & models.Q(grade=""),
                name="what_is_done_is_graded_and_nothing_else",
                violation_error_message=_(
                    "What is done is graded; what is still going on is not graded yet."
                ),
            ),
        ]
        indexes = [models.Index(fields=["item", "quarter"], name="progress_of_an_item")]
        triggers = [
            *append_only_triggers(),
            pgtrigger.Trigger(
                name="corrects_its_own_item",
                when=pgtrigger.Before,
                operation=pgtrigger.Insert,
                func="""
                    IF NEW.as_of > (NEW.recorded_at AT TIME ZONE 'Asia/Shanghai')::date THEN
                        RAISE EXCEPTION 'progress_is_not_of_a_day_to_come'
                            USING ERRCODE = 'check_violation';
                    END IF;
                    IF NEW.corrects_id IS NOT NULL AND NOT EXISTS (
                        SELECT FROM workgroups_progress
                        WHERE id = NEW.corrects_id AND item_id = NEW.item_id
                    ) THEN
                        RAISE EXCEPTION 'a_correction_is_of_the_same_item'
                            USING ERRCODE = 'check_violation';
                    END IF;
                    RETURN NEW;
                """,
            ),
        ]

    def __str__(self) -> str:
        return f"{self.item.code} Q{self.quarter} {self.get_status_display()}"


class EvidenceQuerySet(models.QuerySet["Evidence"]):
    def visible_to(self, user: Any) -> "EvidenceQuerySet":
        """The secretariat sees all, officers what their own body brought."""
        if rules.reads_all_submissions(user):
            return self
        return self.filter(item__body__in=rules.bodies_of(user))


@keeps_history()
class Evidence(RulesModel):
    """What shows that something of an item was done: a file kept here, or an address."""

    item = models.ForeignKey(
        PlanItem, verbose_name=_("item"), on_delete=models.PROTECT, related_name="evidence"
    )
    kind = models.CharField(_("kind"), max_length=8, choices=EvidenceKind.choices)
    title = models.CharField(_("title"), max_length=200)
    url = models.URLField(_("address"), blank=True)
    file = models.OneToOneField(
        KeptFile,
        verbose_name=_("file"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
    )
    is_public = models.BooleanField(_("public"), default=False)
    added_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("added by"),
        null=True,
        on_delete=models.PROTECT,
        related_name="+",
    )
    added_at = models.DateTimeField(_("added at"))

    objects = EvidenceQuerySet.as_manager()

    class Meta:
        verbose_name = _("evidence")
        verbose_name_plural = _("evidence")
        rules_permissions = rules.read_by_posts
        constraints = [
            models.CheckConstraint(
                condition=models.Q(kind=EvidenceKind.LINK, file=None) & ~models.Q(url="")
                | models.Q(kind=EvidenceKind.FILE, file__isnull=False, url=""),
                name="evidence_is_a_file_or_an_address",
                violation_error_message=_("Evidence is either a file or an address."),
            ),
        ]

    def __str__(self) -> str:
        return self.title


class Proof(models.Model):
    """Which evidence stands behind a row of progress; it cannot be taken away again."""

    progress = models.ForeignKey(
        Progress, verbose_name=_("progress"), on_delete=models.PROTECT, related_name="proofs"
    )
    evidence = models.ForeignKey(
        Evidence, verbose_name=_("evidence"), on_delete=models.PROTECT, related_name="proofs"
    )

    class Meta:
        verbose_name = _("proof")
        verbose_name_plural = _("proofs")
        constraints = [
            models.UniqueConstraint(
                fields=["progress", "evidence"],
                name="evidence_is_named_once",
                violation_error_message=_("This evidence is named already."),
            )
        ]
        triggers = [
            *append_only_triggers(),
            pgtrigger.Trigger(
                name="evidence_of_that_item",
                when=pgtrigger.Before,
                operation=pgtrigger.Insert,
                func="""
                    IF NOT EXISTS (
                        SELECT FROM workgroups_progress AS progress
                        JOIN workgroups_evidence AS evidence USING (item_id)
                        WHERE progress.id = NEW.progress_id AND evidence.id = NEW.evidence_id
                    ) THEN
                        RAISE EXCEPTION 'evidence_belongs_to_the_item'
                            USING ERRCODE = 'check_violation';
                    END IF;
                    RETURN NEW;
                """,
            ),
        ]

    def __str__(self) -> str:
        return str(self.evidence)
