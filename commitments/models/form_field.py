from django.core.validators import RegexValidator
from django.db import models
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _
from rules.contrib.models import RulesModel

from commitments.enums.applications import FieldKind, Section
from commitments.rules import edit_rules
from core.history import keeps_history


@keeps_history()
class FormField(RulesModel):
    """One question of the application form: the secretariat words, orders and adds them.

    The portal knows what to do with the answers to the questions it began with (`is_built_in`):
    their code and kind stay. What else is asked is kept with the application.
    """

    code = models.CharField(
        _("code"), max_length=24, unique=True, validators=[RegexValidator(r"^[a-z][a-z0-9_]*$")]
    )
    section = models.CharField(_("part of the form"), max_length=16, choices=Section.choices)
    position = models.PositiveSmallIntegerField(_("place in the part"), default=100)
    kind = models.CharField(_("kind of answer"), max_length=10, choices=FieldKind.choices)
    label = models.CharField(_("question"), max_length=80)
    label_english = models.CharField(_("question in English"), max_length=160, blank=True)
    hint = models.CharField(_("hint"), max_length=200, blank=True)
    hint_english = models.CharField(_("hint in English"), max_length=400, blank=True)
    choices = models.TextField(
        _("choices"),
        blank=True,
        help_text=_("One a line; only for questions with choices: 中文 | English"),
    )
    is_required = models.BooleanField(_("must be answered"), default=False)
    is_private = models.BooleanField(
        _("never public"), default=False, help_text=_("Of people: read by the secretariat alone.")
    )
    is_asked = models.BooleanField(_("is asked"), default=True)
    is_built_in = models.BooleanField(_("known to the portal"), default=False, editable=False)

    class Meta:
        verbose_name = _("question of the application form")
        verbose_name_plural = _("questions of the application form")
        rules_permissions = edit_rules

    def __str__(self) -> str:
        return self.label

    @property
    def words(self) -> str:
        """The question in the language of the page."""
        return (self.label_english if _is_english() else "") or self.label

    @property
    def help_words(self) -> str:
        """The hint in the language of the page."""
        return (self.hint_english if _is_english() else "") or self.hint

    def options(self) -> list[tuple[str, str]]:
        """Give the choices that are written at the question: what is kept, and what is shown.

        Kept is the Chinese word, or what stands before a colon: "park: 化工园区 | chemical park".
        """
        found = []
        for line in filter(None, map(str.strip, self.choices.splitlines())):
            value, colon, words = line.partition(":")
            chinese, _bar, english = (words if colon else line).partition("|")
            kept = value.strip() if colon else chinese.strip()
            shown = (english.strip() if _is_english() else "") or chinese.strip()
            found.append((kept, shown))
        return found


def _is_english() -> bool:
    return (get_language() or "").startswith("en")
