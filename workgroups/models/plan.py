from typing import ClassVar

import pgtrigger
from django.db import models
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _
from rules.contrib.models import RulesModel

from core.history import keeps_history
from core.steps import Steps, step_triggers
from workgroups import rules
from workgroups.enums import ITEM_STARTS, ITEM_STEPS, ItemKind, ItemState
from workgroups.models.body import Body
from workgroups.models.review import SubmissionVersion
from workgroups.models.submission import Submission

# What an item says. It changes only together with the accepted version that says so.
WORDING = (
    "title",
    "kind",
    "description",
    "expected_result",
    "targets",
    "starts_on",
    "due_on",
    "quarter",
    "owner",
    "is_public",
)


class PlanItemQuerySet(models.QuerySet["PlanItem"]):
    def of_year(self, body: Body, year: int) -> "PlanItemQuerySet":
        return self.filter(body=body, year=year).order_by("position")

    def live(self) -> "PlanItemQuerySet":
        return self.filter(state=ItemState.LIVE)


@keeps_history()
class PlanItem(RulesModel):
    """One item of an accepted plan. Items are made by acceptance, never typed in here.

    `targets` is a list of {"measure": Measure, "value": number}. The baseline of an item is the
    accepted version of the plan; `said_by` is the version that gave it its present wording.
    """

    STEPS: ClassVar[Steps] = ITEM_STEPS

    plan = models.ForeignKey(
        Submission, verbose_name=_("plan"), on_delete=models.PROTECT, related_name="items"
    )
    said_by = models.ForeignKey(
        SubmissionVersion,
        verbose_name=_("worded by"),
        on_delete=models.PROTECT,
        related_name="items_worded",
    )
    key = models.CharField(_("key in the plan"), max_length=12, editable=False)
    code = models.CharField(_("code"), max_length=20, unique=True)
    body = models.ForeignKey(
        Body, verbose_name=_("body"), on_delete=models.PROTECT, related_name="items"
    )
    year = models.PositiveSmallIntegerField(_("year"))
    position = models.PositiveSmallIntegerField(_("position"))
    carried_from = models.ForeignKey(
        "self",
        verbose_name=_("carried from"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="carried_to",
    )
    source_text = models.TextField(_("original sentence"), blank=True)
    title = models.CharField(_("title"), max_length=200)
    kind = models.CharField(_("kind"), max_length=16, choices=ItemKind.choices)
    description = models.TextField(_("description"), blank=True)
    expected_result = models.TextField(_("expected result"), blank=True)
    targets = models.JSONField(_("targets"), default=list, blank=True)
    starts_on = models.DateField(_("starts on"), null=True, blank=True)
    due_on = models.DateField(_("due on"))
    quarter = models.PositiveSmallIntegerField(_("quarter"), null=True, blank=True)
    owner = models.CharField(_("in charge"), max_length=100, blank=True)
    cooperating = models.ManyToManyField(
        Body, verbose_name=_("together with"), blank=True, related_name="items_helped"
    )
    is_public = models.BooleanField(_("public"), default=True)
    state = models.CharField(
        _("state"), max_length=10, choices=ItemState.choices, default=ItemState.LIVE, editable=False
    )
    state_changed_at = models.DateTimeField(_("state since"), db_default=Now(), editable=False)

    objects = PlanItemQuerySet.as_manager()

    class Meta:
        verbose_name = _("plan item")
        verbose_name_plural = _("plan items")
        rules_permissions = rules.read_by_posts
        constraints = [
            models.UniqueConstraint(
                fields=["plan", "key"],
                name="an_item_of_a_plan_is_made_once",
                violation_error_message=_("The plan has this item already."),
            ),
            models.CheckConstraint(
                condition=models.Q(due_on__year=models.F("year")),
                name="an_item_is_due_in_the_year_of_its_plan",
                violation_error_message=_(
                    "An item is due within the year of its plan: longer work is carried over."
                ),
            ),
            models.CheckConstraint(
                condition=models.Q(starts_on=None) | models.Q(starts_on__lte=models.F("due_on")),
                name="an_item_starts_before_it_is_due",
                violation_error_message=_("An item starts before it is due."),
            ),
            models.CheckConstraint(
                condition=models.Q(quarter=None) | models.Q(quarter__gte=1, quarter__lte=4),
                name="an_item_has_a_quarter_from_1_to_4",
                violation_error_message=_("A quarter is a number from 1 to 4."),
            ),
        ]
        indexes = [models.Index(fields=["year", "body", "position"], name="item_of_a_year")]
        triggers = [
            *step_triggers(
                ITEM_STEPS, starts=ITEM_STARTS, recorded=pgtrigger.Q(new__id__isnull=True)
            ),
            pgtrigger.ReadOnly(
                name="an_item_stays_where_it_is", fields=["plan", "key", "code", "body", "year"]
            ),
            pgtrigger.Protect(name="an_item_stays", operation=pgtrigger.Delete),
            pgtrigger.Trigger(
                name="worded_by_what_was_accepted",
                when=pgtrigger.Before,
                operation=pgtrigger.Insert | pgtrigger.Update,
                func=f"""
                    IF TG_OP = 'UPDATE' AND NEW.said_by_id = OLD.said_by_id
                       AND ({", ".join(f"NEW.{name}" for name in WORDING)})
                           IS DISTINCT FROM ({", ".join(f"OLD.{name}" for name in WORDING)}) THEN
                        RAISE EXCEPTION 'an_item_is_worded_by_an_accepted_version'
                            USING ERRCODE = 'check_violation';
                    END IF;
                    IF (TG_OP = 'INSERT' OR NEW.said_by_id <> OLD.said_by_id) AND NOT EXISTS (
                        SELECT FROM workgroups_submission AS document
                        JOIN workgroups_submissionversion AS version
                          ON version.document_id = document.id
                        WHERE version.id = NEW.said_by_id
                          AND document.accepted_version_id = version.id
                          AND (document.id = NEW.plan_id OR document.corrects_id = NEW.plan_id)
                    ) THEN
                        RAISE EXCEPTION 'an_item_is_worded_by_an_accepted_version'
                            USING ERRCODE = 'check_violation';
                    END IF;
                    RETURN NEW;
                """,
            ),
            pgtrigger.Trigger(
                name="carried_from_an_earlier_year",
                when=pgtrigger.Before,
                operation=pgtrigger.Insert | pgtrigger.UpdateOf("carried_from_id"),
                condition=pgtrigger.Q(new__carried_from__isnull=False),
                func="""
                    IF NOT EXISTS (
                        SELECT FROM workgroups_planitem
                        WHERE id = NEW.carried_from_id AND body_id = NEW.body_id
                          AND year < NEW.year
                    ) THEN
                        RAISE EXCEPTION 'an_item_is_carried_from_an_earlier_year_of_its_body'
                            USING ERRCODE = 'check_violation';
                    END IF;
                    RETURN NEW;
                """,
            ),
            pgtrigger.Trigger(
                name="done_with_evidence",
                when=pgtrigger.After,
                timing=pgtrigger.Deferred,
                operation=pgtrigger.Update,
                condition=pgtrigger.Q(new__state=ItemState.DONE)
                & ~pgtrigger.Q(old__state=ItemState.DONE),
                func="""
                    IF NOT EXISTS (
                        SELECT FROM workgroups_progress AS progress
                        JOIN workgroups_proof AS proof ON proof.progress_id = progress.id
                        WHERE progress.item_id = NEW.id AND progress.status = 'done'
                    ) THEN
                        RAISE EXCEPTION 'what_is_done_has_evidence'
                            USING ERRCODE = 'check_violation';
                    END IF;
                    RETURN NULL;
                """,
            ),
        ]

    def __str__(self) -> str:
        return f"{self.code} {self.title}"
