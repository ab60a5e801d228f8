"""Many organisations edited alike: chosen in the list, seen record by record, confirmed, undone."""

from collections.abc import Iterable
from functools import partial
from typing import Any, Final

from django.contrib import admin, messages
from django.contrib.admin import SimpleListFilter
from django.contrib.admin.helpers import ACTION_CHECKBOX_NAME
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import URLPattern, path, reverse
from django.utils import timezone
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from commitments.admin.duplicates import page_of
from commitments.forms.bulk_edit import BulkEditForm
from commitments.forms.duplicates import ApartForm
from commitments.models import BulkEdit, Organisation
from commitments.queries.batches import events_of
from commitments.services import bulk_editing
from commitments.services.bulk_editing import MOST_AT_ONCE, EditNotPossible
from core.admin import ReadingAdmin
from core.permissions import require
from core.saved_filters import FilterNotKnown, changelist_at

PERMISSION: Final = "commitments.change_organisation"
LIST: Final = "admin:commitments_organisation_changelist"
TEMPLATE: Final = "admin/commitments/organisation/bulk_edit.html"


class BulkEditFilter(SimpleListFilter):
    """What one edit of many records changed; offered by its page alone."""

    title = gettext_lazy("edit of many records")
    parameter_name = "edit"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        asked = self.used_parameters.get(self.parameter_name) or ""
        found = BulkEdit.objects.filter(pk=asked[:18]) if asked.isdecimal() else ()
        return [(str(each.pk), str(each)) for each in found]

    def has_output(self) -> bool:
        return bool(self.used_parameters)

    def queryset(self, request: HttpRequest, queryset: QuerySet[Any]) -> QuerySet[Any]:
        asked = self.value() or ""
        if not asked:
            return queryset
        edits = BulkEdit.objects.filter(pk__in=[asked[:18]] if asked.isdecimal() else [])
        touched = events_of(Organisation).objects.filter(pgh_context__in=edits.values("context"))
        return queryset.filter(pk__in=touched.values("pgh_obj_id"))


def ask(request: HttpRequest) -> HttpResponse:
    """Lead from the list to the page: with the ticked records, or with all that it shows."""
    address = reverse("admin:commitments_organisation_bulk_edit")
    if request.POST.get("select_across") == "1":
        return redirect(f"{address}?{request.GET.urlencode()}")
    ids = [text for text in request.POST.getlist(ACTION_CHECKBOX_NAME) if text.isdecimal()]
    return redirect(f"{address}?ids={','.join(ids)}")


def bulk_edit_view(model_admin: Any, request: HttpRequest) -> HttpResponse:
    """Ask what to set, show what would happen to each record, and do it when that was confirmed."""
    require(request.user, PERMISSION)
    try:
        ids = _chosen(model_admin, request)
    except FilterNotKnown as error:
        messages.warning(request, _("Nothing was chosen: %(why)s.") % {"why": error})
        return redirect(LIST)
    form = BulkEditForm(request.POST if request.method == "POST" else None)
    context: dict[str, Any] = {"form": form, "count": len(ids), "back": _back(request)}
    context["is_too_much"] = len(ids) > MOST_AT_ONCE
    if request.method == "POST" and form.is_valid() and not context["is_too_much"]:
        if edit := _edited(request, form):
            messages.success(request, _edited_words(edit.count))
            return redirect("admin:commitments_bulkedit_change", edit.pk)
        context["foreseen"] = bulk_editing.foresee(ids, form.wish)
    context |= model_admin.admin_site.each_context(request) | {
        "opts": model_admin.opts,
        "title": _("Edit records together"),
        "most": MOST_AT_ONCE,
        "media": model_admin.media + form.media,
    }
    return TemplateResponse(request, TEMPLATE, context)


def _edited_words(count: int) -> str:
    words = ngettext("%(count)s record was edited.", "%(count)s records were edited.", count)
    return words % {"count": count}


