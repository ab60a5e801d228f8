"""Applications to join, made of the parts of `core.models.review`."""

from typing import Any, ClassVar

import pgtrigger
from django.conf import settings
from django.db import models
from django.db.models.functions import Now
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as now_in_words
from django.utils.translation import gettext_lazy as _
from rules.contrib.models import RulesModelBase, RulesModelMixin

from accounts.rules import holds_a_post
from commitments.enums.applications import (
    APPLICATION_STARTS,
    APPLICATION_STEP_WORDS,
    APPLICATION_STEPS,
    ApplicationState,
)
from commitments.models.organisation import Organisation
from commitments.rules import application_rules
from core.history import keeps_history
from core.models.review import ReviewedDocument
from core.steps import Steps, step_triggers

State = ApplicationState
TONES = {
    State.RETURNED: "warn",
    State.SUBMITTED: "info",
    State.IN_REVIEW: "info",
    State.BEFORE_COMMITTEE: "info",
    State.ACCEPTED: "good",
}


class ApplicationQuerySet(models.QuerySet["Application"]):
    def visible_to(self, user: Any) -> "ApplicationQuerySet":
        """What the user may read on the desk: the secretariat what was handed in once."""
        if holds_a_post(user):
            return self.filter(current_version__isnull=False)
        return self.none()

    def of(self, email: str) -> "ApplicationQuerySet":
        """The applications of whoever receives mail at this address."""
        return self.filter(email=email.lower())


@keeps_history(exclude=["draft", "draft_number", "draft_saved_at", "draft_saved_by"])
class Application(RulesModelMixin, ReviewedDocument, metaclass=RulesModelBase):
    """An organisation's application to commit itself, from the first word to the decision.

    Its draft is `{code of the question: answer}`; a version keeps questions and answers as they
    were. The address of the applicant is private.
    """

    STEPS: ClassVar[Steps] = APPLICATION_STEPS
    STEP_WORDS: ClassVar = APPLICATION_STEP_WORDS

    email = models.EmailField(_("applicant's e-mail"))
    state = models.CharField(
        _("state"), max_length=12, choices=State.choices, default=State.DRAFT, editable=False
    )
    name = models.CharField(_("name"), max_length=200, blank=True, editable=False)
    uscc = models.CharField(
        _("unified social credit code"), max_length=18, blank=True, editable=False
    )
    opened_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("opened by"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
    )
    opened_at = models.DateTimeField(_("opened at"), db_default=Now(), editable=False)
    due_on = models.DateField(_("to be handed in again by"), null=True, blank=True)
    current_version = models.ForeignKey(
        "ApplicationVersion",
        verbose_name=_("version handed in"),
        null=True,
        blank=True,
        editable=False,
        on_delete=models.PROTECT,
        related_name="+",
    )
    accepted_version = models.ForeignKey(
        "ApplicationVersion",
        verbose_name=_("version accepted"),
        null=True,
        blank=True,
        editable=False,
        on_delete=models.PROTECT,
        related_name="+",
    )
    organisation = models.ForeignKey(
        Organisation,
        verbose_name=_("organisation in the register"),
        null=True,
        blank=True,
        editable=False,
        on_delete=models.PROTECT,
        related_name="applications",
    )

    objects = ApplicationQuerySet.as_manager()

    class Meta:
        verbose_name = _("application")
        verbose_name_plural = _("applications")
        rules_permissions = application_rules
        constraints = [
            models.CheckConstraint(
                condition=models.Q(
                    state=State.ACCEPTED,
                    accepted_version__isnull=False,
                    organisation__isnull=False,
                )
                | ~models.Q(state=State.ACCEPTED) & models.Q(accepted_version=None),
                name="an_approved_application_names_version_and_organisation",
                violation_error_message=_(
                    "An approved application names its version and its organisation."
                ),
            ),
            models.CheckConstraint(
                condition=models.Q(state__in=sorted({State.DRAFT, State.WITHDRAWN}))
                | models.Q(current_version__isnull=False),
                name="an_application_that_was_handed_in_names_its_version",
                violation_error_message=_("An application that was handed in names its version."),
            ),
        ]
        indexes = [
            models.Index(fields=["email", "opened_at"], name="application_by_email"),
            models.Index(fields=["state", "state_changed_at"], name="application_by_state"),
        ]
        triggers = [
            *step_triggers(
                APPLICATION_STEPS,
                starts=APPLICATION_STARTS,
                recorded=pgtrigger.Q(new__id__isnull=True),
            ),
            pgtrigger.Trigger(
                name="approved_by_a_decision",
                when=pgtrigger.Before,
                operation=pgtrigger.Update,
                condition=pgtrigger.Q(new__state=State.ACCEPTED)
                & ~pgtrigger.Q(old__state=State.ACCEPTED),
                func="""
                    IF NEW.accepted_version_id IS DISTINCT FROM NEW.current_version_id
                       OR NOT EXISTS (
                        SELECT FROM commitments_applicationdecision
                        WHERE version_id = NEW.current_version_id AND outcome = 'accepted'
                          AND number <> ''
                    ) THEN
                        RAISE EXCEPTION 'an_application_is_approved_by_a_decision_with_a_number'
                            USING ERRCODE = 'check_violation';
                    END IF;
                    RETURN NEW;
                """,
            ),
            pgtrigger.Trigger(
                name="versions_are_its_own",
                when=pgtrigger.Before,
                operation=pgtrigger.Update,
                func="""
                    IF EXISTS (
                        SELECT FROM commitments_applicationversion
                        WHERE id IN (NEW.current_version_id, NEW.accepted_version_id)
                          AND document_id <> NEW.id
                    ) THEN
                        RAISE EXCEPTION 'a_version_belongs_to_its_application'
                            USING ERRCODE = 'check_violation';
                    END IF;
                    RETURN NEW;
                """,
            ),
            pgtrigger.Protect(name="an_application_stays", operation=pgtrigger.Delete),
        ]

    def __str__(self) -> str:
        return self.name or now_in_words("application %(number)s") % {"number": self.number}

    @property
    def number(self) -> str:
        """The number that applicant and secretariat speak of."""
        return f"SQ{timezone.localtime(self.opened_at):%Y}-{self.pk:05d}"

    @property
    def tone(self) -> str:
        """How the badge of its state looks."""
        return TONES.get(State(self.state), "")

    @property
    def is_settled(self) -> bool:
        return self.state in {State.ACCEPTED, State.DECLINED, State.WITHDRAWN}

    def get_absolute_url(self) -> str:
        """The page for the secretariat; applicants have their own."""
        return reverse("desk:application", args=[self.pk])
