from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _

from core.parts import register_filter


class ReportsConfig(AppConfig):
    name = "reports"
    verbose_name = _("Statistics and reports")

    def ready(self) -> None:
        from core import job_kinds  # noqa: PLC0415 -- models are ready only now
        from reports.queries.members import members_of  # noqa: PLC0415 -- models are ready only now
        from reports.queries.runs import KIND, statistics_page  # noqa: PLC0415 -- the same

        register_filter("commitments.register", "snapshot", members_of)
        job_kinds.register(job_kinds.JobKind(KIND, _("Statistics"), statistics_page))
