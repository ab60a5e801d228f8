"""Who brought whom ("1+3"): an organisation that has signed brings its partners along."""

import datetime as dt
from typing import Any, cast

import pgtrigger
from django.conf import settings
from django.db import models
from django.db.models import Case, Exists, OuterRef, Q, Subquery, Value, When
from django.db.models.functions import Coalesce, Now
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from rules.contrib.models import RulesModel

from accounts.rules import holds_a_post
from commitments.enums import SIGNED_STATES, State
from commitments.enums.applications import ApplicationState
from commitments.enums.bonds import BondEnd, BondState, Relation
from commitments.models.application import Application
from commitments.models.commitment import Commitment
from commitments.models.organisation import Organisation
from commitments.rules import edit_rules, organisations_of
from core.history import keeps_history

_NOT_APPROVED = [ApplicationState.DECLINED, ApplicationState.WITHDRAWN]


class BondQuerySet(models.QuerySet["Bond"]):
    def visible_to(self, user: Any) -> "BondQuerySet":
        """The secretariat sees every bond, a representative those of the own organisation."""
        if holds_a_post(user):
            return self.all()
        return self.filter(inviter__in=organisations_of(user))

    def open(self) -> "BondQuerySet":
        """Those that nobody has ended."""
        return self.filter(ended_at=None)

    def on_day(self, day: dt.date) -> Any:
        """Each with `state` and `signed_on` as they are on the day; neither is ever stored."""
        own = Commitment.objects.filter(organisation=OuterRef("partner"), continues=None)
        known = own.filter(signed_on__lte=day, state__in=sorted(SIGNED_STATES))
        since_invited = Coalesce(OuterRef("invited_on"), Value(dt.date.min))
        invited = Q(signed_on__gte=since_invited)
        return self.annotate(
            signed_on=Subquery(known.filter(invited).order_by("signed_on").values("signed_on")[:1]),
            had_signed=Exists(
                known.filter(signed_on__lt=OuterRef("invited_on")).exclude(
                    ended_on__lte=OuterRef("invited_on")
                )
            ),
            is_to_sign=Exists(own.filter(state=State.TO_SIGN)),
        ).annotate(state=_state_on(day))


def _state_on(day: dt.date) -> Case:
    handed_in = Q(application__current_version__isnull=False)
    return Case(
        *(When(ending=end, then=Value(end.value)) for end in BondEnd),
        When(had_signed=True, then=Value(BondState.NOT_COUNTED.value)),
        When(signed_on__isnull=False, then=Value(BondState.SIGNED.value)),
        When(application__state__in=_NOT_APPROVED, then=Value(BondState.DECLINED.value)),
        When(handed_in | Q(is_to_sign=True), then=Value(BondState.APPLIED.value)),
        When(expires_on__lt=day, then=Value(BondState.EXPIRED.value)),
        default=Value(BondState.INVITED.value),
        output_field=models.CharField(),
    )


