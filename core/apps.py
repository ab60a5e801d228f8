from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class CoreConfig(AppConfig):
    name = "core"
    verbose_name = _("Jobs and mail")

    def ready(self) -> None:
        from core import outbox  # noqa: PLC0415 -- models are there only now
        from core.enums import Mail  # noqa: PLC0415 -- the same

        outbox.register(Mail)
