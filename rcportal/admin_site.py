from functools import update_wrapper
from operator import attrgetter
from typing import Any, Final

from allauth.account.decorators import secure_admin_login
from allauth.account.views import logout as leave
from django.contrib import admin
from django.contrib.admin.views.autocomplete import AutocompleteJsonView
from django.contrib.auth import REDIRECT_FIELD_NAME
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import path, reverse
from django.utils import timezone
from django.utils.decorators import method_decorator
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from rcportal import news, workplace

# What is used most comes first.
OUR_APPS: Final = ("commitments", "workgroups", "reports", "core", "accounts")


class ChoicesView(AutocompleteJsonView):
    """The list that opens as you type names each record so that it is told from its namesakes."""

    def serialize_result(self, obj: Any, to_field_name: str) -> dict[str, str]:
        label = self.model_admin.choice_label(obj)  # type: ignore[attr-defined]
        return super().serialize_result(obj, to_field_name) | {"text": label}


class PortalAdminSite(admin.AdminSite):
    """The secretariat's workplace. Signing in is allauth's; who holds no post gets 403."""

    site_header = _("Responsible Care Portal")
    site_title = _("Secretariat")
    index_title = _("The secretariat's workplace")
    site_url = "/"
    enable_nav_sidebar = False
    _empty_value_display = "--"

    def register(self, model_or_iterable: Any, admin_class: Any = None, **options: Any) -> None:
        """Third parties' own admin pages know nothing of posts and rules: they are left out."""
        several = isinstance(model_or_iterable, list | tuple)
        models = model_or_iterable if several else [model_or_iterable]
        ours = [model for model in models if model._meta.app_label in OUR_APPS]
        super().register(ours, admin_class, **options)

    def get_app_list(
        self, request: HttpRequest, app_label: str | None = None
    ) -> list[dict[str, Any]]:
        found = super().get_app_list(request, app_label)
        for app in found:
            for model in app["models"]:
                model["in_menu"] = self._registry[model["model"]].in_menu  # type: ignore[attr-defined]
            app["models"].sort(key=lambda model: not model["in_menu"])
        return sorted(found, key=lambda app: OUR_APPS.index(app["app_label"]))

    def has_permission(self, request: HttpRequest) -> bool:
        return request.user.has_perm("accounts.enter_admin")

    def admin_view(self, view: Any, cacheable: bool = False) -> Any:
        inner = super().admin_view(view, cacheable)

        def checked(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
            if request.user.is_authenticated and not self.has_permission(request):
                raise PermissionDenied
            return inner(request, *args, **kwargs)

        return update_wrapper(checked, view)

    def login(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> Any:
        """Django's own form is never shown: it knows neither lock nor second factor."""
        return secure_admin_login(_onwards)(request)

    def password_change(
        self, request: HttpRequest, extra_context: dict[str, Any] | None = None
    ) -> Any:
        return redirect("account_change_password")

    def logout(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> Any:
        """One way out for everybody."""
        return leave(request)

    def index(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> Any:
        tables = news.tables_of(self._registry, request)
        work = workplace.todays_work(request.user, at=timezone.now(), tables=tables)
        today = {
            "work": sorted(work, key=attrgetter("is_urgent"), reverse=True),
            "has_work": any(item.waits for item in work),
            "doors": workplace.doors(request.user),
            "saved_filters": workplace.saved_filters(request.user, self._registry),
        }
        return super().index(request, today | (extra_context or {}))

    def get_urls(self) -> list[Any]:
        return [path("news/", self.admin_view(self.news_view), name="news"), *super().get_urls()]

    @method_decorator(require_safe)
    def news_view(self, request: HttpRequest) -> HttpResponse:
        """List the records that others have changed since the reader last looked."""
        context = self.each_context(request) | news.page_of_news(self._registry, request)
        title = {"title": gettext("New since you last looked")}
        return TemplateResponse(request, "admin/news.html", context | title)

    def autocomplete_view(self, request: HttpRequest) -> HttpResponse:
        return ChoicesView.as_view(admin_site=self)(request)  # type: ignore[return-value]


def _onwards(request: HttpRequest) -> HttpResponse:
    wanted = request.GET.get(REDIRECT_FIELD_NAME, "")
    is_ours = url_has_allowed_host_and_scheme(
        wanted, allowed_hosts={request.get_host()}, require_https=request.is_secure()
    )
    return redirect(wanted if is_ours else reverse("admin:index"))
