"""Who acts for organisations, and their texts: read here, changed at the desk."""

from django.contrib import admin

from commitments.models import Invitation, PublicText, Representative
from core.admin import ReadingAdmin


@admin.register(Representative)
class RepresentativeAdmin(ReadingAdmin):
    in_menu = False

    list_display = ("user", "organisation", "role", "span", "end_reason")
    list_filter = ("role",)
    list_select_related = ("user", "organisation")
    search_fields = ("user__email", "organisation__name")
    ordering = ("-id",)
    fields = ("organisation", "user", "role", "span", "end_reason")
    readonly_fields = fields


@admin.register(Invitation)
class InvitationAdmin(ReadingAdmin):
    in_menu = False

    list_display = ("email", "organisation", "role", "invited_at", "accepted_at", "withdrawn_at")
    list_select_related = ("organisation",)
    search_fields = ("email", "organisation__name")
    ordering = ("-invited_at", "-id")
    fields = (
        *("organisation", "email", "role", "succeeds", "invited_by", "invited_at"),
        *("accepted_by", "accepted_at", "withdrawn_at"),
    )
    readonly_fields = fields


@admin.register(PublicText)
class PublicTextAdmin(ReadingAdmin):
    in_menu = False

    list_display = ("organisation", "state", "written_by", "written_at")
    list_filter = ("state",)
    list_select_related = ("organisation", "written_by")
    search_fields = ("organisation__name",)
    ordering = ("-written_at", "-id")
    fields = (
        *("organisation", "state", "state_changed_at", "body", "body_english"),
        *("written_by", "written_at", "decided_by", "answer"),
    )
    readonly_fields = fields
