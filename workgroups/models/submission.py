"""The documents of a body's year, made of the parts of `core.models.review`."""

from typing import Any, ClassVar

from django.conf import settings
from django.db import models
from django.db.models.functions import Now
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from rules.contrib.models import RulesModelBase, RulesModelMixin

from core.history import keeps_history
from core.models.review import ReviewedDocument
from core.steps import Steps
from workgroups import rules
from workgroups.enums import (
    ACCEPTED_STATES,
    ANNUAL_KINDS,
    CORRECTING_KINDS,
    ENDORSED_KINDS,
    SUBMISSION_STEPS,
    DocumentKind,
    SubmissionState,
)
from workgroups.models.body import Body
from workgroups.models.submission_triggers import submission_triggers
from workgroups.models.year import Year

State = SubmissionState
TONES = {
    State.RETURNED: "warn",
    State.SUBMITTED: "info",
    State.IN_REVIEW: "info",
    State.RECOMMENDED: "info",
    State.ACCEPTED: "good",
    State.PUBLISHED: "good",
}


def title_of(kind: str, quarter: int | None) -> str:
    """Give what a document of the kind is called, with the quarter of a sheet."""
    if quarter:
        return gettext("progress of quarter %(quarter)s") % {"quarter": quarter}
    return str(DocumentKind(kind).label)


class SubmissionQuerySet(models.QuerySet["Submission"]):
    def visible_to(self, user: Any) -> "SubmissionQuerySet":
        """What the user may read on the desk; the public reads only what `published` gives.

        The secretariat sees a group's document once it was handed in for the first time; officers
        see all of their own body, and what other bodies had accepted.
        """
        seen = models.Q(pk__in=[])
        if rules.reads_all_submissions(user):
            seen |= models.Q(current_version__isnull=False)
        if bodies := rules.bodies_of(user):
            seen |= models.Q(body__in=bodies)
        if rules.bodies_led_or_served_by(user):
            seen |= models.Q(accepted_version__isnull=False)
        return self.filter(seen)

    def published(self, *, on: Any) -> "SubmissionQuerySet":
        """What the public may read: nothing before its own day, nor before the day of its year."""
        return self.public(on=on).filter(state=State.PUBLISHED)

    def public(self, *, on: Any) -> "SubmissionQuerySet":
        """What is published, and what was withdrawn after its day: of that a stub is shown."""
        return self.filter(
            state__in=[State.PUBLISHED, State.WITHDRAWN],
            public_from__lte=on,
            year__public_from__lte=on,
        ).exclude(state=State.WITHDRAWN, state_changed_at__date__lt=models.F("public_from"))


