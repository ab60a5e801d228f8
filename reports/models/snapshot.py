"""A year's statistics: who was counted, on which day, by which rule, and what came out."""

from typing import Any, ClassVar

import pgtrigger
from django.db import models
from django.db.models.functions import Now
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from rules.contrib.models import RulesModel

from commitments.enums import Kind, Ownership, Status
from commitments.models import Industry, Organisation, Region
from core.models import JobRun
from core.steps import Steps, step_triggers
from reports.enums import (
    READABLE_STATES,
    SHOWN_STATES,
    START_STATES,
    STEPS,
    Dimension,
    Rule,
    SnapshotState,
    Unit,
)
from reports.rules import view_rules


def built_once() -> list[Any]:
    """Triggers of what belongs to a snapshot: written while it is built, never edited."""
    return [
        pgtrigger.Protect(name="never_edited", operation=pgtrigger.Update),
        _only_while_building("added_while_building", pgtrigger.Insert, new="touched"),
        _only_while_building("removed_while_building", pgtrigger.Delete, old="touched"),
    ]


def _only_while_building(name: str, operation: Any, **rows: str) -> pgtrigger.Trigger:
    """Asked once per statement: a check per row would cost more than the rows themselves.

    A row of no snapshot at all is refused too.
    """
    return pgtrigger.Trigger(
        name=name,
        level=pgtrigger.Statement,
        when=pgtrigger.After,
        operation=operation,
        referencing=pgtrigger.Referencing(**rows),
        func="""
            IF EXISTS (
                SELECT FROM (SELECT DISTINCT snapshot_id FROM touched) AS one
                LEFT JOIN reports_snapshot AS snapshot ON snapshot.id = one.snapshot_id
                WHERE snapshot.state IS DISTINCT FROM 'building'
            ) THEN
                RAISE EXCEPTION 'the rows of a finished snapshot stay (%)', TG_TABLE_NAME;
            END IF;
            RETURN NULL;
        """,
    )


class SnapshotQuerySet(models.QuerySet["Snapshot"]):
    def current(self) -> "SnapshotQuerySet":
        """Those that stand on the pages of their years, frozen or not."""
        return self.filter(state__in=SHOWN_STATES)

    def readable(self) -> "SnapshotQuerySet":
        return self.filter(state__in=READABLE_STATES)


