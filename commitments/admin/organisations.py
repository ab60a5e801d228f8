from functools import partial
from typing import Any, ClassVar

from django.contrib import admin
from django.db import transaction
from django.db.models import Q, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import URLPattern, path
from django.utils import timezone
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _

from commitments.admin import bulk_edit, duplicates, lineage, notes, uniting
from commitments.admin.badges import state_badge
from commitments.admin.filters import BatchFilter, CreditCodeFilter, ProvinceFilter, YearFilter
from commitments.admin.quality import QualityFilter, quality_view
from commitments.admin.searching import matching
from commitments.admin.words import STEP_WORDS
from commitments.enums import NameKind, RegionLevel
from commitments.forms import OrganisationForm, RegionChoiceField
from commitments.models import (
    Commitment,
    EarlierFact,
    Organisation,
    OrganisationName,
    OrganisationNote,
    ParkFact,
    RecordUnion,
    Region,
    Succession,
    Suspension,
)
from commitments.services import entering, facts, naming
from commitments.services.lineage import merger_of
from core.admin import ReadingAdmin, ReadingInline, RecordAdmin
from core.changes import Part
from core.history import because

RECENT_CHANGES = 3


class CommitmentsInline(ReadingInline):
    model = Commitment
    fields = ("document", "state", "signed_on", "ended_on", "certificate_number", "source")
    readonly_fields = fields
    verbose_name_plural = _("commitments")
    ordering = ("-signed_on",)


