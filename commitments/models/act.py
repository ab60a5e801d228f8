from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _
from rules.contrib.models import RulesModel


class RevocableAct(RulesModel):
    """What was done to many rows in one go, and whether, when and why it was taken back.

    The table adds what was done and why, `context`, under which the history keeps it, and the
    constraint `says_why_it_was_taken_back`.
    """

    # Under which the history keeps what was undone.
    undo_context = models.UUIDField(null=True, editable=False)
    undone_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("taken back by"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
    )
    undone_at = models.DateTimeField(_("taken back at"), null=True, blank=True)
    undone_because = models.CharField(_("why it was taken back"), max_length=500, blank=True)

    class Meta:
        abstract = True


def says_why_it_was_taken_back(*, name: str) -> models.CheckConstraint:
    """Refuse an act taken back without moment, reason or trace, and any of these without it."""
    return models.CheckConstraint(
        condition=models.Q(undone_at=None, undone_because="", undo_context=None)
        | models.Q(undone_at__isnull=False, undo_context__isnull=False)
        & ~models.Q(undone_because=""),
        name=name,
        violation_error_message=_("Say why it is taken back."),
    )
