from typing import Any

from django.contrib import admin
from django.http import HttpRequest

from commitments.services import facts
from core.admin import ReadingInline, RecordAdmin
from core.changes import Part
from workgroups.forms import BodyForm, SeatForm
from workgroups.models import Body, Seat


class EditedAdmin(RecordAdmin):
    """A table that the register shows as well: caches made before a change are stale."""

    def save_model(self, request: HttpRequest, obj: Any, form: Any, change: bool) -> None:
        super().save_model(request, obj, form, change)
        facts.touch()


class SeatsInline(ReadingInline):
    model = Seat
    fields = ("organisation", "role", "span", "ended_reason")
    readonly_fields = fields
    ordering = ("valid__endswith", "role", "id")

    def get_queryset(self, request: HttpRequest) -> Any:
        return super().get_queryset(request).select_related("organisation", "body")


@admin.register(Body)
class BodyAdmin(EditedAdmin):
    form = BodyForm
    list_display = ("name", "code", "kind", "track", "position")
    ordering = ("position",)
    inlines = (SeatsInline,)
    history_parts = (Part(Seat, "body", "organisation"),)

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> tuple[str, ...]:
        """The code stands in addresses and in the numbers of plan items."""
        return ("code",) if obj else ()


@admin.register(Seat)
class SeatAdmin(EditedAdmin):
    form = SeatForm
    list_display = ("body", "organisation", "role", "span", "ended_reason")
    list_filter = ("role", "body")
    list_select_related = ("body", "organisation")
    search_fields = ("organisation__name", "body__name")
    autocomplete_fields = ("organisation",)
    ordering = ("body__position", "valid__endswith", "id")