@keeps_history(exclude=["email", "token_digest", "partner_key"])
class Bond(RulesModel):
    """One organisation brings another: invited by a personal link, or entered with its source.

    How far it is follows from the partner's application and commitment (`on_day`). The contact's
    address is private, stands in no history, and goes once it is not needed (`services.bonds`).
    """

    inviter = models.ForeignKey(
        Organisation,
        verbose_name=pgettext_lazy("partner", "brought by"),
        on_delete=models.PROTECT,
        related_name="bonds",
    )
    partner = models.ForeignKey(
        Organisation,
        verbose_name=_("partner in the register"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="brought_by",
    )
    partner_name = models.CharField(_("name of the partner"), max_length=200)
    partner_key = models.TextField(editable=False, db_collation="C")
    relation = models.CharField(_("relation"), max_length=10, choices=Relation.choices)
    email = models.EmailField(_("contact's e-mail"), blank=True)
    token_digest = models.CharField(max_length=64, blank=True, editable=False)
    invited_on = models.DateField(
        _("invited on"), null=True, blank=True, help_text=_("Leave empty when it is not known.")
    )
    expires_on = models.DateField(_("invitation holds until"), null=True, blank=True)
    entered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("entered by"),
        null=True,
        blank=True,
        editable=False,
        on_delete=models.PROTECT,
        related_name="+",
    )
    entered_at = models.DateTimeField(_("entered at"), db_default=Now(), editable=False)
    application = models.ForeignKey(
        Application,
        verbose_name=_("application"),
        null=True,
        blank=True,
        editable=False,
        on_delete=models.PROTECT,
        related_name="bonds",
    )
    source = models.CharField(
        _("source"),
        max_length=200,
        blank=True,
        help_text=_("For a bond that no invitation shows: the paper or list that says so."),
    )
    ended_at = models.DateTimeField(_("ended at"), null=True, blank=True, editable=False)
    ending = models.CharField(
        _("how it ended"), max_length=12, choices=BondEnd.choices, blank=True, editable=False
    )

    objects = BondQuerySet.as_manager()

    class Meta:
        verbose_name = _("bond of “1+3”")
        verbose_name_plural = _("bonds of “1+3”")
        rules_permissions = edit_rules
        constraints = [
            models.CheckConstraint(
                condition=~Q(partner=models.F("inviter")),
                name="nobody_brings_itself",
                violation_error_message=_("Choose another organisation: nobody brings itself."),
            ),
            models.UniqueConstraint(
                fields=["inviter", "partner"],
                condition=Q(ended_at=None),
                name="a_partner_counts_once_per_inviter",
                violation_error_message=_(
                    "This partner is in the list already: a partner counts once."
                ),
            ),
            models.UniqueConstraint(
                fields=["inviter", "partner_key"],
                condition=Q(ended_at=None, partner=None),
                name="a_name_stands_once_per_inviter",
                violation_error_message=_(
                    "A partner of this name is in the list already: send that invitation again."
                ),
            ),
            models.UniqueConstraint(
                fields=["token_digest"],
                condition=~Q(token_digest=""),
                name="a_link_opens_one_bond",
                violation_error_message=_("This link is in use already: send a new one."),
            ),
            models.CheckConstraint(
                condition=~Q(partner_key=""),
                name="a_partner_has_a_name",
                violation_error_message=_("Enter the name of the partner: it has letters."),
            ),
            models.CheckConstraint(
                condition=~Q(source="") | Q(invited_on__isnull=False, expires_on__isnull=False),
                name="a_bond_has_an_invitation_or_a_source",
                violation_error_message=_(
                    "Enter the paper or list that says so: only an invitation has no source."
                ),
            ),
            models.CheckConstraint(
                condition=Q(ended_at=None, ending="")
                | Q(ended_at__isnull=False, ending__in=BondEnd.values, email="", token_digest=""),
                name="an_ended_bond_says_how_and_forgets_the_contact",
                violation_error_message=_(
                    "A bond that has ended says how, and keeps no address of a contact."
                ),
            ),
        ]
        indexes = [
            models.Index(fields=["partner"], name="bond_by_partner"),
            models.Index(
                fields=["partner_key"], condition=Q(partner=None), name="bond_by_partner_name"
            ),
        ]
        triggers = [
            pgtrigger.Trigger(
                name="nobody_is_brought_in_a_circle",
                when=pgtrigger.Before,
                operation=pgtrigger.Insert | pgtrigger.UpdateOf("inviter_id", "partner_id"),
                condition=pgtrigger.Q(new__partner_id__isnull=False, new__ended_at__isnull=True),
                # One after the other: two that close a circle together would not see each other.
                func="""
                    PERFORM pg_advisory_xact_lock(hashtext('commitments_bond'));
                    IF NEW.partner_id <> NEW.inviter_id AND EXISTS (
                        WITH RECURSIVE brought AS (
                            SELECT NEW.partner_id AS id
                            UNION
                            SELECT bond.partner_id
                            FROM commitments_bond AS bond
                            JOIN brought ON brought.id = bond.inviter_id
                            WHERE bond.partner_id IS NOT NULL AND bond.ended_at IS NULL
                        )
                        SELECT FROM brought WHERE id = NEW.inviter_id
                    ) THEN
                        RAISE EXCEPTION 'nobody_is_brought_in_a_circle'
                            USING ERRCODE = 'check_violation';
                    END IF;
                    RETURN NEW;
                """,
            ),
            pgtrigger.Protect(name="a_bond_stays", operation=pgtrigger.Delete),
        ]

    def __str__(self) -> str:
        return f"{self.inviter} → {self.shown_name}"

    @property
    def shown_name(self) -> str:
        """The partner's name in the register, else as the inviter wrote it."""
        return self.partner.name if self.partner else self.partner_name

    def get_absolute_url(self) -> str:
        """The page of the inviter's own people."""
        return reverse("desk:partners", args=[self.inviter.code])

    @property
    def state_on_day(self) -> BondState:
        """The state that `on_day` has found."""
        return BondState(cast(Any, self).state)
