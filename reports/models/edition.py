"""An edition of a year's annual report: written, frozen, approved, published, never changed."""

from typing import Any, ClassVar

import pgtrigger
from django.conf import settings
from django.db import models
from django.db.models.functions import Now
from django.urls import reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from rules.contrib.models import RulesModel

from core.history import keeps_history
from core.steps import Steps, step_triggers
from reports import rules
from reports.enums import (
    DECIDED_EDITIONS,
    EDITION_STARTS,
    EDITION_STEP_WORDS,
    EDITION_STEPS,
    FIXED_EDITIONS,
    OPEN_EDITIONS,
    PUBLIC_EDITIONS,
    EditionState,
)
from reports.models.snapshot import Snapshot

State = EditionState
TONES = {
    State.DRAFT: "",
    State.FROZEN: "info",
    State.APPROVED: "info",
    State.PUBLISHED: "good",
}


class EditionQuerySet(models.QuerySet["Edition"]):
    def visible_to(self, user: Any) -> "EditionQuerySet":
        """Posts see every edition; leaders those that quote a document of their body."""
        if rules.holds_a_post(user):
            return self
        bodies = rules.bodies_led_by(user)
        return self.filter(pins__body__in=bodies).exclude(state=State.VOID).distinct()

    def open(self) -> "EditionQuerySet":
        return self.filter(state__in=OPEN_EDITIONS)

    def public(self) -> "EditionQuerySet":
        return self.filter(state__in=PUBLIC_EDITIONS)

    def current(self) -> "EditionQuerySet":
        """The edition that a year shows."""
        return self.filter(state=State.PUBLISHED)


@keeps_history(exclude=["content"])
class Edition(RulesModel):
    """One edition. `content` is the whole report as it was frozen, as canonical JSON."""

    STEPS: ClassVar[Steps] = EDITION_STEPS
    STEP_WORDS: ClassVar = EDITION_STEP_WORDS

    year = models.PositiveSmallIntegerField(_("year"))
    number = models.PositiveSmallIntegerField(_("edition"))
    title = models.CharField(_("title"), max_length=80)
    state = models.CharField(
        _("state"), max_length=12, choices=State.choices, default=State.DRAFT, editable=False
    )
    state_changed_at = models.DateTimeField(_("state since"), db_default=Now(), editable=False)
    snapshot = models.ForeignKey(
        Snapshot, verbose_name=_("statistics"), on_delete=models.PROTECT, related_name="editions"
    )
    corrects = models.ForeignKey(
        "self",
        verbose_name=_("corrects"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="corrections",
    )
    why = models.TextField(_("why it is corrected"), blank=True)
    opened_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("opened by"),
        null=True,
        on_delete=models.PROTECT,
        related_name="+",
    )
    opened_at = models.DateTimeField(_("opened at"), db_default=Now(), editable=False)
    content = models.TextField(_("frozen content"), blank=True, editable=False)
    content_sha256 = models.CharField(_("checksum"), max_length=64, blank=True, editable=False)
    gaps_reason = models.TextField(_("why something is missing"), blank=True, editable=False)
    decision_number = models.CharField(_("number of the decision"), max_length=60, blank=True)
    decided_on = models.DateField(_("decided on"), null=True, blank=True)
    published_at = models.DateTimeField(_("published at"), null=True, editable=False)

    objects = EditionQuerySet.as_manager()

    class Meta:
        verbose_name = _("edition of the annual report")
        verbose_name_plural = _("editions of the annual report")
        rules_permissions = rules.edition_rules
        constraints = [
            models.UniqueConstraint(
                fields=["year", "number"],
                name="editions_of_a_year_are_counted",
                violation_error_message=_("The year has an edition of this number already."),
            ),
            models.UniqueConstraint(
                fields=["year"],
                condition=models.Q(state__in=sorted(OPEN_EDITIONS)),
                name="one_edition_of_a_year_is_worked_on",
                violation_error_message=_("An edition of this year is being worked on already."),
            ),
            models.UniqueConstraint(
                fields=["year"],
                condition=models.Q(state=State.PUBLISHED),
                name="a_year_shows_one_edition",
                violation_error_message=_("The year shows another edition already."),
            ),
            models.CheckConstraint(
                condition=models.Q(state__in=sorted(FIXED_EDITIONS)) & ~models.Q(content="")
                | ~models.Q(state__in=sorted(FIXED_EDITIONS)) & models.Q(content=""),
                name="a_frozen_edition_has_its_content",
                violation_error_message=_("An edition has a content from its freezing on."),
            ),
            models.CheckConstraint(
                condition=~models.Q(state__in=sorted(DECIDED_EDITIONS))
                | ~models.Q(decision_number="") & models.Q(decided_on__isnull=False),
                name="an_approved_edition_names_the_decision",
                violation_error_message=_(
                    "Enter the number and the day of the committee's decision."
                ),
            ),
            models.CheckConstraint(
                condition=~models.Q(state__in=sorted(PUBLIC_EDITIONS))
                | models.Q(published_at__isnull=False),
                name="a_published_edition_has_a_moment",
                violation_error_message=_("A published edition says since when it is public."),
            ),
        ]
        triggers = [
            *step_triggers(
                EDITION_STEPS, starts=EDITION_STARTS, recorded=pgtrigger.Q(new__id__isnull=True)
            ),
            pgtrigger.ReadOnly(name="an_edition_stays_its_own", fields=["year", "number"]),
            pgtrigger.Protect(name="an_edition_stays", operation=pgtrigger.Delete),
            pgtrigger.Trigger(
                name="what_is_frozen_stays",
                when=pgtrigger.Before,
                operation=pgtrigger.Update,
                func="""
                    IF OLD.state <> 'draft' AND NEW.state <> 'draft' AND (
                        NEW.content <> OLD.content OR NEW.title <> OLD.title
                        OR NEW.why <> OLD.why OR NEW.snapshot_id <> OLD.snapshot_id
                    ) THEN
                        RAISE EXCEPTION 'what_is_frozen_stays'
                            USING ERRCODE = 'check_violation';
                    END IF;
                    NEW.content_sha256 = CASE NEW.content WHEN '' THEN '' ELSE
                        encode(sha256(convert_to(NEW.content, 'UTF8')), 'hex') END;
                    RETURN NEW;
                """,
            ),
        ]

    def __str__(self) -> str:
        words = {"year": self.year, "number": self.number}
        return gettext("annual report %(year)s, edition %(number)s") % words

    def get_absolute_url(self) -> str:
        return reverse("desk:edition", args=[self.pk])

    @property
    def public_url(self) -> str:
        """The address under which this very edition stays."""
        return reverse("annual:edition", args=[self.year, self.number])

    @property
    def tone(self) -> str:
        """How the badge of its state looks."""
        return TONES.get(State(self.state), "")

    @property
    def is_draft(self) -> bool:
        return self.state == State.DRAFT

    @property
    def is_public(self) -> bool:
        return self.state in PUBLIC_EDITIONS
