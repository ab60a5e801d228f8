from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _

from core.parts import register_filter


class ReportsConfig(AppConfig):
    name = "reports"
    verbose_name = _("Statistics and reports")

    def ready(self) -> None:
        from reports.queries.members import members_of  # noqa: PLC0415 -- models are ready only now

        register_filter("commitments.register", "snapshot", members_of)
