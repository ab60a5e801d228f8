"""What belongs to the review of an application: versions, remarks, decisions, files."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from rules.contrib.models import RulesModelBase, RulesModelMixin

from commitments.models.application import Application
from commitments.rules import view_rules
from core.history import keeps_history
from core.models import KeptFile
from core.models.review import Decision, KeptDraft, Remark, Version


class ApplicationVersion(RulesModelMixin, Version, metaclass=RulesModelBase):
    """An application as it was handed in: questions and answers as they stood then."""

    document = models.ForeignKey(
        Application,
        verbose_name=_("application"),
        on_delete=models.PROTECT,
        related_name="versions",
    )

    class Meta(Version.Meta):
        abstract = False
        verbose_name = _("version of an application")
        verbose_name_plural = _("versions of applications")
        rules_permissions = view_rules
        constraints = [
            models.UniqueConstraint(
                fields=["document", "number"],
                name="versions_of_an_application_are_counted",
                violation_error_message=_("The application has a version of this number already."),
            )
        ]

    def __str__(self) -> str:
        return f"{self.document} v{self.number}"

    @property
    def receipt(self) -> str:
        """The number that stands on the receipt."""
        return f"{self.document.number}-{self.number:02d}"

    @property
    def answers(self) -> dict[str, str]:
        found: dict[str, str] = self.payload.get("answers", {})
        return found


class ApplicationDraft(KeptDraft):
    document = models.ForeignKey(
        Application,
        verbose_name=_("application"),
        on_delete=models.PROTECT,
        related_name="kept_drafts",
    )

    class Meta(KeptDraft.Meta):
        abstract = False
        verbose_name = _("kept draft of an application")
        verbose_name_plural = _("kept drafts of applications")

    def __str__(self) -> str:
        return f"{self.document} {self.saved_at:%Y-%m-%d %H:%M}"


class ApplicationRemark(RulesModelMixin, Remark, metaclass=RulesModelBase):
    """What the secretariat says about one answer; applicants may answer without an account."""

    version = models.ForeignKey(
        ApplicationVersion,
        verbose_name=_("version"),
        on_delete=models.PROTECT,
        related_name="remarks",
    )

    class Meta(Remark.Meta):
        abstract = False
        verbose_name = _("remark on an application")
        verbose_name_plural = _("remarks on applications")
        rules_permissions = view_rules
        constraints = [
            models.CheckConstraint(
                condition=models.Q(answer="", answered_by=None, answered_at=None)
                | ~models.Q(answer="") & models.Q(answered_at__isnull=False),
                name="a_remark_on_an_application_is_answered_with_words",
                violation_error_message=_("An answer has words and a time."),
            ),
            models.CheckConstraint(
                condition=models.Q(closed_by=None, closed_at=None)
                | models.Q(closed_by__isnull=False, closed_at__isnull=False),
                name="a_remark_on_an_application_is_closed_by_somebody",
                violation_error_message=_("A closed remark says who closed it and when."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.version} {self.place}".strip()


class ApplicationDecision(RulesModelMixin, Decision, metaclass=RulesModelBase):
    version = models.OneToOneField(
        ApplicationVersion,
        verbose_name=_("version"),
        on_delete=models.PROTECT,
        related_name="decision",
    )
    number = models.CharField(_("number of the decision"), max_length=60, blank=True)
    decided_on = models.DateField(_("decided on"), null=True, blank=True)

    class Meta(Decision.Meta):
        abstract = False
        verbose_name = _("decision on an application")
        verbose_name_plural = _("decisions on applications")
        rules_permissions = view_rules

    def __str__(self) -> str:
        return f"{self.version} {self.get_outcome_display()}"


@keeps_history()
class ApplicationFile(models.Model):
    """A scan that was brought with an application, and for which question."""

    application = models.ForeignKey(
        Application,
        verbose_name=_("application"),
        on_delete=models.PROTECT,
        related_name="files",
    )
    code = models.CharField(_("question"), max_length=24)
    file = models.OneToOneField(
        KeptFile, verbose_name=_("file"), on_delete=models.PROTECT, related_name="+"
    )

    class Meta:
        verbose_name = _("file of an application")
        verbose_name_plural = _("files of applications")

    def __str__(self) -> str:
        return str(self.file)