def _edited(request: HttpRequest, form: BulkEditForm) -> BulkEdit | None:
    """Do what was confirmed; what stands against it becomes a fault of the form."""
    seen = request.POST.get("seen", "")
    if not seen or "look" in request.POST:
        return None
    who: dict[str, Any] = {"by": request.user, "at": timezone.now()}
    try:
        return bulk_editing.edit(form.wish, seen=seen, reason=form.cleaned_data["reason"], **who)
    except EditNotPossible as error:
        form.add_error(None, str(error))
        return None


def _chosen(model_admin: Any, request: HttpRequest) -> list[int]:
    """Give the records that the address names; without numbers those that the list shows there."""
    rows: QuerySet[Organisation]
    if "ids" in request.GET:
        ids = [int(text[:18]) for text in request.GET["ids"].split(",") if text.isdecimal()]
        rows = Organisation.objects.filter(pk__in=ids)
    else:
        rows = changelist_at(model_admin, request, request.GET.urlencode()).queryset
    found = list(rows.order_by().values_list("pk", flat=True)[: MOST_AT_ONCE + 1])
    if not found and "ids" in request.GET:
        raise Http404
    return found


def _back(request: HttpRequest) -> str:
    asked = "" if "ids" in request.GET else request.GET.urlencode()
    return f"{reverse(LIST)}?{asked}" if asked else reverse(LIST)


@admin.register(BulkEdit)
class BulkEditAdmin(ReadingAdmin):
    """What was edited together, by whom and why; it can be taken back."""

    in_menu = False
    change_form_template = "admin/commitments/bulkedit/change_form.html"

    list_display = ("__str__", "count", "reason", "edited_by", "edited_at", "undone_at")
    list_select_related = ("edited_by",)
    search_fields = ("reason",)
    ordering = ("-edited_at", "-id")
    done = ("sentences", "records", "reason", "edited_by", "edited_at")
    undone = ("undone_by", "undone_at", "undone_because")
    readonly_fields = (*done, *undone)

    def get_fields(self, request: HttpRequest, obj: Any = None) -> tuple[str, ...]:
        return (*self.done, *self.undone) if obj and obj.undone_at else self.done

    @admin.display(description=gettext_lazy("what was set"))
    def sentences(self, edit: BulkEdit) -> str:
        return "\n".join(edit.sentences)

    @admin.display(description=gettext_lazy("organisations"))
    def records(self, edit: BulkEdit) -> SafeString:
        return format_html('<a href="{}?edit={}">{}</a>', reverse(LIST), edit.pk, edit.count)

    def get_urls(self) -> list[URLPattern]:
        view = self.admin_site.admin_view(partial(take_back_view, self))
        name = "commitments_bulkedit_take_back"
        return [path("<path:object_id>/take-back/", view, name=name), *super().get_urls()]

    def render_change_form(
        self, request: HttpRequest, context: dict[str, Any], *args: Any, **kwargs: Any
    ) -> HttpResponse:
        until = bulk_editing.open_until(kwargs["obj"])
        is_open = until is not None and timezone.now() <= until
        context |= {"until": until, "may_take_back": is_open and request.user.has_perm(PERMISSION)}
        return super().render_change_form(request, context, *args, **kwargs)


def take_back_view(model_admin: Any, request: HttpRequest, object_id: str) -> HttpResponse:
    """Ask why, and let every record say again what it said; what stands in the way is named."""
    require(request.user, PERMISSION)
    edit = model_admin.record_or_404(request, object_id)
    form = ApartForm(request.POST if request.method == "POST" else None)
    back = reverse("admin:commitments_bulkedit_change", args=[edit.pk])
    obstacles: Iterable[Any] = ()
    if request.method == "POST" and form.is_valid():
        try:
            bulk_editing.take_back(
                edit, by=request.user, at=timezone.now(), reason=form.cleaned_data["reason"]
            )
        except EditNotPossible as error:
            form.add_error(None, str(error))
            obstacles = error.obstacles
        else:
            messages.success(request, _("Every record says again what it said before."))
            return redirect(back)
    context = {
        "form": form,
        "button": _("Take it back"),
        "hint": _(
            "The fields that were set say again what they said before. What else of these records "
            "was changed since stays."
        ),
        "back": back,
        "obstacles": obstacles,
    }
    title = _("Take back: %(succession)s") % {"succession": edit}
    return page_of(model_admin, request, "different", title, context)
