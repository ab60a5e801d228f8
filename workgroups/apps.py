from typing import ClassVar

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class WorkgroupsConfig(AppConfig):
    name = "workgroups"
    verbose_name = _("Committee and working groups")

    # What triggers raise by the name of their rule, as people read it.
    rule_sentences: ClassVar = {
        "a_correction_is_of_the_same_item": _("A correction is of progress of the same item."),
        "a_document_is_accepted_by_a_decision_on_its_last_version": _(
            "A document is accepted only by a decision on its last version, endorsed where its "
            "kind asks for it."
        ),
        "a_leader_comes_from_the_lead_organisation": _(
            "The leader comes from the lead organisation: choose its seat, or another office."
        ),
        "a_version_belongs_to_its_document": _("This version belongs to another document."),
        "an_item_is_carried_from_an_earlier_year_of_its_body": _(
            "An item is carried over from an earlier year of the same body."
        ),
        "an_item_is_worded_by_an_accepted_version": _(
            "An item is worded by its accepted plan: change it by a correction of the plan."
        ),
        "an_office_lies_within_its_seat": _(
            "An office lies within the time of its seat and in the same body: change the days, or "
            "end the office first."
        ),
        "evidence_belongs_to_the_item": _("This evidence belongs to another item."),
        "lines_are_kept_of_accepted_summaries": _("This summary has not been accepted yet."),
        "nobody_decides_on_the_own_body": _(
            "Whoever holds an office in the body does not decide on its documents."
        ),
        "only_working_groups_and_the_secretariat_hand_in": _(
            "Only working groups and the secretariat hand in such documents."
        ),
        "progress_is_not_of_a_day_to_come": _(
            "This day is to come: enter today or an earlier day."
        ),
        "the_accepted_version_stays": _("What was accepted stays: hand in a correction."),
        "what_is_done_has_evidence": _("What is done needs evidence: add some to the progress."),
    }

    def ready(self) -> None:
        from commitments.services.uniting import following  # noqa: PLC0415 -- the same
        from core import job_kinds, outbox, parts  # noqa: PLC0415 -- models are there only now
        from workgroups import queries  # noqa: PLC0415 -- the same
        from workgroups.enums import Mail  # noqa: PLC0415 -- the same
        from workgroups.queries import tenures  # noqa: PLC0415 -- the same
        from workgroups.services import reminding  # noqa: PLC0415 -- the same

        following.register("workgroups.Seat.organisation", following.goes_over)
        outbox.register(Mail)
        kind = job_kinds.JobKind(reminding.KIND, _("Reminders"), reminding.page_of)
        job_kinds.register(kind)
        parts.register_part("commitments.organisation", queries.seats_part)
        parts.register_part("accounts.person", tenures.offices_part)
        parts.register_filter("commitments.register", "group", queries.organisations_of_group)
        parts.register_filter("commitments.register", "group_name", queries.name_of_group)
        parts.register_filter("commitments.register", "group_page", queries.page_of_group)
