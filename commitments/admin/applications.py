"""Applications and the questions of their form, as the secretariat finds them in the workplace."""

from typing import Any

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest
from django.template.loader import render_to_string
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _

from commitments.models import Application, FormField
from core.admin import ReadingAdmin, RecordAdmin


@admin.register(Application)
class ApplicationAdmin(ReadingAdmin):
    """Every application that was handed in; it is reviewed at the desk."""

    list_display = ("shown_name", "number", "shown_state", "uscc", "state_changed_at")
    list_filter = ("state",)
    search_fields = ("name", "=uscc", "email")
    ordering = ("-state_changed_at", "-id")
    fields = (
        "shown_name",
        "number",
        "shown_state",
        "state_changed_at",
        "uscc",
        "email",
        "opened_at",
        "opened_by",
        "due_on",
        "organisation",
        "at_the_desk",
    )
    readonly_fields = fields

    def get_queryset(self, request: HttpRequest) -> QuerySet[Application]:
        """What an applicant has not handed in yet is the applicant's own."""
        seen = Application.objects.visible_to(request.user).defer("draft")
        return seen.select_related("opened_by", "organisation")

    @admin.display(description=_("organisation"), ordering="name")
    def shown_name(self, application: Application) -> str:
        return str(application)

    @admin.display(description=_("number"))
    def number(self, application: Application) -> str:
        return application.number

    @admin.display(description=_("state"), ordering="state")
    def shown_state(self, application: Application) -> SafeString:
        return render_to_string(
            "components/_badge.html",
            {"label": application.get_state_display(), "tone": application.tone},
        )

    @admin.display(description=_("Review"))
    def at_the_desk(self, application: Application) -> SafeString:
        return format_html(
            '<a href="{}">{}</a>', application.get_absolute_url(), _("Open at the desk")
        )


@admin.register(FormField)
class FormFieldAdmin(RecordAdmin):
    """The questions of the application form: worded, ordered, added and left out here."""

    in_menu = False

    list_display = ("label", "section", "position", "kind", "is_required", "is_private", "is_asked")
    list_filter = ("section", "is_asked")
    search_fields = ("label", "label_english", "code")
    ordering = ("section", "position", "id")
    fieldsets = (
        (None, {"fields": ("code", "kind", "section", "position")}),
        (_("Chinese"), {"fields": ("label", "hint")}),
        (_("English"), {"fields": ("label_english", "hint_english")}),
        (_("Answer"), {"fields": ("choices", "is_required", "is_private", "is_asked")}),
    )

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> tuple[str, ...]:
        """What was answered under a code stays found under it."""
        return ("code", "kind") if obj else ()
