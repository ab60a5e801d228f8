from typing import Any

from django.contrib import admin
from django.db import transaction
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.urls import URLPattern, path
from django.utils import timezone
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _

from commitments.admin import certificates, steps
from commitments.admin.badges import state_badge
from commitments.admin.filters import DocumentBatchFilter, DocumentYearFilter
from commitments.admin.searching import matching
from commitments.admin.words import STEP_WORDS
from commitments.enums import UNSIGNED_STATES
from commitments.forms import CommitmentForm, NewCommitmentForm
from commitments.models import Commitment, Organisation, Suspension
from commitments.services import drafting, entering, facts
from core.admin import ReadingAdmin, ReadingInline, RecordAdmin
from core.changes import Part
from core.history import because


class SuspensionsInline(ReadingInline):
    model = Suspension
    fields = ("span", "reason")
    readonly_fields = fields
    ordering = ("-valid",)


@admin.register(Commitment)
class CommitmentAdmin(RecordAdmin):
    form = CommitmentForm
    list_display = (
        "organisation",
        "document",
        "shown_state",
        "signed_on",
        "ended_on",
        "certificate_number",
    )
    list_filter = ("state", "document", DocumentYearFilter, "end_reason", DocumentBatchFilter)
    list_select_related = ("organisation",)
    search_fields = ("certificate_number",)
    search_help_text = _("Name, pinyin or code of the organisation, or certificate number.")
    ordering = ("-signed_on", "-id")
    sortable_by = ("signed_on", "ended_on", "certificate_number")
    autocomplete_fields = ("organisation",)
    inlines = (SuspensionsInline,)
    actions = ("approve", "sign", "suspend", "resume", "end", "issue")
    change_form_template = "admin/commitments/commitment/change_form.html"
    history_hidden = frozenset({"state_changed_at"})
    history_parts = (Part(Suspension, "commitment", "valid"),)
    history_words = STEP_WORDS

    about = ("occasion", "signer_position", "certificate_number", "recommended_by", "note")
    new = (
        (None, {"fields": ("organisation", "document", "entry")}),
        (
            _("If it was signed already"),
            {"fields": ("signed_on", "source", "ended_on", "end_reason")},
        ),
        (_("More"), {"fields": about}),
    )
    kept = (
        (None, {"fields": ("organisation", "document")}),
        (
            _("State"),
            {
                "fields": (
                    *("shown_state", "state_changed_at", "approved_on", "approval_number"),
                    *("ended_on", "end_reason", "end_number"),
                )
            },
        ),
        (
            _("Signing"),
            {"fields": ("signed_on", *about[:3], "certificate_issued_on", *about[3:-1])},
        ),
        (_("More"), {"fields": ("source", "batch", "note")}),
    )
    step_fields = (
        "shown_state",
        "state_changed_at",
        "ended_on",
        "end_reason",
        "end_number",
        "approved_on",
        "approval_number",
        "certificate_issued_on",
    )

    @admin.display(description=_("state"), ordering="state")
    def shown_state(self, commitment: Commitment) -> SafeString:
        return state_badge(commitment.state, commitment.get_state_display())

    def get_fieldsets(self, request: HttpRequest, obj: Any = None) -> Any:
        if obj is None:
            return self.new
        if not self.has_change_permission(request, obj):
            return self.kept
        return (*self.kept, (_("Change"), {"fields": ("reason",)}))

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> tuple[str, ...]:
        if obj is None:
            return ()
        mine = () if drafting.is_draft(obj) else ("document",)
        unsigned = ("signed_on",) if obj.state in UNSIGNED_STATES else ()
        return ("organisation", "batch", *self.step_fields, *mine, *unsigned)

    def get_form(
        self, request: HttpRequest, obj: Any = None, change: bool = False, **kwargs: Any
    ) -> Any:
        kwargs["form"] = CommitmentForm if obj else NewCommitmentForm
        kwargs["fields"] = CommitmentForm.Meta.fields
        form = super().get_form(request, obj, change, **kwargs)
        form.today = timezone.localdate()
        return form

    def get_search_results(
        self, request: HttpRequest, queryset: QuerySet[Commitment], search_term: str
    ) -> tuple[QuerySet[Commitment], bool]:
        term = search_term.strip()
        if not term:
            return queryset, False
        found = matching(Organisation.objects.all(), term).values("pk")
        by_number = queryset.filter(certificate_number__iexact=term)
        return queryset.filter(organisation__in=found) | by_number, False

    def render_change_form(
        self, request: HttpRequest, context: dict[str, Any], *args: Any, **kwargs: Any
    ) -> HttpResponse:
        obj = kwargs.get("obj")
        context["steps"] = steps.buttons_of(obj, request.user) if obj else []
        context["steps"] += certificates.links_of(obj, request.user) if obj else []
        return super().render_change_form(request, context, *args, **kwargs)

    # --- Writing ---

    def save_model(
        self, request: HttpRequest, obj: Commitment, form: CommitmentForm, change: bool
    ) -> None:
        reason = form.cleaned_data["reason"]
        if isinstance(form, NewCommitmentForm) and form.is_record:
            self._record(request, obj, form)
            return
        source = "edit" if change else "draft"
        with transaction.atomic(), because(by=request.user, reason=reason, source=source):
            obj.save()
            facts.refresh([obj.organisation_id])

    def _record(self, request: HttpRequest, obj: Commitment, form: NewCommitmentForm) -> None:
        recorded = entering.record(
            obj.organisation, by=request.user, source=obj.source, **form.recorded()
        )
        obj.pk = recorded.pk
        obj.refresh_from_db()

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Drafts only: what was signed once ends with a day and a reason."""
        return (
            obj is not None and drafting.is_draft(obj) and self.has_change_permission(request, obj)
        )

    def delete_model(self, request: HttpRequest, obj: Commitment) -> None:
        drafting.discard(obj, by=request.user)

    # --- Steps, for one record or for several ---

    def get_urls(self) -> list[URLPattern]:
        def own(address: str, view: Any, name: str) -> URLPattern:
            checked = self.admin_site.admin_view(view)
            return path(address, checked, name=f"commitments_commitment_{name}")

        return [
            own("step/<slug:verb>/", self.step_view, "step"),
            own("issue/", self.issue_view, "issue"),
            *super().get_urls(),
        ]

    def issue_view(self, request: HttpRequest) -> HttpResponse:
        return certificates.issue_view(self, request)

    def step_view(self, request: HttpRequest, verb: str) -> HttpResponse:
        return steps.step_view(self, request, verb)

    @admin.action(description=_("Approve the selected commitments …"), permissions=["approve"])
    def approve(self, request: HttpRequest, queryset: QuerySet[Commitment]) -> HttpResponse | None:
        return steps.ask(self, request, queryset, "approve")

    @admin.action(description=_("Sign the selected commitments …"), permissions=["sign"])
    def sign(self, request: HttpRequest, queryset: QuerySet[Commitment]) -> HttpResponse | None:
        return steps.ask(self, request, queryset, "sign")

    @admin.action(description=_("Suspend the selected commitments …"), permissions=["suspend"])
    def suspend(self, request: HttpRequest, queryset: QuerySet[Commitment]) -> HttpResponse | None:
        return steps.ask(self, request, queryset, "suspend")

    @admin.action(description=_("Resume the selected commitments …"), permissions=["resume"])
    def resume(self, request: HttpRequest, queryset: QuerySet[Commitment]) -> HttpResponse | None:
        return steps.ask(self, request, queryset, "resume")

    @admin.action(description=_("End the selected commitments …"), permissions=["end"])
    def end(self, request: HttpRequest, queryset: QuerySet[Commitment]) -> HttpResponse | None:
        return steps.ask(self, request, queryset, "end")

    @admin.action(
        description=_("Issue certificates for the selected commitments …"), permissions=["issue"]
    )
    def issue(self, request: HttpRequest, queryset: QuerySet[Commitment]) -> HttpResponse | None:
        return steps.ask(self, request, queryset, "issue")

    def has_issue_permission(self, request: HttpRequest) -> bool:
        return request.user.has_perm(certificates.ISSUE)

    def has_approve_permission(self, request: HttpRequest) -> bool:
        return request.user.has_perm("commitments.approve_commitment")

    def has_sign_permission(self, request: HttpRequest) -> bool:
        return request.user.has_perm("commitments.sign_commitment")

    def has_suspend_permission(self, request: HttpRequest) -> bool:
        return request.user.has_perm("commitments.suspend_commitment")

    def has_resume_permission(self, request: HttpRequest) -> bool:
        return request.user.has_perm("commitments.resume_commitment")

    def has_end_permission(self, request: HttpRequest) -> bool:
        return request.user.has_perm("commitments.end_commitment")


@admin.register(Suspension)
class SuspensionAdmin(ReadingAdmin):
    """When commitments did not count; suspending and resuming is done on the commitment's page."""

    in_menu = False

    list_display = ("commitment", "span", "reason")
    list_select_related = ("commitment__organisation",)
    search_fields = ("commitment__organisation__name",)
    ordering = ("-id",)
    fields = ("commitment", "span", "reason", "number", "cure", "end_number")
    readonly_fields = fields
    history_words = STEP_WORDS
