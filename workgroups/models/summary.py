import pgtrigger
from django.db import models
from django.utils.translation import gettext_lazy as _
from rules.contrib.models import RulesModel

from core.append_only import append_only_triggers
from workgroups import rules
from workgroups.enums import ItemKind, ResultGrade
from workgroups.models.plan import PlanItem
from workgroups.models.review import SubmissionVersion


class SummaryLine(RulesModel):
    """What an accepted summary says of one item, or of work that was not planned; append-only.

    The group's own grade stands beside the secretariat's. `actuals` is as in `Progress`.
    """

    version = models.ForeignKey(
        SubmissionVersion,
        verbose_name=_("summary"),
        on_delete=models.PROTECT,
        related_name="summary_lines",
    )
    key = models.CharField(_("key in the summary"), max_length=12)
    position = models.PositiveSmallIntegerField(_("position"))
    item = models.ForeignKey(
        PlanItem,
        verbose_name=_("item"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="summary_lines",
    )
    kind = models.CharField(_("kind"), max_length=16, choices=ItemKind.choices)
    title = models.CharField(_("title"), max_length=200)
    outcome = models.TextField(_("what came out"))
    own_grade = models.CharField(
        _("own grade"), max_length=12, choices=ResultGrade.choices, blank=True
    )
    actuals = models.JSONField(_("achieved"), default=list, blank=True)
    secretariat_grade = models.CharField(
        _("secretariat's grade"), max_length=12, choices=ResultGrade.choices, blank=True
    )
    secretariat_comment = models.TextField(_("secretariat's comment"), blank=True)

    class Meta:
        verbose_name = _("line of a summary")
        verbose_name_plural = _("lines of summaries")
        rules_permissions = rules.read_by_posts
        constraints = [
            models.UniqueConstraint(
                fields=["version", "key"],
                name="a_line_of_a_summary_is_kept_once",
                violation_error_message=_("The summary has this line already."),
            )
        ]
        triggers = [
            *append_only_triggers(),
            pgtrigger.Trigger(
                name="lines_of_what_was_accepted",
                when=pgtrigger.Before,
                operation=pgtrigger.Insert,
                func="""
                    IF NOT EXISTS (
                        SELECT FROM workgroups_submission
                        WHERE accepted_version_id = NEW.version_id
                    ) THEN
                        RAISE EXCEPTION 'lines_are_kept_of_accepted_summaries'
                            USING ERRCODE = 'check_violation';
                    END IF;
                    RETURN NEW;
                """,
            ),
        ]

    def __str__(self) -> str:
        return f"{self.version} {self.title}"
