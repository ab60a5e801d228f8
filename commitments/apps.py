from typing import ClassVar

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class CommitmentsConfig(AppConfig):
    name = "commitments"
    verbose_name = _("Register of commitments")

    # What triggers raise by the name of their rule, as people read it.
    rule_sentences: ClassVar = {
        "a_version_belongs_to_its_application": _("This version belongs to another application."),
        "an_application_is_approved_by_a_decision_with_a_number": _(
            "An application is approved by a decision with a number on its last version."
        ),
        "nobody_is_brought_in_a_circle": _(
            "This partner has brought the other one along, itself or through others: nobody is "
            "brought in a circle."
        ),
        "a_record_that_is_the_same_takes_nothing": _(
            "This record was brought together with another one meanwhile: choose that one."
        ),
        "nothing_is_held_after_a_merger": _(
            "Who has merged into another organisation holds nothing after that day: enter it for "
            "the other one."
        ),
        "no_succession_in_a_circle": _(
            "The one comes from the other already: choose the organisation that is there today."
        ),
    }

    def ready(self) -> None:
        from commitments.enums.applications import ApplicationMail  # noqa: PLC0415 -- the same
        from commitments.enums.bonds import BondMail  # noqa: PLC0415 -- the same
        from commitments.enums.representatives import (  # noqa: PLC0415 -- the same
            RepresentativeMail,
        )
        from commitments.services.importing import queueing  # noqa: PLC0415 -- models are ready now
        from core import job_kinds, outbox  # noqa: PLC0415 -- the same

        outbox.register(ApplicationMail)
        outbox.register(RepresentativeMail)
        outbox.register(BondMail)
        job_kinds.register(job_kinds.JobKind(queueing.KIND, _("Import"), queueing.page_of))
