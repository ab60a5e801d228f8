import pgtrigger
from django.db import models
from django.utils.translation import gettext_lazy as _

from commitments.models import Organisation
from core.history import keeps_history
from core.tenure import Tenure, TenureQuerySet, has_a_first_day, has_both_end_and, one_at_a_time
from workgroups.enums import SeatEnd, SeatRole
from workgroups.models.body import Body
from workgroups.rules import edit_rules


@keeps_history()
class Seat(Tenure):
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
    ended_reason = models.CharField(
        _("reason of the end"), max_length=10, choices=SeatEnd.choices, blank=True
    )
    source = models.CharField(_("source"), max_length=300, blank=True)

    objects = TenureQuerySet["Seat"].as_manager()

    class Meta:
        verbose_name = _("seat")
        verbose_name_plural = _("seats")
        rules_permissions = edit_rules
        constraints = [
            one_at_a_time(
                "body",
                name="one_lead_organisation_at_a_time",
                says=_("The body has another lead organisation at that time: end its seat first."),
                only=models.Q(role=SeatRole.LEAD),
                may_swap=True,
            ),
            one_at_a_time(
                "body",
                "organisation",
                name="one_seat_of_an_organisation_in_a_body",
                says=_(
                    "The organisation has a seat in this body at that time: end that one first."
                ),
                may_swap=True,
            ),
            has_a_first_day(
                name="a_seat_has_a_first_day", says=_("Enter the first day of the seat.")
            ),
            has_both_end_and(
                "ended_reason",
                name="a_seat_has_a_reason_if_and_only_if_it_ended",
                says=_(
                    "A seat that has an end has a reason, and only such a seat: "
                    "fill in both or neither."
                ),
            ),
        ]
        triggers = [
            pgtrigger.Trigger(
                name="holds_its_offices",
                level=pgtrigger.Row,
                when=pgtrigger.After,
                operation=pgtrigger.Update,
                timing=pgtrigger.Deferred,
                declare=[("mine", "workgroups_seat%ROWTYPE")],
                # Whoever opens an office locks the seat first, so this sees it or waits for it.
                func="""
                    SELECT * INTO mine FROM workgroups_seat WHERE id = NEW.id;
                    IF EXISTS (
                        SELECT FROM workgroups_office AS office
                        WHERE office.seat_id = mine.id
                          AND (NOT mine.valid @> office.valid OR office.body_id <> mine.body_id
                               OR office.role = 'leader' AND mine.role <> 'lead')
                    ) THEN
                        RAISE EXCEPTION 'an_office_lies_within_its_seat'
                            USING ERRCODE = 'check_violation',
                                  CONSTRAINT = 'an_office_lies_within_its_seat';
                    END IF;
                    RETURN NULL;
                """,
            ),
        ]

    def __str__(self) -> str:
        return f"{self.body} · {self.get_role_display()} · {self.organisation}"
