"""The portal's addresses, an empty page and the stock admin beside them. Never part of a portal."""

from typing import Any

from django.contrib.admin import AdminSite, ModelAdmin
from django.http import HttpRequest, HttpResponse
from django.urls import path

from commitments.models import Organisation
from rcportal.urls import urlpatterns as portal


class OpenSite(AdminSite):
    """The stock admin without a door: the benchmark does not measure signing in."""

    def has_permission(self, request: HttpRequest) -> bool:
        return True


class StockAdmin(ModelAdmin):
    """The same columns, filters and searched texts, as Django's tutorial would set them."""

    list_display = ("name", "kind", "province", "city", "signed_on", "status")
    list_filter = ("kind", "province", "industry", "status", "sign_year")
    search_fields = ("name", "short_name", "former_names", "english_name", "uscc", "pinyin_keys")
    ordering = ("name_sort",)
    list_per_page = 25

    def has_view_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return True

    def has_module_permission(self, request: HttpRequest) -> bool:
        return True


def empty(request: HttpRequest) -> HttpResponse:
    return HttpResponse("")


site = OpenSite(name="stock")
site.register(Organisation, StockAdmin)
urlpatterns = [*portal, path("bench/empty", empty), path("bench/admin/", site.urls)]
