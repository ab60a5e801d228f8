"""The documents of the bodies as the secretariat finds them: read here, worked on at the desk."""

from typing import Any, ClassVar

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest
from django.template.loader import render_to_string
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _

from core.admin import ReadingAdmin
from workgroups.enums import ItemState
from workgroups.models import Evidence, PlanItem, Progress, Submission, SummaryLine

ITEM_TONES = {ItemState.DONE: "good", ItemState.LIVE: "info"}


def _badge(label: str, tone: str) -> SafeString:
    return render_to_string("components/_badge.html", {"label": label, "tone": tone})


@admin.register(Submission)
class SubmissionAdmin(ReadingAdmin):
    """Plans, sheets, summaries and what corrects them, once they were handed in."""

    list_display = ("shown_title", "body", "year", "shown_state", "due_on", "state_changed_at")
    list_filter = ("state", "kind", "year", "body")
    list_select_related = ("body", "year")
    search_fields = ("body__name", "body__english_name", "body__code", "=year__year")
    ordering = ("-year", "body__position", "kind", "quarter")
    fields = (
        "body",
        "year",
        "shown_title",
        "shown_state",
        "state_changed_at",
        "due_on",
        "opened_by",
        "opened_at",
        "recommended_by",
        "public_from",
        "withdrawn_reason",
        "corrects",
    )
    readonly_fields = fields

    def get_queryset(self, request: HttpRequest) -> QuerySet[Submission]:
        """What a group has not handed in yet is its own."""
        seen = Submission.objects.visible_to(request.user).defer("draft")
        return seen.select_related("opened_by", "recommended_by", "corrects__body")

    @admin.display(description=_("document"), ordering="kind")
    def shown_title(self, document: Submission) -> str:
        return document.title

    @admin.display(description=_("state"), ordering="state")
    def shown_state(self, document: Submission) -> SafeString:
        return _badge(document.get_state_display(), document.tone)


@admin.register(PlanItem)
class PlanItemAdmin(ReadingAdmin):
    list_display = ("code", "title", "body", "kind", "due_on", "shown_state", "is_public")
    list_filter = ("state", "year", "kind", "body", "is_public")
    list_select_related = ("body",)
    search_fields = ("code", "title", "description", "owner")
    ordering = ("-year", "body__position", "position")
    fields = (
        "code",
        "title",
        "plan",
        "kind",
        "shown_state",
        "starts_on",
        "due_on",
        "quarter",
        "owner",
        "description",
        "expected_result",
        "source_text",
        "carried_from",
        "is_public",
    )
    readonly_fields = fields
    list_per_page = 100

    @admin.display(description=_("state"), ordering="state")
    def shown_state(self, item: PlanItem) -> SafeString:
        return _badge(item.get_state_display(), ITEM_TONES.get(ItemState(item.state), ""))


class OfAnItem(ReadingAdmin):
    """Rows that say something about an item of a plan."""

    list_select_related: ClassVar[Any] = ("item__body",)

    @admin.display(description=_("body"), ordering="item__body__position")
    def body(self, row: Any) -> str:
        return str(row.item.body) if row.item else "--"


@admin.register(Progress)
class ProgressAdmin(OfAnItem):
    list_display = ("item", "body", "quarter", "status", "grade", "needs_help", "as_of")
    list_filter = ("status", "grade", "needs_help", "quarter", "item__year", "item__body")
    search_fields = ("item__code", "item__title", "note", "problems")
    ordering = ("-recorded_at", "-id")
    fields = (
        "item",
        "version",
        "quarter",
        "as_of",
        "status",
        "grade",
        "note",
        "problems",
        "next_step",
        "needs_help",
        "is_shared",
        "recorded_by",
        "recorded_at",
        "corrects",
    )
    readonly_fields = fields


@admin.register(Evidence)
class EvidenceAdmin(OfAnItem):
    list_display = ("title", "item", "body", "kind", "is_public", "added_at")
    list_filter = ("kind", "is_public", "item__year", "item__body")
    search_fields = ("title", "item__code", "item__title", "file__name", "url")
    ordering = ("-added_at", "-id")
    fields = ("title", "item", "kind", "url", "file", "is_public", "added_by", "added_at")
    readonly_fields = fields


@admin.register(SummaryLine)
class SummaryLineAdmin(OfAnItem):
    list_display = ("title", "document", "kind", "own_grade", "secretariat_grade")
    list_filter = ("own_grade", "secretariat_grade", "kind", "version__document__body")
    list_select_related = ("version__document__body", "item__body")
    search_fields = ("title", "outcome", "item__code")
    ordering = ("-version__document__year", "version__document__body__position", "position")
    fields = (
        "title",
        "document",
        "item",
        "kind",
        "outcome",
        "own_grade",
        "secretariat_grade",
        "secretariat_comment",
    )
    readonly_fields = fields

    @admin.display(description=_("summary"), ordering="version__document__year")
    def document(self, line: SummaryLine) -> str:
        return str(line.version.document)
