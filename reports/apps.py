from typing import ClassVar

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _

from core.parts import register_filter


class ReportsConfig(AppConfig):
    name = "reports"
    verbose_name = _("Statistics and reports")

    # What triggers raise by the name of their rule, as people read it.
    rule_sentences: ClassVar = {
        "a_report_quotes_accepted_versions_of_its_year": _(
            "A report quotes accepted versions of its year, and plans for the next one."
        ),
        "only_drafts_are_written": _(
            "Only a draft is edited: open the edition for editing again, or open a correction."
        ),
        "published_files_stay": _("The files of a published edition stay: open a correction."),
        "what_is_frozen_stays": _(
            "What is frozen stays: open the edition for editing again first."
        ),
    }

    def ready(self) -> None:
        from commitments.services.uniting import following  # noqa: PLC0415 -- models are ready only now
        from core import job_kinds, outbox  # noqa: PLC0415 -- the same
        from reports.enums import Mail  # noqa: PLC0415 -- the same
        from reports.queries.members import members_of  # noqa: PLC0415 -- models are ready only now
        from reports.queries.report import editions  # noqa: PLC0415 -- the same
        from reports.queries.runs import KIND, statistics_page  # noqa: PLC0415 -- the same

        register_filter("commitments.register", "snapshot", members_of)
        job_kinds.register(job_kinds.JobKind(KIND, _("Statistics"), statistics_page))
        job_kinds.register(
            job_kinds.JobKind(editions.KIND, _("Annual report"), editions.report_page)
        )
        outbox.register(Mail)
        # A published figure keeps its rows, as they were counted.
        following.register("reports.SnapshotMember.organisation", following.stays)
        following.register("reports.SnapshotMember.park", following.stays)
