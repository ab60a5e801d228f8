from django.conf import settings
from django.db import models
from django.utils.translation import get_language, gettext
from django.utils.translation import gettext_lazy as _

from commitments.models.act import RevocableAct, says_why_it_was_taken_back
from commitments.rules import view_rules
from core.history import keeps_history


@keeps_history()
class BulkEdit(RevocableAct):
    """One change of many records at once: what was set, why, and whether it was taken back."""

    # What was set, sentence by sentence in each language; the columns by which it is taken back.
    done = models.JSONField(_("what was set"), default=list, editable=False)
    columns = models.JSONField(default=list, editable=False)
    count = models.PositiveIntegerField(_("organisations"))
    reason = models.CharField(_("reason"), max_length=500)
    edited_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("edited by"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
    )
    edited_at = models.DateTimeField(_("edited at"))
    # Under which the history keeps what was done.
    context = models.UUIDField(editable=False)

    class Meta:
        verbose_name = _("edit of many records")
        verbose_name_plural = _("edits of many records")
        rules_permissions = view_rules
        constraints = [
            models.CheckConstraint(
                condition=~models.Q(reason=""),
                name="an_edit_of_many_has_a_reason",
                violation_error_message=_("Say why the records are changed."),
            ),
            says_why_it_was_taken_back(name="an_edit_of_many_taken_back_says_when_and_why"),
        ]

    def __str__(self) -> str:
        return f"{gettext('; ').join(self.sentences)} #{self.pk}"

    @property
    def sentences(self) -> list[str]:
        """What was set, in the reader's language; the first edits have their editor's alone."""
        if isinstance(self.done, list):
            return self.done
        said: list[str] = self.done.get(get_language()) or self.done[settings.LANGUAGE_CODE]
        return said
