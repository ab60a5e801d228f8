import datetime as dt

from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import DateRangeField, RangeOperators
from django.db import models
from django.db.models import Deferrable
from django.utils.translation import gettext_lazy as _
from rules.contrib.models import RulesModel

from commitments.models import Organisation
from core.history import keeps_history
from workgroups.enums import SeatEnd, SeatRole
from workgroups.models.body import Body
from workgroups.rules import edit_rules


class SeatQuerySet(models.QuerySet["Seat"]):
    def open_on(self, day: dt.date) -> "SeatQuerySet":
        return self.filter(valid__contains=day)


@keeps_history()
class Seat(RulesModel):
    """An organisation's seat in a body, from a day to a day."""

    body = models.ForeignKey(
        Body, verbose_name=_("body"), on_delete=models.PROTECT, related_name="seats"
    )
    organisation = models.ForeignKey(
        Organisation,
        verbose_name=_("organisation"),
        on_delete=models.PROTECT,
        related_name="seats",
    )
    role = models.CharField(_("role"), max_length=10, choices=SeatRole.choices)
    valid = DateRangeField(_("from – to"), help_text=_("The last day is not included."))
    ended_reason = models.CharField(
        _("reason of the end"), max_length=10, choices=SeatEnd.choices, blank=True
    )
    source = models.CharField(_("source"), max_length=300, blank=True)

    objects = SeatQuerySet.as_manager()

    class Meta:
        verbose_name = _("seat")
        verbose_name_plural = _("seats")
        rules_permissions = edit_rules
        constraints = [
            ExclusionConstraint(
                name="one_lead_organisation_at_a_time",
                expressions=[
                    ("body", RangeOperators.EQUAL),
                    ("valid", RangeOperators.OVERLAPS),
                ],
                condition=models.Q(role=SeatRole.LEAD),
                deferrable=Deferrable.DEFERRED,
            ),
            ExclusionConstraint(
                name="one_seat_of_an_organisation_in_a_body",
                expressions=[
                    ("body", RangeOperators.EQUAL),
                    ("organisation", RangeOperators.EQUAL),
                    ("valid", RangeOperators.OVERLAPS),
                ],
                deferrable=Deferrable.DEFERRED,
            ),
            models.CheckConstraint(
                condition=models.Q(valid__startswith__isnull=False),
                name="a_seat_has_a_first_day",
            ),
            models.CheckConstraint(
                condition=models.Q(valid__endswith__isnull=True, ended_reason="")
                | models.Q(valid__endswith__isnull=False) & ~models.Q(ended_reason=""),
                name="a_seat_has_a_reason_if_and_only_if_it_ended",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.body} · {self.get_role_display()} · {self.organisation}"
