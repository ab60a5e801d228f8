from typing import Any

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest

from commitments.enums import RegionLevel
from commitments.forms import region_path
from commitments.models import Industry, Region, RegisterText
from commitments.services import facts
from core.admin import RecordAdmin


class CodedAdmin(RecordAdmin):
    """A table whose rows are known by a code of a national standard: the code never changes."""

    in_menu = False

    list_select_related = ("parent",)
    ordering = ("code",)
    autocomplete_fields = ("parent",)

    def save_model(self, request: HttpRequest, obj: Any, form: Any, change: bool) -> None:
        super().save_model(request, obj, form, change)
        facts.touch()  # the register shows these names

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> tuple[str, ...]:
        return ("code",) if obj else ()


@admin.register(Region)
class RegionAdmin(CodedAdmin):
    list_display = ("code", "name", "short_name", "english_name", "level", "parent")
    list_filter = ("level",)
    search_fields = ("=code", "name", "english_name")
    fields = ("code", "name", "short_name", "english_name", "level", "parent")

    def choice_label(self, obj: Any) -> str:
        return region_path(obj)

    def get_search_results(
        self, request: HttpRequest, queryset: QuerySet[Region], search_term: str
    ) -> tuple[QuerySet[Region], bool]:
        """Where an organisation's city or county is chosen, only such divisions are offered."""
        found, may_have_duplicates = super().get_search_results(request, queryset, search_term)
        asked_for = request.GET.get("field_name")
        if asked_for in (RegionLevel.CITY, RegionLevel.COUNTY):
            found = found.filter(level=asked_for)
        return found.select_related("parent"), may_have_duplicates


@admin.register(Industry)
class IndustryAdmin(CodedAdmin):
    list_display = ("code", "name", "english_name", "level", "parent")
    search_fields = ("^code", "name", "english_name")
    fields = ("code", "name", "english_name", "level", "parent")


@admin.register(RegisterText)
class RegisterTextAdmin(RecordAdmin):
    """The rules of the register and what applicants read, in the secretariat's words."""

    in_menu = False

    list_display = ("__str__", "body")
    search_fields = ("body", "body_english")
    ordering = ("pk",)
    fields = ("body", "body_english")

    def has_add_permission(self, request: HttpRequest) -> bool:
        """Which texts there are is decided by the pages that show them."""
        return False

    def save_model(self, request: HttpRequest, obj: Any, form: Any, change: bool) -> None:
        super().save_model(request, obj, form, change)
        facts.touch()  # public pages show it
