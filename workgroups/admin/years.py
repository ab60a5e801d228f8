"""Years of work and the days that are worked against the rule of the week."""

from typing import Any

from django.contrib import admin
from django.http import HttpRequest
from django.utils import timezone

from core.admin import RecordAdmin
from workgroups.forms import SpecialDayForm, YearForm
from workgroups.models import SpecialDay, Year
from workgroups.services import years


@admin.register(Year)
class YearAdmin(RecordAdmin):
    form = YearForm
    list_display = ("year", "state", "plan_due_on", "summary_due_on", "public_from")
    list_filter = ("state",)
    ordering = ("-year",)

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> tuple[str, ...]:
        """Documents carry the number of their year."""
        return ("year",) if obj else ()

    def save_model(self, request: HttpRequest, obj: Year, form: Any, change: bool) -> None:
        years.keep(obj, by=request.user, at=timezone.now())


@admin.register(SpecialDay)
class SpecialDayAdmin(RecordAdmin):
    form = SpecialDayForm
    list_display = ("day", "is_workday", "note")
    list_filter = ("is_workday",)
    search_fields = ("note",)
    date_hierarchy = "day"
    ordering = ("-day",)
