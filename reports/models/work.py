"""What the working groups planned and reported, as it was counted."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from reports.enums import Quoted
from reports.models.snapshot import Snapshot, built_once
from workgroups.enums import ItemKind, ProgressStatus, ResultGrade
from workgroups.models import Body


class CountedWork(models.Model):
    """A line of a group's published plan or summary that was counted, with what it was counted by.

    What each column means stands in `workgroups.queries.counting.Work`.
    """

    snapshot = models.ForeignKey(Snapshot, on_delete=models.CASCADE, related_name="work")
    said_in = models.CharField(_("stands in"), max_length=10, choices=Quoted.choices)
    body = models.ForeignKey(
        Body, verbose_name=_("working group"), on_delete=models.PROTECT, related_name="+"
    )
    position = models.PositiveSmallIntegerField(_("position"))
    title = models.CharField(_("title"), max_length=200)
    kind = models.CharField(_("kind"), max_length=16, choices=ItemKind.choices)
    status = models.CharField(
        _("status"), max_length=12, choices=ProgressStatus.choices, blank=True
    )
    grade = models.CharField(_("result"), max_length=12, choices=ResultGrade.choices, blank=True)
    is_carried = models.BooleanField(_("carried over"), default=False)
    is_planned = models.BooleanField(_("planned"), null=True, default=True)
    has_evidence = models.BooleanField(_("with evidence"), default=False)

    class Meta:
        verbose_name = _("counted work")
        verbose_name_plural = _("counted work")
        constraints = [
            models.UniqueConstraint(
                fields=["snapshot", "said_in", "body", "position"],
                name="a_snapshot_counts_a_line_once",
                violation_error_message=_("This line is counted in these statistics already."),
            )
        ]
        triggers = built_once()

    def __str__(self) -> str:
        return self.title
