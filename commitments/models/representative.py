"""Who acts for an organisation, from when to when, and how they come to it."""

from typing import Any

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _
from rules.contrib.models import RulesModel

from accounts.rules import holds_a_post
from commitments.enums.representatives import RepresentativeRole
from commitments.models.organisation import Organisation
from commitments.rules import organisations_of, view_rules
from core.history import keeps_history
from core.tenure import Tenure, TenureQuerySet, has_a_first_day, has_both_end_and, one_at_a_time

PEOPLE: dict[str, Any] = {"on_delete": models.PROTECT, "related_name": "+"}


@keeps_history()
class Representative(Tenure):
    """Somebody who acts for an organisation from a day to a day; never shown to the public."""

    organisation = models.ForeignKey(
        Organisation,
        verbose_name=_("organisation"),
        on_delete=models.PROTECT,
        related_name="representatives",
    )
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("account"),
        on_delete=models.PROTECT,
        related_name="representations",
    )
    role = models.CharField(_("role"), max_length=8, choices=RepresentativeRole.choices)
    end_reason = models.CharField(_("why it ended"), max_length=200, blank=True)

    objects = TenureQuerySet["Representative"].as_manager()

    class Meta:
        verbose_name = _("representative")
        verbose_name_plural = _("representatives")
        rules_permissions = view_rules
        constraints = [
            one_at_a_time(
                "organisation",
                "user",
                name="nobody_represents_an_organisation_twice",
                says=_("This account represents the organisation at that time already."),
                may_swap=True,
            ),
            one_at_a_time(
                "organisation",
                name="an_organisation_has_one_main_contact",
                says=_("The organisation has a main contact at that time already: hand over."),
                only=models.Q(role=RepresentativeRole.LEAD),
                may_swap=True,
            ),
            has_a_first_day(
                name="a_representation_has_a_first_day",
                says=_("Enter the first day of the representation."),
            ),
            has_both_end_and(
                "end_reason",
                name="a_representation_ends_with_a_reason",
                says=_("Say why the representation ends."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.user} · {self.organisation}"


class InvitationQuerySet(models.QuerySet["Invitation"]):
    def visible_to(self, user: Any) -> "InvitationQuerySet":
        """The secretariat sees every invitation, a representative those of the organisation."""
        if holds_a_post(user):
            return self.all()
        return self.filter(organisation__in=organisations_of(user))

    def open(self) -> "InvitationQuerySet":
        return self.filter(accepted_at=None, withdrawn_at=None)


@keeps_history()
class Invitation(RulesModel):
    """A personal link by which somebody becomes a representative, once."""

    organisation = models.ForeignKey(
        Organisation,
        verbose_name=_("organisation"),
        on_delete=models.PROTECT,
        related_name="invitations",
    )
    email = models.EmailField(_("e-mail"))
    role = models.CharField(_("role"), max_length=8, choices=RepresentativeRole.choices)
    # Who hands over to whoever accepts.
    succeeds = models.ForeignKey(
        Representative, verbose_name=_("hands over"), null=True, blank=True, **PEOPLE
    )
    invited_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name=_("invited by"), null=True, blank=True, **PEOPLE
    )
    invited_at = models.DateTimeField(_("invited at"))
    accepted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name=_("accepted by"), null=True, blank=True, **PEOPLE
    )
    accepted_at = models.DateTimeField(_("accepted at"), null=True, blank=True)
    withdrawn_at = models.DateTimeField(_("withdrawn at"), null=True, blank=True)

    objects = InvitationQuerySet.as_manager()

    class Meta:
        verbose_name = _("invitation")
        verbose_name_plural = _("invitations")
        rules_permissions = view_rules
        constraints = [
            models.UniqueConstraint(
                fields=["organisation", "email"],
                condition=models.Q(accepted_at=None, withdrawn_at=None),
                name="one_open_invitation_per_address",
                violation_error_message=_("This address has an open invitation already."),
            ),
            models.CheckConstraint(
                condition=models.Q(accepted_at=None, accepted_by=None)
                | models.Q(accepted_at__isnull=False, accepted_by__isnull=False, withdrawn_at=None),
                name="an_invitation_is_accepted_by_somebody",
                violation_error_message=_("An accepted invitation says by whom and when."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.email} · {self.organisation}"
