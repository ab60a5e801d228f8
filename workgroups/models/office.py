import pgtrigger
from django.db import models
from django.utils.translation import gettext_lazy as _

from accounts.models import Person
from core.history import keeps_history
from core.tenure import Tenure, TenureQuerySet, has_a_first_day, has_both_end_and, one_at_a_time
from workgroups.enums import OfficeRole, SeatEnd
from workgroups.models.body import Body
from workgroups.models.seat import Seat
from workgroups.rules import edit_rules


@keeps_history()
class Office(Tenure):
    """What a person does for a body, from a day to a day, within the time of a seat.

    The seat is the organisation's, the office the person's: people change, the seat stays.
    """

    seat = models.ForeignKey(
        Seat, verbose_name=_("seat"), on_delete=models.PROTECT, related_name="offices"
    )
    body = models.ForeignKey(
        Body, verbose_name=_("body"), on_delete=models.PROTECT, related_name="offices"
    )
    person = models.ForeignKey(
        Person, verbose_name=_("person"), on_delete=models.PROTECT, related_name="offices"
    )
    role = models.CharField(_("office"), max_length=14, choices=OfficeRole.choices)
    ended_reason = models.CharField(
        _("reason of the end"), max_length=10, choices=SeatEnd.choices, blank=True
    )
    source = models.CharField(_("source"), max_length=300, blank=True)

    objects = TenureQuerySet["Office"].as_manager()

    class Meta:
        verbose_name = _("office")
        verbose_name_plural = _("offices")
        rules_permissions = edit_rules
        constraints = [
            one_at_a_time(
                "body",
                name="one_leader_of_a_body_at_a_time",
                says=_("The body has another leader at that time: end that office first."),
                only=models.Q(role=OfficeRole.LEADER),
                may_swap=True,
            ),
            one_at_a_time(
                "body",
                "person",
                "role",
                name="nobody_holds_one_office_of_a_body_twice",
                says=_("The person holds this office at that time already: end that one first."),
                may_swap=True,
            ),
            has_a_first_day(
                name="an_office_has_a_first_day", says=_("Enter the first day of the office.")
            ),
            has_both_end_and(
                "ended_reason",
                name="an_office_has_a_reason_if_and_only_if_it_ended",
                says=_(
                    "An office that has an end has a reason, and only such an office: "
                    "fill in both or neither."
                ),
            ),
        ]
        triggers = [
            pgtrigger.Trigger(
                name="within_its_seat",
                level=pgtrigger.Row,
                when=pgtrigger.After,
                operation=pgtrigger.Insert | pgtrigger.Update,
                timing=pgtrigger.Deferred,
                declare=[
                    ("seat", "workgroups_seat%ROWTYPE"),
                    ("mine", "workgroups_office%ROWTYPE"),
                ],
                # The row as it is at the end of the transaction; the lock keeps another session
                # from shrinking the seat meanwhile.
                func="""
                    SELECT * INTO mine FROM workgroups_office WHERE id = NEW.id;
                    IF NOT FOUND THEN RETURN NULL; END IF;
                    SELECT * INTO seat FROM workgroups_seat WHERE id = mine.seat_id FOR SHARE;
                    IF seat.body_id <> mine.body_id OR NOT seat.valid @> mine.valid THEN
                        RAISE EXCEPTION 'an_office_lies_within_its_seat'
                            USING ERRCODE = 'check_violation',
                                  CONSTRAINT = 'an_office_lies_within_its_seat';
                    END IF;
                    IF mine.role = 'leader' AND seat.role <> 'lead' THEN
                        RAISE EXCEPTION 'a_leader_comes_from_the_lead_organisation'
                            USING ERRCODE = 'check_violation',
                                  CONSTRAINT = 'a_leader_comes_from_the_lead_organisation';
                    END IF;
                    RETURN NULL;
                """,
            ),
        ]

    def __str__(self) -> str:
        return f"{self.body} · {self.get_role_display()} · {self.person}"
