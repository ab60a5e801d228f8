from typing import ClassVar

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class CommitmentsConfig(AppConfig):
    name = "commitments"
    verbose_name = _("Register of commitments")

    rule_sentences: ClassVar = {
        "no_succession_in_a_circle": _(
            "The one comes from the other already: choose the organisation that is there today."
        ),
    }

    def ready(self) -> None:
        from commitments.services.importing import queueing  # noqa: PLC0415 -- models are ready now
        from core import job_kinds  # noqa: PLC0415 -- the same

        job_kinds.register(job_kinds.JobKind(queueing.KIND, _("Import"), queueing.page_of))
