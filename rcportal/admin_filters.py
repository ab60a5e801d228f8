"""Filters under a name: kept from a list, opened, renamed, shared, deleted."""

from typing import Any

from django import forms
from django.apps import apps
from django.contrib import admin, messages
from django.contrib.admin.exceptions import NotRegistered
from django.core.exceptions import ValidationError
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import URLPattern, path, reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext, pgettext_lazy

from core.admin import RecordAdmin
from core.forms import RecordForm
from core.history import because
from core.models import SavedFilter
from core.permissions import require
from core.saved_filters import MOST_LETTERS, FilterNotKnown, address_of


class SavedFilterForm(RecordForm):
    """The name; a new filter brings along which list it is of, and what the list showed."""

    class Meta:
        model = SavedFilter
        fields = ("name", "is_shared")


class NewFilterForm(SavedFilterForm):
    of = forms.CharField(widget=forms.HiddenInput, required=False)
    shown = forms.CharField(widget=forms.HiddenInput, required=False)

    request: HttpRequest

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        listed = admin_of(cleaned.get("of", ""))
        if listed is None or not cleaned.get("shown"):
            raise ValidationError(_("Filter, search or sort the list first, then save."))
        require(self.request.user, f"{listed.opts.app_label}.view_{listed.opts.model_name}")
        try:
            _refuse_long(cleaned["shown"])
            address_of(listed, self.request, cleaned["shown"])
        except FilterNotKnown as error:
            raise ValidationError(
                _("This filter cannot be saved: %(why)s.") % {"why": error}
            ) from error
        return cleaned


def _refuse_long(shown: str) -> None:
    if len(shown) > MOST_LETTERS:
        raise FilterNotKnown(
            _("it is longer than %(most)s characters; search for less") % {"most": MOST_LETTERS}
        )


def admin_of(listing: str) -> Any:
    """Give the pages of the table that the list shows, or None."""
    try:
        return admin.site.get_model_admin(apps.get_model(listing))
    except (LookupError, ValueError, NotRegistered):
        return None


@admin.register(SavedFilter)
class SavedFilterAdmin(RecordAdmin):
    """One's own filters, and those that colleagues share."""

    in_menu = False
    list_display = ("name", "shown_list", "is_shared", "owner", "opening")
    list_select_related = ("owner",)
    search_fields = ("name",)
    ordering = ("listing", "name", "id")
    actions = None
    form = SavedFilterForm

    @admin.display(description=gettext_lazy("list"), ordering="listing")
    def shown_list(self, saved: SavedFilter) -> str:
        listed = admin_of(saved.listing)
        return capfirst(listed.opts.verbose_name_plural) if listed else saved.listing

    @admin.display(description=pgettext_lazy("saved filter", "to the list"))
    def opening(self, saved: SavedFilter) -> SafeString:
        href = reverse("admin:core_savedfilter_open", args=[saved.pk])
        return format_html('<a href="{}">{}</a>', href, pgettext("saved filter", "Open"))

    def get_queryset(self, request: HttpRequest) -> QuerySet[SavedFilter]:
        rows: QuerySet[SavedFilter] = SavedFilter.objects.visible_to(request.user)
        return rows

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return request.user.has_perm("core.delete_savedfilter", obj)

    def get_fields(self, request: HttpRequest, obj: Any = None) -> tuple[str, ...]:
        shared = ("is_shared",) if request.user.has_perm("core.share_savedfilter") else ()
        return ("name", *shared, *(() if obj else ("of", "shown")))

    def get_form(
        self, request: HttpRequest, obj: Any = None, change: bool = False, **kwargs: Any
    ) -> Any:
        if obj is None:
            kwargs["form"] = type("NewFilterForm", (NewFilterForm,), {"request": request})
        return super().get_form(request, obj, change, **kwargs)

    def get_model_perms(self, request: HttpRequest) -> dict[str, bool]:
        """No link to an empty form: a filter is saved where it is set, above its list."""
        return super().get_model_perms(request) | {"add": False}

    def add_view(
        self, request: HttpRequest, form_url: str = "", extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        listed = admin_of(request.GET.get("of", ""))
        of = {"list": listed.opts.verbose_name_plural} if listed else None
        more: dict[str, Any] = {
            "title": _("Save the filter of the list “%(list)s”") % of if of else _("Save a filter"),
            "show_save_and_continue": False,
            "show_save_and_add_another": False,
        }
        return super().add_view(request, form_url, more | (extra_context or {}))

    def get_urls(self) -> list[URLPattern]:
        view = self.admin_site.admin_view(self.open_view)
        return [path("<int:pk>/open/", view, name="core_savedfilter_open"), *super().get_urls()]

    def open_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Lead to the list as it was saved; if the list has changed, say what is gone."""
        saved = get_object_or_404(self.get_queryset(request), pk=pk)
        listed = admin_of(saved.listing)
        if listed is None:
            messages.warning(request, _unknown(saved, _("the list is gone")))
            return redirect("admin:core_savedfilter_change", saved.pk)
        require(request.user, f"{listed.opts.app_label}.view_{listed.opts.model_name}")
        address = reverse(f"admin:{listed.opts.app_label}_{listed.opts.model_name}_changelist")
        try:
            return redirect(f"{address}?{address_of(listed, request, saved.query)}")
        except FilterNotKnown as error:
            messages.warning(request, _unknown(saved, error))
            return redirect(address)

    def changelist_view(
        self, request: HttpRequest, extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        more = {"has_add_permission": False, "title": self.opts.verbose_name_plural}
        return super().changelist_view(request, more | (extra_context or {}))

    def save_model(self, request: HttpRequest, obj: Any, form: Any, change: bool) -> None:
        if not change:
            obj.owner = request.user
            obj.listing, obj.query = form.cleaned_data["of"], form.cleaned_data["shown"]
        super().save_model(request, obj, form, change)

    def delete_model(self, request: HttpRequest, obj: Any) -> None:
        with because(by=request.user, source="delete"):
            super().delete_model(request, obj)

    def response_add(self, request: HttpRequest, obj: Any, post_url_continue: Any = None) -> Any:
        messages.success(request, _("The filter “%(name)s” is saved.") % {"name": obj})
        return redirect("admin:core_savedfilter_open", obj.pk)

    def response_change(self, request: HttpRequest, obj: Any) -> Any:
        """Lead to the list, or say that a colleague has the filter to himself again."""
        if self.get_queryset(request).filter(pk=obj.pk).exists():
            return self.response_add(request, obj)
        words = _("The filter “%(name)s” is saved; only %(owner)s sees it now.")
        messages.success(request, words % {"name": obj, "owner": obj.owner})
        return redirect("admin:core_savedfilter_changelist")


def _unknown(saved: SavedFilter, why: object) -> str:
    return _(
        "The filter “%(name)s” no longer fits: %(why)s. Everything is shown; set the filter anew "
        "and save it, or delete the old one."
    ) % {"name": saved, "why": why}