@keeps_history(exclude=["draft", "draft_number", "draft_saved_at", "draft_saved_by"])
class Submission(RulesModelMixin, ReviewedDocument, metaclass=RulesModelBase):
    """One document of a body's year: plan, progress of a quarter, summary, or a correction."""

    STEPS: ClassVar[Steps] = SUBMISSION_STEPS

    kind = models.CharField(_("kind"), max_length=12, choices=DocumentKind.choices)
    body = models.ForeignKey(
        Body, verbose_name=_("body"), on_delete=models.PROTECT, related_name="submissions"
    )
    year = models.ForeignKey(
        Year,
        verbose_name=_("year"),
        to_field="year",
        db_column="year",
        on_delete=models.PROTECT,
        related_name="submissions",
    )
    quarter = models.PositiveSmallIntegerField(_("quarter"), null=True, blank=True)
    corrects = models.ForeignKey(
        "self",
        verbose_name=_("corrects"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="corrections",
    )
    state = models.CharField(
        _("state"), max_length=12, choices=State.choices, default=State.DRAFT, editable=False
    )
    opened_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("opened by"),
        null=True,
        on_delete=models.PROTECT,
        related_name="+",
    )
    opened_at = models.DateTimeField(_("opened at"), db_default=Now(), editable=False)
    due_on = models.DateField(_("due on"), help_text=_("A return sets a new day."))
    current_version = models.ForeignKey(
        "SubmissionVersion",
        verbose_name=_("version handed in"),
        null=True,
        blank=True,
        editable=False,
        on_delete=models.PROTECT,
        related_name="+",
    )
    accepted_version = models.ForeignKey(
        "SubmissionVersion",
        verbose_name=_("version accepted"),
        null=True,
        blank=True,
        editable=False,
        on_delete=models.PROTECT,
        related_name="+",
    )
    recommended_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("recommended by"),
        null=True,
        blank=True,
        editable=False,
        on_delete=models.PROTECT,
        related_name="+",
    )
    public_from = models.DateField(_("public from"), null=True, blank=True, editable=False)
    withdrawn_reason = models.TextField(_("why it was withdrawn"), blank=True, editable=False)

    objects = SubmissionQuerySet.as_manager()

    class Meta:
        verbose_name = _("document of a body")
        verbose_name_plural = _("documents of the bodies")
        rules_permissions = rules.submission_rules
        constraints = [
            models.UniqueConstraint(
                fields=["kind", "body", "year"],
                condition=models.Q(kind__in=sorted(ANNUAL_KINDS)) & ~models.Q(state=State.VOID),
                name="one_plan_and_one_summary_of_a_body_a_year",
                violation_error_message=_("The body has this document of the year already."),
            ),
            models.UniqueConstraint(
                fields=["body", "year", "quarter"],
                condition=models.Q(kind=DocumentKind.SHEET) & ~models.Q(state=State.VOID),
                name="one_progress_sheet_of_a_body_a_quarter",
                violation_error_message=_("The body has a sheet of this quarter already."),
            ),
            models.CheckConstraint(
                condition=models.Q(
                    kind=DocumentKind.SHEET, quarter__isnull=False, quarter__range=(1, 4)
                )
                | ~models.Q(kind=DocumentKind.SHEET) & models.Q(quarter=None),
                name="sheets_and_only_they_have_a_quarter",
                violation_error_message=_("A progress sheet belongs to a quarter from 1 to 4."),
            ),
            models.CheckConstraint(
                condition=models.Q(kind__in=sorted(CORRECTING_KINDS), corrects__isnull=False)
                | ~models.Q(kind__in=sorted(CORRECTING_KINDS)) & models.Q(corrects=None),
                name="corrections_and_only_they_name_what_they_correct",
                violation_error_message=_("A correction names the document it corrects."),
            ),
            models.CheckConstraint(
                condition=models.Q(
                    state__in=sorted(ACCEPTED_STATES), accepted_version__isnull=False
                )
                | ~models.Q(state__in=sorted(ACCEPTED_STATES)) & models.Q(accepted_version=None),
                name="what_is_accepted_names_its_version",
                violation_error_message=_("An accepted document names its accepted version."),
            ),
            models.CheckConstraint(
                condition=models.Q(state__in=sorted({State.DRAFT, State.VOID}))
                | models.Q(current_version__isnull=False),
                name="what_was_handed_in_names_its_version",
                violation_error_message=_("A document that was handed in names its version."),
            ),
            models.CheckConstraint(
                condition=~models.Q(state=State.DECLINED) | models.Q(kind=DocumentKind.CHANGE),
                name="only_changes_of_a_plan_are_declined",
                violation_error_message=_("Only changes of a plan can be declined."),
            ),
            models.CheckConstraint(
                condition=~models.Q(state__in=[State.PUBLISHED, State.WITHDRAWN])
                | models.Q(kind__in=sorted(ENDORSED_KINDS), public_from__isnull=False),
                name="what_is_published_has_a_day",
                violation_error_message=_("What is published has a day from which it is public."),
            ),
            models.CheckConstraint(
                condition=~models.Q(state=State.WITHDRAWN) | ~models.Q(withdrawn_reason=""),
                name="what_is_withdrawn_has_a_reason",
                violation_error_message=_("Say why the document is withdrawn."),
            ),
        ]
        indexes = [models.Index(fields=["year", "body", "kind"], name="submission_of_a_year")]
        triggers = submission_triggers()

    def __str__(self) -> str:
        return f"{self.body} {self.year_id} {self.title}"

    @property
    def needs_endorsement(self) -> bool:
        return self.kind in ENDORSED_KINDS

    @property
    def title(self) -> str:
        """The kind of the document, with the quarter of a sheet."""
        return title_of(self.kind, self.quarter)

    @property
    def tone(self) -> str:
        """How the badge of its state looks."""
        return TONES.get(State(self.state), "")

    @property
    def is_handed_in_late(self) -> bool:
        """Did the last version arrive after the last day, as that day stands now?"""
        version = self.current_version
        return version is not None and timezone.localdate(version.handed_in_at) > self.due_on

    def get_absolute_url(self) -> str:
        return reverse("desk:document", args=[self.pk])
