from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class WorkgroupsConfig(AppConfig):
    name = "workgroups"
    verbose_name = _("Committee and working groups")

    def ready(self) -> None:
        from core import parts  # noqa: PLC0415 -- models are there only now
        from workgroups import queries  # noqa: PLC0415 -- the same

        parts.register_part("commitments.organisation", queries.seats_part)
        parts.register_filter("commitments.register", "group", queries.organisations_of_group)
        parts.register_filter("commitments.register", "group_name", queries.name_of_group)