class Snapshot(RulesModel):
    """The statistics of one year as at one day, as they were built at one moment."""

    STEPS: ClassVar[Steps] = STEPS

    year = models.PositiveSmallIntegerField(_("year"))
    as_at = models.DateField(_("as at"))
    rule = models.CharField(_("counting rule"), max_length=20, choices=Rule.choices)
    rule_version = models.PositiveSmallIntegerField(_("version of the rule"), default=1)
    state = models.CharField(
        _("state"), max_length=12, choices=SnapshotState.choices, default=SnapshotState.BUILDING
    )
    state_changed_at = models.DateTimeField(_("state since"), db_default=Now())
    made_at = models.DateTimeField(_("built at"), db_default=Now())
    has_demo = models.BooleanField(_("counts demonstration data"), default=False)
    run = models.ForeignKey(
        JobRun,
        verbose_name=_("job"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="snapshots",
    )

    objects = SnapshotQuerySet.as_manager()

    class Meta:
        verbose_name = _("statistics of a year")
        verbose_name_plural = _("statistics of the years")
        rules_permissions = view_rules
        constraints = [
            models.UniqueConstraint(
                fields=["year"],
                condition=models.Q(state__in=SHOWN_STATES),
                name="a_year_has_one_current_snapshot",
                violation_error_message=_(
                    "The year has current statistics: they must be superseded first."
                ),
            ),
            models.UniqueConstraint(
                fields=["run"],
                name="a_run_builds_one_snapshot",
                violation_error_message=_("This job has built its statistics already."),
            ),
            models.UniqueConstraint(
                fields=["year"],
                condition=models.Q(state=SnapshotState.BESIDE),
                name="beside_a_frozen_snapshot_stands_one",
                violation_error_message=_(
                    "One recount stands beside the frozen statistics already."
                ),
            ),
            models.CheckConstraint(
                condition=models.Q(as_at__year=models.F("year")),
                name="a_snapshot_is_as_at_a_day_of_its_year",
                violation_error_message=_("The statistics of a year are as at a day of that year."),
            ),
        ]
        triggers = [
            *step_triggers(STEPS, starts=START_STATES, recorded=pgtrigger.Q(new__id__isnull=True)),
            pgtrigger.ReadOnly(
                name="says_always_the_same",
                fields=["year", "as_at", "rule", "rule_version", "made_at", "run"],
            ),
            pgtrigger.Protect(
                name="only_a_building_one_is_removed",
                operation=pgtrigger.Delete,
                condition=~pgtrigger.Q(old__state=SnapshotState.BUILDING),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.year} ({self.as_at}) #{self.pk}"

    def get_absolute_url(self) -> str:
        return reverse("reports:statistics", args=[self.year])


class SnapshotMember(models.Model):
    """An organisation that was counted, with the facts by which it was counted."""

    # Two indexes serve all that is asked; one per key would cost more than the rows. A check per
    # row and key would double the time of the run: the facts are copied from rows that have passed
    # it, and the trigger asks for the snapshot once per statement.
    snapshot = models.ForeignKey(
        Snapshot,
        on_delete=models.CASCADE,
        related_name="members",
        db_index=False,
        db_constraint=False,
    )
    organisation = models.ForeignKey(
        Organisation, on_delete=models.PROTECT, related_name="+", db_index=False
    )
    name = models.CharField(_("name"), max_length=200)
    name_sort = models.TextField(db_collation="C")
    kind = models.CharField(_("kind"), max_length=12, choices=Kind.choices)
    province = models.ForeignKey(
        Region,
        verbose_name=_("province"),
        null=True,
        on_delete=models.PROTECT,
        related_name="+",
        db_index=False,
        db_constraint=False,
    )
    city = models.ForeignKey(
        Region,
        verbose_name=_("city"),
        null=True,
        on_delete=models.PROTECT,
        related_name="+",
        db_index=False,
        db_constraint=False,
    )
    industry = models.ForeignKey(
        Industry,
        verbose_name=_("industry"),
        null=True,
        on_delete=models.PROTECT,
        related_name="+",
        db_index=False,
        db_constraint=False,
    )
    ownership = models.CharField(
        _("ownership"), max_length=12, choices=Ownership.choices, blank=True, db_default=""
    )
    staff_count = models.PositiveIntegerField(_("employees"), null=True)
    park = models.ForeignKey(
        Organisation,
        verbose_name=_("park in the register"),
        null=True,
        on_delete=models.PROTECT,
        related_name="+",
        db_index=False,
        db_constraint=False,
    )
    status = models.CharField(_("status"), max_length=10, choices=Status.choices)
    signed_on = models.DateField(_("signed on"))
    sign_year = models.PositiveSmallIntegerField(_("year signed"))

    class Meta:
        verbose_name = _("counted organisation")
        verbose_name_plural = _("counted organisations")
        constraints = [
            models.UniqueConstraint(
                fields=["organisation", "snapshot"],
                name="a_snapshot_counts_an_organisation_once",
                violation_error_message=_(
                    "The organisation is counted in these statistics already."
                ),
            ),
        ]
        indexes = [
            models.Index(fields=["snapshot", "name_sort", "id"], name="snapshot_member_by_name")
        ]
        triggers = built_once()

    def __str__(self) -> str:
        return self.name


class Figure(models.Model):
    """One number of a snapshot: the total of a table, or one cell of one of its dimensions."""

    snapshot = models.ForeignKey(
        Snapshot, on_delete=models.CASCADE, related_name="figures", db_index=False
    )
    key = models.CharField(_("table"), max_length=60)
    dimension = models.CharField(
        _("divided by"), max_length=20, blank=True, choices=Dimension.choices
    )
    cell = models.CharField(_("cell"), max_length=20, blank=True)
    # Of a cell whose name may change later: as it was when it was counted.
    label = models.CharField(_("name"), max_length=200, blank=True, db_default="")
    value = models.PositiveIntegerField(_("value"))
    unit = models.CharField(_("unit"), max_length=20, choices=Unit.choices)

    class Meta:
        verbose_name = _("figure")
        verbose_name_plural = _("figures")
        constraints = [
            models.UniqueConstraint(
                fields=["snapshot", "key", "dimension", "cell"],
                name="a_cell_of_a_snapshot_has_one_figure",
                violation_error_message=_("This cell has its figure already."),
            ),
            models.CheckConstraint(
                condition=~models.Q(dimension="") | models.Q(cell=""),
                name="a_total_has_no_cell",
                violation_error_message=_("A total belongs to no single cell."),
            ),
        ]
        triggers = built_once()

    def __str__(self) -> str:
        return f"{self.key} {self.dimension} {self.cell} = {self.value}"
