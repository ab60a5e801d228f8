"""What the committed are compared with: numbers of all, and targets, each with its source."""

from typing import Any, Final

from django.contrib import admin, messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import URLPattern, path
from django.utils import timezone
from django.utils.decorators import method_decorator
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _

from commitments.enums import RegionLevel
from commitments.models import Industry, Region
from commitments.services import facts
from commitments.services.importing import Verdict
from commitments.services.importing.wording import listed
from core.admin import RecordAdmin
from core.limits import limited
from core.permissions import require
from core.templatetags.numbers import number
from reports.forms import SheetForm
from reports.models import FieldCount, Target
from reports.services import field_sheets

# The order of the page: what must be mended comes first.
VERDICTS: Final = {
    Verdict.REFUSED: _("refused"),
    Verdict.CHANGED: _("changed"),
    Verdict.ACCEPTED: _("new"),
    Verdict.UNCHANGED: _("unchanged"),
}


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

    change_list_template = "admin/reports/fieldcount/change_list.html"

    def get_urls(self) -> list[URLPattern]:
        sheet = self.admin_site.admin_view(self.sheet_view)
        return [path("sheet/", sheet, name="reports_fieldcount_sheet"), *super().get_urls()]

    @method_decorator(limited("upload", methods=["POST"]))
    def sheet_view(self, request: HttpRequest) -> HttpResponse:
        """Numbers from a sheet: checked, shown, and entered when that was confirmed."""
        require(request.user, "reports.add_fieldcount")
        form = SheetForm(request.POST or None, request.FILES or None)
        if request.method != "POST" or not form.is_valid():
            return self._sheet_page(request, form)
        if "confirmed" in request.POST and not form.cleaned_data["file"]:
            return self._confirmed(request, form)
        return self._checked(request, form)

    def _checked(self, request: HttpRequest, form: SheetForm) -> HttpResponse:
        """Show what the sheet would do; its text goes into the field, to be mended or confirmed."""
        try:
            plan = field_sheets.plan_of(*form.sheet, today=timezone.localdate())
        except field_sheets.SheetNotUsable as fault:
            form.add_error("file" if form.cleaned_data["file"] else "text", str(fault))
            return self._sheet_page(request, form)
        shown = SheetForm(initial={"text": plan.text, "digest": plan.digest})
        return self._sheet_page(request, shown, plan)

    def _confirmed(self, request: HttpRequest, form: SheetForm) -> HttpResponse:
        typed, now = form.cleaned_data, timezone.now()
        try:
            count = field_sheets.enter(
                typed["text"], digest=typed["digest"], by=request.user, at=now
            )
        except field_sheets.SheetNotEntered as fault:
            messages.error(request, str(fault))
            return self._checked(request, form)
        except field_sheets.SheetNotUsable as fault:
            form.add_error("text", str(fault))
            return self._sheet_page(request, form)
        said = ngettext("%(count)s number was entered.", "%(count)s numbers were entered.", count)
        messages.success(request, said % {"count": count})
        return redirect("admin:reports_fieldcount_changelist")

    def _sheet_page(
        self, request: HttpRequest, form: SheetForm, plan: field_sheets.SheetPlan | None = None
    ) -> HttpResponse:
        headings = [
            column.label + ("*" if column.is_required else "")
            for column in field_sheets.COLUMNS.values()
        ]
        context = self.admin_site.each_context(request) | {
            "opts": self.opts,
            "title": gettext("Enter a whole sheet"),
            "form": form,
            "plan": plan,
            "refused": bool(plan and plan.of(Verdict.REFUSED)),
            "sections": _sections(plan) if plan else [],
            "headings": listed(headings),
        }
        return TemplateResponse(request, "admin/reports/fieldcount/sheet.html", context)

    def formfield_for_foreignkey(self, db_field: Any, request: HttpRequest, **kwargs: Any) -> Any:
        if db_field.name == "province":
            kwargs["queryset"] = Region.objects.filter(level=RegionLevel.PROVINCE).order_by("code")
        if db_field.name == "industry":
            kwargs["queryset"] = Industry.objects.filter(level=2).order_by("code")
        return super().formfield_for_foreignkey(db_field, request, **kwargs)


def _sections(plan: field_sheets.SheetPlan) -> list[tuple[str, object, list[Any]]]:
    return [(verdict.value, label, plan.of(verdict)) for verdict, label in VERDICTS.items()]


@admin.register(Target)
class TargetAdmin(ComparedAdmin):
    list_display = ("scope", "name", "shown_number", "by_year", "source")
    list_filter = ("scope",)
    ordering = ("-by_year", "scope")
    fields = ("scope", "name", "english_name", "number", "by_year", "source", "url")
