from typing import Any, ClassVar

import pgtrigger
from django.conf import settings
from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from rules.contrib.models import RulesModel

from accounts.rules import holds_a_post, is_secretariat
from commitments.enums.representatives import TEXT_STARTS, TEXT_STEPS, TextState
from commitments.models.organisation import Organisation
from commitments.rules import organisations_of
from core.history import keeps_history
from core.steps import Steps, step_triggers

LONGEST = 1_200


class PublicTextQuerySet(models.QuerySet["PublicText"]):
    def visible_to(self, user: Any) -> "PublicTextQuerySet":
        """The secretariat reads every text, a representative those of the organisation."""
        if holds_a_post(user):
            return self.all()
        return self.filter(organisation__in=organisations_of(user))


@keeps_history()
class PublicText(RulesModel):
    """What an organisation says about itself; public once the secretariat has checked it."""

    STEPS: ClassVar[Steps] = TEXT_STEPS

    organisation = models.ForeignKey(
        Organisation,
        verbose_name=_("organisation"),
        on_delete=models.PROTECT,
        related_name="public_texts",
    )
    body = models.TextField(_("in Chinese"), max_length=LONGEST)
    body_english = models.TextField(_("in English"), max_length=2 * LONGEST, blank=True)
    state = models.CharField(
        _("state"), max_length=12, choices=TextState.choices, default=TextState.SUBMITTED
    )
    state_changed_at = models.DateTimeField(_("state since"))
    written_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("written by"),
        on_delete=models.PROTECT,
        related_name="+",
    )
    written_at = models.DateTimeField(_("written at"))
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("decided by"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
    )
    answer = models.TextField(_("the secretariat's answer"), blank=True)

    objects = PublicTextQuerySet.as_manager()

    class Meta:
        verbose_name = _("text of an organisation")
        verbose_name_plural = _("texts of organisations")
        rules_permissions = {
            "view": holds_a_post,
            "publish": is_secretariat,
            "send_back": is_secretariat,
        }
        constraints = [
            models.UniqueConstraint(
                fields=["organisation", "state"],
                condition=models.Q(state__in=["published", "submitted"]),
                name="one_text_is_public_and_one_waits",
                violation_error_message=_("A text of the organisation is in this state already."),
            ),
            models.CheckConstraint(
                condition=~models.Q(body=""),
                name="a_text_has_words",
                violation_error_message=_("A text needs words."),
            ),
        ]
        triggers = [
            *step_triggers(
                TEXT_STEPS, starts=TEXT_STARTS, recorded=pgtrigger.Q(new__id__isnull=True)
            ),
            pgtrigger.ReadOnly(
                name="a_text_stays_as_it_was_checked",
                fields=["organisation", "body", "body_english", "written_by", "written_at"],
            ),
        ]

    def __str__(self) -> str:
        return f"{self.organisation} {self.get_state_display()}"

    def get_absolute_url(self) -> str:
        return reverse("desk:text", args=[self.pk])
