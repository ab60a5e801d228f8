from typing import Any

from django.contrib import admin
from django.http import HttpRequest

from commitments.enums import Kind
from commitments.models import Organisation, ParkFact
from commitments.services import facts
from core.admin import RecordAdmin


@admin.register(ParkFact)
class ParkFactAdmin(RecordAdmin):
    """Recognition and area of parks, as documents say."""

    in_menu = False

    list_display = ("park", "on", "recognition", "change", "area", "document")
    list_filter = ("recognition",)
    list_select_related = ("park",)
    search_fields = ("park__name", "document")
    ordering = ("-on", "-id")
    fields = ("park", "on", "recognition", "area", "document", "url")

    def formfield_for_foreignkey(self, db_field: Any, request: HttpRequest, **kwargs: Any) -> Any:
        if db_field.name == "park":
            parks = Organisation.objects.filter(kind=Kind.PARK)
            kwargs["queryset"] = parks.only("name").order_by("name_sort")
        return super().formfield_for_foreignkey(db_field, request, **kwargs)

    def save_model(self, request: HttpRequest, obj: Any, form: Any, change: bool) -> None:
        super().save_model(request, obj, form, change)
        facts.touch()  # the park's page and the list show it
