from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from rules.contrib.models import RulesModel

from accounts.rules import holds_a_post, is_secretariat
from core.history import keeps_history


@keeps_history()
class Person(RulesModel):
    """Somebody who holds an office of a body; may or may not sign in.

    The name is shown to the public only with the person's consent; telephone numbers are not kept.
    """

    name = models.CharField(_("name"), max_length=60)
    position = models.CharField(
        _("position"), max_length=100, blank=True, help_text=_("In the own organisation.")
    )
    user = models.OneToOneField(
        settings.AUTH_USER_MODEL,
        verbose_name=_("account"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="person",
    )
    is_public = models.BooleanField(
        _("name may be shown in public"),
        default=False,
        help_text=_("Only with the person's own recorded consent."),
    )

    class Meta:
        verbose_name = _("person")
        verbose_name_plural = pgettext_lazy("accounts", "people")
        rules_permissions = {"view": holds_a_post, "add": is_secretariat, "change": is_secretariat}

    def __str__(self) -> str:
        return f"{self.name} ({self.position})" if self.position else self.name
