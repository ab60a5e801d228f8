from collections.abc import Iterable
from typing import Any

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext_lazy as _


class HeldFilter(admin.SimpleListFilter):
    """What is held today, was held, or will be."""

    title = _("held")
    parameter_name = "held"

    def lookups(self, request: HttpRequest, model_admin: Any) -> Iterable[tuple[str, Any]]:
        return [("today", _("today")), ("ended", _("ended")), ("to_come", _("to come"))]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Any]) -> QuerySet[Any]:
        today = timezone.localdate()
        match self.value():
            case "today":
                return queryset.filter(valid__contains=today)
            case "ended":
                return queryset.filter(valid__endswith__lte=today)
            case "to_come":
                return queryset.filter(valid__startswith__gt=today)
            case _:
                return queryset
