"""What belongs to the review of a document: its versions, remarks, decisions and claims."""

import pgtrigger
from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _
from rules.contrib.models import RulesModelBase, RulesModelMixin

from core.append_only import append_only_triggers
from core.models.review import Decision as AbstractDecision
from core.models.review import KeptDraft as AbstractKeptDraft
from core.models.review import Remark as AbstractRemark
from core.models.review import Version as AbstractVersion
from workgroups import rules
from workgroups.models.submission import Submission


class SubmissionVersion(RulesModelMixin, AbstractVersion, metaclass=RulesModelBase):
    """A document of a body as it was handed in; its receipt number is `receipt`."""

    document = models.ForeignKey(
        Submission,
        verbose_name=_("document"),
        on_delete=models.PROTECT,
        related_name="versions",
    )

    class Meta(AbstractVersion.Meta):
        abstract = False
        verbose_name = _("version")
        verbose_name_plural = _("versions")
        rules_permissions = rules.read_by_posts
        constraints = [
            models.UniqueConstraint(
                fields=["document", "number"],
                name="versions_of_a_document_are_counted",
                violation_error_message=_("The document has a version of this number already."),
            )
        ]

    def __str__(self) -> str:
        return f"{self.document} v{self.number}"

    @property
    def receipt(self) -> str:
        """The number that stands on the receipt: unique and readable on the telephone."""
        return f"{self.document.year_id}-{self.document_id:05d}-{self.number:02d}"


class KeptDraft(AbstractKeptDraft):
    document = models.ForeignKey(
        Submission,
        verbose_name=_("document"),
        on_delete=models.PROTECT,
        related_name="kept_drafts",
    )

    class Meta(AbstractKeptDraft.Meta):
        abstract = False
        verbose_name = _("kept draft")
        verbose_name_plural = _("kept drafts")

    def __str__(self) -> str:
        return f"{self.document} {self.saved_at:%Y-%m-%d %H:%M}"


class Remark(RulesModelMixin, AbstractRemark, metaclass=RulesModelBase):
    version = models.ForeignKey(
        SubmissionVersion,
        verbose_name=_("version"),
        on_delete=models.PROTECT,
        related_name="remarks",
    )

    class Meta(AbstractRemark.Meta):
        abstract = False
        verbose_name = _("remark")
        verbose_name_plural = _("remarks")
        rules_permissions = rules.read_by_posts

    def __str__(self) -> str:
        return f"{self.version} {self.place}".strip()


class Decision(RulesModelMixin, AbstractDecision, metaclass=RulesModelBase):
    version = models.OneToOneField(
        SubmissionVersion,
        verbose_name=_("version"),
        on_delete=models.PROTECT,
        related_name="decision",
    )

    class Meta(AbstractDecision.Meta):
        abstract = False
        verbose_name = _("decision")
        verbose_name_plural = _("decisions")
        rules_permissions = rules.read_by_posts
        triggers = [
            *append_only_triggers(),
            pgtrigger.Trigger(
                name="nobody_decides_on_the_own_body",
                when=pgtrigger.Before,
                operation=pgtrigger.Insert,
                func="""
                    IF EXISTS (
                        SELECT FROM workgroups_submissionversion AS version
                        JOIN workgroups_submission AS document ON document.id = version.document_id
                        JOIN workgroups_office AS office ON office.body_id = document.body_id
                        JOIN accounts_person AS person ON person.id = office.person_id
                        WHERE version.id = NEW.version_id
                          AND person.user_id IN (NEW.decided_by_id, NEW.endorsed_by_id)
                          AND office.valid @>
                              (NEW.decided_at AT TIME ZONE 'Asia/Shanghai')::date
                    ) THEN
                        RAISE EXCEPTION 'nobody_decides_on_the_own_body'
                            USING ERRCODE = 'check_violation';
                    END IF;
                    RETURN NEW;
                """,
            ),
        ]

    def __str__(self) -> str:
        return f"{self.version} {self.get_outcome_display()}"


class Claim(models.Model):
    """Who of the secretariat reviews a document, from when to when."""

    document = models.ForeignKey(
        Submission, verbose_name=_("document"), on_delete=models.PROTECT, related_name="claims"
    )
    reviewer = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("reviewer"),
        on_delete=models.PROTECT,
        related_name="+",
    )
    claimed_at = models.DateTimeField(_("claimed at"))
    released_at = models.DateTimeField(_("released at"), null=True, blank=True)

    class Meta:
        verbose_name = _("claim")
        verbose_name_plural = _("claims")
        constraints = [
            models.UniqueConstraint(
                fields=["document"],
                condition=models.Q(released_at=None),
                name="one_open_claim_per_document",
                violation_error_message=_("Somebody else reviews this document already."),
            )
        ]

    def __str__(self) -> str:
        return f"{self.document}: {self.reviewer}"