@admin.register(Organisation)
class OrganisationAdmin(RecordAdmin):
    form = OrganisationForm
    list_display = ("name", "code", "kind", "province", "shown_status", "signed_on")
    list_filter = (
        "status",
        "kind",
        CreditCodeFilter,
        ProvinceFilter,
        YearFilter,
        BatchFilter,
        QualityFilter,
        bulk_edit.BulkEditFilter,
    )
    list_select_related = ("province",)
    search_fields = ("name",)
    search_help_text = _("Name, short, former or English name, pinyin, initials or code.")
    ordering = ("name_sort", "id")
    sortable_by = ("name", "signed_on", "code")
    autocomplete_fields = ("city", "county", "industry", "park")
    inlines = (CommitmentsInline,)
    actions = ("bulk_edit",)
    change_form_template = "admin/commitments/organisation/change_form.html"
    history_hidden = frozenset({"created_at", "sign_year", "is_demo"})
    history_parts = (
        Part(OrganisationName, "organisation", "text"),
        Part(Commitment, "organisation", "document", frozenset({"state_changed_at"})),
        Part(Suspension, "commitment__organisation", "reason"),
        Part(Succession, "predecessor", "source"),
        Part(EarlierFact, "organisation", "until"),
        Part(ParkFact, "park", "document"),
        Part(OrganisationNote, "organisation", "text"),
    )
    history_words = STEP_WORDS

    typed = (
        (
            _("Names"),
            {
                "fields": (
                    "name",
                    "is_another",
                    "keeps_old_name",
                    "renamed_on",
                    "short_name",
                    "english_name",
                    "former",
                    "sort_key_by_hand",
                )
            },
        ),
        (None, {"fields": ("kind", "uscc")}),
        (_("Place"), {"fields": ("province", "city", "county", "park", "park_name")}),
        (_("Trade"), {"fields": ("industry", "ownership", "staff_count", "group_name")}),
        (_("More"), {"fields": ("website", "note", "reason")}),
    )
    known = ("code", "shown_status", "signed_on", "created_at")
    facts_shown = (_("In the register"), {"fields": known})
    read = (
        (_("Names"), {"fields": ("name", "short_name", "english_name", "former_names")}),
        *typed[1:4],
        (_("More"), {"fields": ("website", "note")}),
        facts_shown,
    )

    @admin.display(description=_("status"), ordering="status")
    def shown_status(self, organisation: Organisation) -> SafeString:
        return state_badge(organisation.status, organisation.get_status_display())

    def get_fieldsets(self, request: HttpRequest, obj: Any = None) -> Any:
        if obj is None:
            return tuple(
                _without(fieldset, OrganisationForm.of_renaming) for fieldset in self.typed
            )
        if not self.has_change_permission(request, obj):
            return self.read
        typed = tuple(_without(fieldset, OrganisationForm.of_adding) for fieldset in self.typed)
        return (*typed, self.facts_shown)

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> tuple[str, ...]:
        return (*self.known, "former_names") if obj else ()

    def get_form(
        self, request: HttpRequest, obj: Any = None, change: bool = False, **kwargs: Any
    ) -> Any:
        # The fieldsets name fields that are typed as text; the form itself knows its own.
        kwargs["fields"] = OrganisationForm.Meta.fields
        form = super().get_form(request, obj, change, **kwargs)
        form.today = timezone.localdate()
        return form

    def formfield_for_foreignkey(self, db_field: Any, request: HttpRequest, **kwargs: Any) -> Any:
        if db_field.name == "province":
            kwargs["queryset"] = Region.objects.filter(level=RegionLevel.PROVINCE).order_by("code")
        if db_field.name in ("city", "county"):
            kwargs["form_class"] = RegionChoiceField
            kwargs["queryset"] = Region.objects.select_related("parent")
        return super().formfield_for_foreignkey(db_field, request, **kwargs)

    def _get_obj_does_not_exist_redirect(
        self, request: HttpRequest, opts: Any, object_id: str
    ) -> HttpResponse:
        """A record that was brought together with another one leads to that one."""
        gone = Organisation.everyone.filter(pk=object_id) if object_id.isdecimal() else None
        if gone and (kept := gone.exclude(same_as=None).values_list("same_as", flat=True).first()):
            return redirect("admin:commitments_organisation_change", kept)
        return super()._get_obj_does_not_exist_redirect(request, opts, object_id)  # type: ignore[misc]

    def get_search_results(
        self, request: HttpRequest, queryset: QuerySet[Organisation], search_term: str
    ) -> tuple[QuerySet[Organisation], bool]:
        return matching(queryset, search_term), False

    @admin.action(description=_("Edit the selected records together …"), permissions=["change"])
    def bulk_edit(
        self, request: HttpRequest, queryset: QuerySet[Organisation]
    ) -> HttpResponse | None:
        return bulk_edit.ask(request)

    def changelist_view(
        self, request: HttpRequest, extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        more = {
            "may_import": request.user.has_perm("commitments.import_register"),
            "bulk_query": request.GET.urlencode() if self.has_change_permission(request) else None,
        }
        return super().changelist_view(request, more | (extra_context or {}))

    def render_change_form(
        self, request: HttpRequest, context: dict[str, Any], *args: Any, **kwargs: Any
    ) -> HttpResponse:
        if obj := kwargs.get("obj"):
            context["recent_changes"] = self.changes_of(obj)[:RECENT_CHANGES]
            context["may_change"] = request.user.has_perm(lineage.PERMISSION)
            context["successions"] = _successions_of(obj)
            context["extensions"] = obj.park_facts.exclude(change="").order_by("on", "pk")
            context["earlier"] = lineage.changes_of(obj)
            context["unions"] = RecordUnion.objects.filter(kept=obj).order_by("-pk")
            context["spellings"] = obj.names.filter(kind=NameKind.ALIAS).order_by("pk")
            context["alike"] = duplicates.count_alike(obj)
            context["notes"] = notes.notes_of(obj)
            context["may_note"] = request.user.has_perm(notes.ADD)
            context["becomes"] = lineage.links_of(obj)
            may_add = request.user.has_perm("commitments.add_commitment")
            context["may_add_commitment"] = may_add and not merger_of(obj)
        return super().render_change_form(request, context, *args, **kwargs)

    def get_urls(self) -> list[URLPattern]:
        def own(address: str, view: Any, name: str) -> URLPattern:
            checked = self.admin_site.admin_view(partial(view, self))
            return path(address, checked, name=f"commitments_organisation_{name}")

        return [
            own("quality/", quality_view, "quality"),
            own("bulk-edit/", bulk_edit.bulk_edit_view, "bulk_edit"),
            own("duplicates/", duplicates.duplicates_view, "duplicates"),
            own("duplicates/<slug:numbers>/different/", duplicates.different_view, "different"),
            own("duplicates/<slug:numbers>/", uniting.unite_view, "unite"),
            own("<path:object_id>/lineage/<slug:verb>/", lineage.lineage_view, "lineage"),
            own("<path:object_id>/take-back/<int:pk>/", lineage.take_back_view, "take_back"),
            own(
                "<path:object_id>/extension/<int:pk>/take-back/",
                lineage.take_back_extension_view,
                "take_back_extension",
            ),
            own(
                "<path:object_id>/earlier/<int:pk>/take-back/",
                lineage.take_back_change_view,
                "take_back_move",
            ),
            own("<path:object_id>/note/", notes.note_view, "note"),
            own("<path:object_id>/note/<int:pk>/strike/", notes.strike_view, "strike"),
            *super().get_urls(),
        ]

    def save_model(
        self, request: HttpRequest, obj: Organisation, form: OrganisationForm, change: bool
    ) -> None:
        typed = form.cleaned_data
        who = {"by": request.user, "reason": typed["reason"]}
        if not change:
            entering.enter_organisation(obj, former=typed["former"], **who)
            return
        with transaction.atomic(), because(**who, source="edit"):
            obj.save(update_fields=form.plain_fields)
            if form.has_new_names:
                _write_names(obj, form, who)
            facts.refresh([obj.pk])


def _successions_of(organisation: Organisation) -> QuerySet[Succession]:
    both = Q(predecessor=organisation) | Q(successor=organisation)
    rows = Succession.objects.filter(both).select_related("predecessor", "successor")
    return rows.order_by("on", "pk")


def _write_names(organisation: Organisation, form: OrganisationForm, who: dict[str, Any]) -> None:
    typed = form.cleaned_data
    if form.is_renamed and typed["keeps_old_name"]:
        organisation.former_names = naming.SEPARATORS[0].join(typed["former"])
        organisation.name = form.old_name
        naming.rename(organisation, to=typed["name"], on=typed["renamed_on"], **who)
        return
    naming.set_names(
        organisation,
        full=typed["name"],
        short=typed["short_name"],
        english=typed["english_name"],
        former=typed["former"],
        **who,
    )


def _without(
    fieldset: tuple[Any, dict[str, Any]], fields: tuple[str, ...]
) -> tuple[Any, dict[str, Any]]:
    name, options = fieldset
    return name, options | {"fields": tuple(f for f in options["fields"] if f not in fields)}


@admin.register(OrganisationName)
class OrganisationNameAdmin(ReadingAdmin):
    """The names as they are compared; they are changed on the organisation's page."""

    in_menu = False

    list_display = ("text", "kind", "until", "organisation")
    list_filter = ("kind",)
    list_select_related = ("organisation",)
    search_fields = ("key",)
    ordering = ("key", "id")
    fields = ("organisation", "kind", "text", "until")
    list_per_page: ClassVar[int] = 50

    def get_queryset(self, request: HttpRequest) -> QuerySet[OrganisationName]:
        return super().get_queryset(request).filter(organisation__same_as=None)
