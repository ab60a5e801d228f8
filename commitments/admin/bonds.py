"""The ledger of "1+3": who brought whom, how far each is, and the same as a file."""

from typing import Any

from django.contrib import admin
from django.contrib.admin.options import IncorrectLookupParameters
from django.db.models import Q, QuerySet
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.template.loader import render_to_string
from django.urls import URLPattern, path
from django.utils import timezone
from django.utils.decorators import method_decorator
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from commitments.admin import inviters
from commitments.admin.filters import LongFilter, YearFilter
from commitments.admin.ledger_files import ledger_file
from commitments.enums.bonds import BondState
from commitments.forms.bonds import BondForm, NewBondForm
from commitments.models import Bond, Organisation
from commitments.queries.bonds import TONES, ledger_headings, ledger_rows
from commitments.services.bonds import inviting, recording
from commitments.services.bonds.inviting import CannotBring
from commitments.services.days import DayNotPossible
from core.admin import RecordAdmin
from core.limits import limited
from core.permissions import require

MOST_INVITERS = 200
WORDS = {
    "invite": gettext_lazy("Invited"),
    "record": gettext_lazy("Historic entry"),
    "identify": gettext_lazy("Named in the register"),
    "begin": gettext_lazy("Application begun"),
    "withdrawn": gettext_lazy("Withdrawn"),
    "declined": gettext_lazy("Declined"),
    "not_counted": gettext_lazy("Does not count"),
    "edit": gettext_lazy("Edit"),
}


class StateFilter(admin.SimpleListFilter):
    title = gettext_lazy("state")
    parameter_name = "state"

    def lookups(self, request: HttpRequest, model_admin: Any) -> Any:
        return BondState.choices

    def queryset(self, request: HttpRequest, queryset: QuerySet[Any]) -> QuerySet[Any]:
        return queryset.filter(state=self.value()) if self.value() else queryset


class InviterFilter(LongFilter):
    title = pgettext_lazy("partner", "brought by")
    parameter_name = "inviter"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        inviters = Organisation.objects.filter(bonds__isnull=False).distinct()
        named = list(
            inviters.order_by("name_sort").values_list("code", "name")[: MOST_INVITERS + 1]
        )
        if len(named) > MOST_INVITERS:
            del named[MOST_INVITERS:]
            self.note = gettext_lazy("Only the first of them stand here: search for the others.")
            asked = self.used_parameters.get(self.parameter_name) or ""
            if asked not in dict(named):
                named += inviters.filter(code=asked).values_list("code", "name")
        return named

    def queryset(self, request: HttpRequest, queryset: QuerySet[Any]) -> QuerySet[Any]:
        return queryset.filter(inviter__code=self.value()) if self.value() else queryset


class BondYearFilter(YearFilter):
    """The year of the signature, else of the invitation."""

    title = gettext_lazy("year")

    def of_year(self, queryset: QuerySet[Any], year: int) -> QuerySet[Any]:
        return queryset.filter(Q(signed_on__year=year) | Q(signed_on=None, invited_on__year=year))


