from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class AccountsConfig(AppConfig):
    name = "accounts"
    verbose_name = _("People and access")

    def ready(self) -> None:
        from accounts.enums import Mail  # noqa: PLC0415 -- models are there only now
        from core import outbox  # noqa: PLC0415 -- the same

        outbox.register(Mail)
