"""What the committed are compared with: numbers of all, and targets, each with its source."""

from typing import Any

from django.contrib import admin
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from commitments.enums import RegionLevel
from commitments.models import Industry, Region
from commitments.services import facts
from core.admin import RecordAdmin
from core.templatetags.numbers import number
from reports.models import FieldCount, Target


class ComparedAdmin(RecordAdmin):
    """A table that the public page of coverage shows."""

    def save_model(self, request: HttpRequest, obj: Any, form: Any, change: bool) -> None:
        super().save_model(request, obj, form, change)
        facts.touch()

    @admin.display(description=_("number"), ordering="number")
    def shown_number(self, row: Any) -> str:
        return number(row.number)


@admin.register(FieldCount)
class FieldCountAdmin(ComparedAdmin):
    list_display = ("scope", "year", "province", "industry", "bound", "shown_number", "source")
    list_display_links = ("scope", "year")
    list_filter = ("scope", "year")
    list_select_related = ("province", "industry")
    search_fields = ("source", "province__name", "industry__name")
    ordering = ("scope", "-year", "province", "industry")
    fields = (
        *("scope", "year", "province", "industry", "bound", "number"),
        *("source", "source_on", "url"),
    )

    def formfield_for_foreignkey(self, db_field: Any, request: HttpRequest, **kwargs: Any) -> Any:
        if db_field.name == "province":
            kwargs["queryset"] = Region.objects.filter(level=RegionLevel.PROVINCE).order_by("code")
        if db_field.name == "industry":
            kwargs["queryset"] = Industry.objects.filter(level=2).order_by("code")
        return super().formfield_for_foreignkey(db_field, request, **kwargs)


@admin.register(Target)
class TargetAdmin(ComparedAdmin):
    list_display = ("scope", "name", "shown_number", "by_year", "source")
    list_filter = ("scope",)
    ordering = ("-by_year", "scope")
    fields = ("scope", "name", "english_name", "number", "by_year", "source", "url")
