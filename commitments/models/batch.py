from django.conf import settings
from django.db import models
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _
from rules.contrib.models import RulesModel

from commitments.enums import BatchState
from commitments.rules import view_rules


class ImportBatch(RulesModel):
    """One list that was brought in: the file, who brought it, what became of its rows."""

    file_name = models.CharField(_("file"), max_length=255)
    sha256 = models.CharField(_("checksum"), max_length=64, editable=False)
    content = models.BinaryField(_("content"), null=True, editable=False)
    state = models.CharField(
        _("state"), max_length=12, choices=BatchState.choices, default=BatchState.PREVIEWED
    )
    plan_digest = models.CharField(max_length=64, editable=False, blank=True)
    accepted = models.PositiveIntegerField(_("new"), default=0)
    changed = models.PositiveIntegerField(_("changed"), default=0)
    unchanged = models.PositiveIntegerField(_("unchanged"), default=0)
    refused = models.PositiveIntegerField(_("refused"), default=0)
    report = models.JSONField(_("report"), default=dict, editable=False)
    # Which row holds the headings and what columns mean, where a person has said so.
    columns = models.JSONField(default=dict, editable=False)
    # Numbers of the rows that a person does not want, as far as they have been chosen.
    leave_out = models.JSONField(default=list, editable=False)
    uploaded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("brought by"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
    )
    created_at = models.DateTimeField(_("brought at"), db_default=Now())
    decided_at = models.DateTimeField(_("decided at"), null=True, blank=True)
    # Under which the history keeps what the import did.
    context = models.UUIDField(null=True, editable=False)
    undo_context = models.UUIDField(null=True, editable=False)
    undone_at = models.DateTimeField(_("taken back at"), null=True, blank=True)

    class Meta:
        verbose_name = _("import")
        verbose_name_plural = _("imports")
        rules_permissions = view_rules

    def __str__(self) -> str:
        return f"{self.file_name} #{self.pk}"


class ImportRow(RulesModel):
    """What the comparison with the register said of one row of a list."""

    batch = models.ForeignKey(
        ImportBatch,
        verbose_name=_("import"),
        on_delete=models.CASCADE,
        related_name="rows",
        db_index=False,  # the first column of `row_of_import`
    )
    # Of the row in the sheet, of the line in a CSV.
    number = models.PositiveIntegerField(_("row"))
    name = models.TextField(_("organisation"), blank=True)
    verdict = models.CharField(max_length=9, editable=False)
    # Each with "field", "old" and "new", as a reader sees them.
    changes = models.JSONField(default=list, editable=False)
    # Each with "cell", "heading", "value", "reason" and "remedy".
    problems = models.JSONField(default=list, editable=False)

    class Meta:
        verbose_name = _("row of an import")
        verbose_name_plural = _("rows of imports")
        rules_permissions = view_rules
        indexes = (models.Index(fields=["batch", "verdict", "number"], name="row_of_import"),)

    def __str__(self) -> str:
        return f"{self.batch_id} {self.number}"
