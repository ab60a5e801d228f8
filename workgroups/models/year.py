import datetime as dt
from typing import NamedTuple

from django.db import models
from django.utils.translation import gettext_lazy as _
from rules.contrib.models import RulesModel

from core.history import keeps_history
from workgroups.enums import DocumentKind, YearState
from workgroups.rules import edit_rules

QUARTERS = (1, 2, 3, 4)
# What a body owes in a year, in this order: kind of document, quarter.
OWED = (
    (DocumentKind.PLAN, None),
    *((DocumentKind.SHEET, quarter) for quarter in QUARTERS),
    (DocumentKind.SUMMARY, None),
)


class Window(NamedTuple):
    """When a document of the year is written: both days included."""

    opens_on: dt.date
    due_on: dt.date


@keeps_history()
class Year(RulesModel):
    """A year of work: when plan, quarters and summary are written, and from when they are public.

    Every last day is included: what arrives before its midnight in Beijing is on time.
    """

    year = models.PositiveSmallIntegerField(_("year"), unique=True)
    state = models.CharField(
        _("state"), max_length=12, choices=YearState.choices, default=YearState.PREPARING
    )
    plan_opens_on = models.DateField(_("plans may be written from"))
    plan_due_on = models.DateField(_("plans are due on"))
    quarter_due_days = models.PositiveSmallIntegerField(
        _("days for a quarter's progress"),
        default=15,
        help_text=_("Counted from the last day of the quarter."),
    )
    summary_opens_on = models.DateField(_("summaries may be written from"))
    summary_due_on = models.DateField(_("summaries are due on"))
    public_from = models.DateField(
        _("documents are public from"), help_text=_("Nothing is public before this day.")
    )

    class Meta:
        verbose_name = _("year of work")
        verbose_name_plural = _("years of work")
        rules_permissions = edit_rules
        constraints = [
            models.CheckConstraint(
                condition=models.Q(plan_opens_on__lte=models.F("plan_due_on"))
                & models.Q(summary_opens_on__lte=models.F("summary_due_on")),
                name="a_window_opens_before_it_closes",
                violation_error_message=_("The first day of a window lies before its last day."),
            ),
            models.CheckConstraint(
                condition=models.Q(year__gte=2011, year__lte=2100),
                name="a_year_of_work_lies_between_2011_and_2100",
                violation_error_message=_("Enter a year between 2011 and 2100."),
            ),
        ]

    def __str__(self) -> str:
        return str(self.year)

    def window(self, kind: str, quarter: int | None = None) -> Window | None:
        """Give when the document is written; None for corrections, which know no window."""
        if kind == DocumentKind.PLAN:
            return Window(self.plan_opens_on, self.plan_due_on)
        if kind == DocumentKind.SUMMARY:
            return Window(self.summary_opens_on, self.summary_due_on)
        if kind == DocumentKind.SHEET and quarter:
            return Window(self.start_of_quarter(quarter), self.quarter_due_on(quarter))
        return None

    def start_of_quarter(self, quarter: int) -> dt.date:
        """Give the first day of the quarter."""
        return dt.date(self.year, quarter * 3 - 2, 1)

    def end_of_quarter(self, quarter: int) -> dt.date:
        """Give the last day of the quarter."""
        next_month = dt.date(self.year + quarter // 4, quarter * 3 % 12 + 1, 1)
        return next_month - dt.timedelta(days=1)

    def quarter_due_on(self, quarter: int) -> dt.date:
        """Give the last day on which the quarter's progress is on time."""
        return self.end_of_quarter(quarter) + dt.timedelta(days=self.quarter_due_days)


@keeps_history()
class SpecialDay(RulesModel):
    """A day that is worked, or not, against the rule of Monday to Friday (放假与调休)."""

    day = models.DateField(_("day"), unique=True)
    is_workday = models.BooleanField(_("is worked"))
    note = models.CharField(_("note"), max_length=100, blank=True)

    class Meta:
        verbose_name = _("special day")
        verbose_name_plural = _("special days")
        rules_permissions = edit_rules

    def __str__(self) -> str:
        return f"{self.day} {self.note}".strip()
