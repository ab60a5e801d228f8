from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _
from rules.contrib.models import RulesModel

from commitments.models.organisation import Organisation
from commitments.rules import edit_rules
from core.append_only import append_only_triggers
from core.history import keeps_history

# A note goes with its organisation into another record, and may be struck out once; its words stay.
_STAYS = """
    (NEW.text, NEW.written_by_id, NEW.written_at)
        IS NOT DISTINCT FROM (OLD.text, OLD.written_by_id, OLD.written_at)
    AND (OLD.struck_at IS NULL OR (NEW.struck_at, NEW.struck_by_id, NEW.struck_because)
        IS NOT DISTINCT FROM (OLD.struck_at, OLD.struck_by_id, OLD.struck_because))
"""


@keeps_history()
class OrganisationNote(RulesModel):
    """What the secretariat tells itself about an organisation; the auditor reads it too.

    Never public, never rewritten.
    """

    organisation = models.ForeignKey(
        Organisation,
        verbose_name=_("organisation"),
        on_delete=models.PROTECT,
        related_name="secretariat_notes",
    )
    text = models.TextField(_("note"), max_length=2000)
    written_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("noted by"),
        null=True,
        on_delete=models.PROTECT,
        related_name="+",
    )
    written_at = models.DateTimeField(_("noted at"))
    struck_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("struck out by"),
        null=True,
        on_delete=models.PROTECT,
        related_name="+",
    )
    struck_at = models.DateTimeField(_("struck out at"), null=True)
    struck_because = models.CharField(_("why it was struck out"), max_length=500, blank=True)

    class Meta:
        verbose_name = _("note of the secretariat")
        verbose_name_plural = _("notes of the secretariat")
        rules_permissions = edit_rules
        constraints = [
            models.CheckConstraint(
                condition=~models.Q(text=""),
                name="a_note_has_words",
                violation_error_message=_("A note needs words."),
            ),
            models.CheckConstraint(
                condition=models.Q(struck_at=None, struck_because="")
                | models.Q(struck_at__isnull=False) & ~models.Q(struck_because=""),
                name="a_note_struck_out_says_when_and_why",
                violation_error_message=_("Say why the note is struck out."),
            ),
        ]
        indexes = [models.Index(fields=["organisation", "written_at"], name="note_of_organisation")]
        triggers = append_only_triggers(still_open=_STAYS)

    def __str__(self) -> str:
        return self.text[:60]
