from django.db import models
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _
from rules.contrib.models import RulesModel

from accounts.rules import holds_a_post, is_secretariat
from commitments.enums import TextKey
from core.history import keeps_history


@keeps_history()
class RegisterText(RulesModel):
    """What the public reads about the rules of the register, in the secretariat's words.

    A blank line begins a new paragraph; lines that begin with "- " are a list.
    """

    key = models.CharField(
        _("text"), max_length=24, choices=TextKey.choices, unique=True, editable=False
    )
    body = models.TextField(_("in Chinese"), max_length=4_000)
    body_english = models.TextField(_("in English"), max_length=8_000, blank=True)

    class Meta:
        verbose_name = _("text of the register")
        verbose_name_plural = _("texts of the register")
        rules_permissions = {"view": holds_a_post, "change": is_secretariat}

    def __str__(self) -> str:
        return str(self.get_key_display())

    @property
    def text(self) -> str:
        """The text in the language of the page; the Chinese one where there is no other."""
        is_english = (get_language() or "").startswith("en")
        return (self.body_english if is_english else "") or self.body