@admin.register(Bond)
class BondAdmin(RecordAdmin):
    """Entered by hand are only bonds with their source, and invitations; states follow."""

    list_display = (
        *("shown_inviter", "shown_partner", "relation", "shown_state"),
        *("invited_on", "shown_signing", "source"),
    )
    list_display_links = ("shown_partner",)
    list_filter = (StateFilter, "relation", BondYearFilter, InviterFilter)
    list_select_related = ("inviter", "partner", "application")
    search_fields = ("partner_name", "inviter__name", "partner__name")
    ordering = ("-entered_at", "-id")
    sortable_by = ("invited_on",)
    autocomplete_fields = ("inviter", "partner")
    change_list_template = "admin/commitments/bond/change_list.html"
    history_hidden = frozenset({"entered_at"})
    history_words = WORDS
    known = ("invited_on", "expires_on", "application", "entered_by", "entered_at", "ended_at")
    read = (
        *("inviter", "shown_partner", "relation", "shown_state", "shown_signing"),
        *("email", "source"),
    )

    def get_queryset(self, request: HttpRequest) -> Any:
        rows: Any = super().get_queryset(request)
        return rows.on_day(timezone.localdate())

    def get_form(
        self, request: HttpRequest, obj: Any = None, change: bool = False, **kwargs: Any
    ) -> Any:
        kwargs["form"] = BondForm if obj else NewBondForm
        kwargs["fields"] = typed_in(obj) if obj else NewBondForm.Meta.fields
        return super().get_form(request, obj, change, **kwargs)

    def get_fieldsets(self, request: HttpRequest, obj: Any = None) -> Any:
        if obj is None:
            return ((None, {"fields": NewBondForm.Meta.fields}),)
        more: tuple[str, ...] = ()
        if self.has_change_permission(request, obj) and obj.ended_at is None:
            more = (*(each for each in typed_in(obj) if each == "partner"), "withdraw_because")
        return (
            (None, {"fields": (*self.read, *more)}),
            (_("In the ledger"), {"fields": self.known}),
        )

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> tuple[str, ...]:
        if obj is None:
            return ()
        return tuple(each for each in (*self.read, *self.known) if each not in typed_in(obj))

    def changeform_view(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """What a service refuses is said above the form, with everything typed still in it."""
        try:
            return super().changeform_view(request, *args, **kwargs)
        except (CannotBring, DayNotPossible) as error:
            request.refused = str(error)  # type: ignore[attr-defined]
            return super().changeform_view(request, *args, **kwargs)

    def save_model(self, request: HttpRequest, obj: Bond, form: Any, change: bool) -> None:
        who: dict[str, Any] = {"by": request.user, "at": timezone.now()}
        typed = form.cleaned_data
        if not change:
            obj.pk = _enter(typed, who).pk
        elif reason := typed.get("withdraw_because"):
            inviting.withdraw(obj, reason=reason, **who)
        elif "partner" in form.changed_data and obj.partner:
            recording.identify(obj, obj.partner, by=request.user)
        else:
            inviting.keep(obj, by=request.user, source="edit")

    def changelist_view(
        self, request: HttpRequest, extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        more = {"query": request.GET.urlencode()}
        return super().changelist_view(request, more | (extra_context or {}))

    def get_urls(self) -> list[URLPattern]:
        def own(suffix: str) -> URLPattern:
            view = self.admin_site.admin_view(self.file_view)
            name = f"commitments_bond_{suffix}"
            return path(f"ledger.{suffix}", view, {"suffix": suffix}, name=name)

        return [
            own("csv"),
            own("xlsx"),
            *inviters.urls_of(self.admin_site),
            *super().get_urls(),
        ]

    @method_decorator(limited("export"))
    def file_view(self, request: HttpRequest, suffix: str) -> HttpResponseBase:
        """Give the ledger as it is filtered; without the addresses of contacts."""
        require(request.user, "commitments.view_bond")
        try:
            found: Any = self.get_changelist_instance(request).get_queryset(request)
        except IncorrectLookupParameters:  # an address that no filter of the list makes
            return redirect("admin:commitments_bond_changelist")
        rows = ledger_rows(found.select_related("inviter", "partner", "application"))
        return ledger_file(_("Ledger of “1+3”"), ledger_headings(), rows, suffix)

    @admin.display(description=pgettext_lazy("partner", "brought by"))
    def shown_inviter(self, bond: Bond) -> str:
        return bond.inviter.name

    @admin.display(description=gettext_lazy("name of the partner"))
    def shown_partner(self, bond: Bond) -> str:
        return bond.shown_name

    @admin.display(description=gettext_lazy("state"))
    def shown_state(self, bond: Bond) -> SafeString:
        state = bond.state_on_day
        return render_to_string(
            "components/_badge.html", {"label": state.label, "tone": TONES.get(state, "")}
        )

    @admin.display(description=gettext_lazy("signed on"))
    def shown_signing(self, bond: Any) -> Any:
        is_signed = bond.state_on_day == BondState.SIGNED
        return bond.signed_on if is_signed else self.get_empty_value_display()


def typed_in(bond: Bond) -> tuple[str, ...]:
    """This will name the fields of a bond that may still be typed in."""
    if bond.ended_at:
        return ()
    return ("relation", "source", *(() if bond.partner_id else ("partner",)))


def _enter(typed: dict[str, Any], who: dict[str, Any]) -> Bond:
    inviter: Organisation = typed["inviter"]
    partner: Any = typed.get("partner")
    if typed.get("email"):
        named = partner.code if partner else typed["partner_name"]
        relation, email = typed["relation"], typed["email"]
        return inviting.invite(inviter, named, relation=relation, email=email, **who)
    facts = {name: typed[name] for name in ("relation", "source", "invited_on")}
    return recording.record(inviter, partner, **facts, **who)
