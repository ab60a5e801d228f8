"""Bodies with their seats, terms, and who held what on a day."""

from typing import Any

from django.contrib import admin
from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.urls import URLPattern, path, reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from core.admin import ReadingInline
from core.changes import Part
from workgroups.admin import term
from workgroups.admin.edited import EditedAdmin
from workgroups.admin.verbs import HISTORY_WORDS, Button, Verb, WithVerbs, page_context
from workgroups.forms import BodyForm, TakeSeatForm, TermForm
from workgroups.models import Body, Seat, Term
from workgroups.models.contents import day_of
from workgroups.queries.tenures import incumbents_of
from workgroups.services import tenure

TAKE_SEAT = Verb(
    "take_seat",
    lambda body, *, organisation, role, **said: tenure.take_seat(body, organisation, role, **said),
    TakeSeatForm,
    gettext_lazy("Seat an organisation"),
    gettext_lazy("Give an organisation a seat"),
    gettext_lazy("A body has one lead organisation at a time, and an organisation one seat in it."),
    gettext_lazy("The organisation has its seat."),
)


class SeatsInline(ReadingInline):
    model = Seat
    fields = ("organisation", "role", "span", "ended_reason")
    readonly_fields = fields
    ordering = ("valid__endswith", "role", "id")

    def get_queryset(self, request: HttpRequest) -> Any:
        return super().get_queryset(request).select_related("organisation", "body")


class TermsInline(ReadingInline):
    model = Term
    fields = ("number", "span")
    readonly_fields = fields
    ordering = ("-number",)

    def get_queryset(self, request: HttpRequest) -> Any:
        return super().get_queryset(request).select_related("body")


@admin.register(Body)
class BodyAdmin(WithVerbs, EditedAdmin):
    form = BodyForm
    list_display = ("name", "code", "kind", "track", "position")
    ordering = ("position",)
    search_fields = ("name", "english_name", "code")
    inlines = (SeatsInline, TermsInline)
    verbs = {TAKE_SEAT.name: TAKE_SEAT}
    history_parts = (Part(Seat, "body", "organisation"), Part(Term, "body", "number"))
    history_words = HISTORY_WORDS

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> tuple[str, ...]:
        """The code stands in addresses and in the numbers of plan items."""
        return ("code",) if obj else ()

    def get_urls(self) -> list[URLPattern]:
        def own(address: str, view: Any, name: str) -> URLPattern:
            return path(address, self.admin_site.admin_view(view), name=f"workgroups_body_{name}")

        return [
            own("<path:pk>/change_term/", self.change_term_view, "change_term"),
            own("<path:pk>/incumbents/", self.incumbents_view, "incumbents"),
            *super().get_urls(),
        ]

    def buttons_of(self, record: Body) -> list[Button]:
        more = (("change_term", _("Change of term")), ("incumbents", _("Who held what")))
        return [
            *super().buttons_of(record),
            *(
                Button(label, reverse(f"admin:workgroups_body_{name}", args=[record.pk]))
                for name, label in more
            ),
        ]

    def change_term_view(self, request: HttpRequest, pk: str) -> HttpResponse:
        return term.change_term(self, request, pk)

    def incumbents_view(self, request: HttpRequest, pk: str) -> HttpResponse:
        """Who held the seats and offices of the body on a day."""
        body = self.record_or_404(request, pk)
        day = day_of(request.GET.get("on", "")) or timezone.localdate()
        context = page_context(self, request, body, _("Who held what")) | {
            "day": day,
            "found": incumbents_of(body, on=day),
        }
        return TemplateResponse(request, "admin/workgroups/incumbents.html", context)


@admin.register(Term)
class TermAdmin(EditedAdmin):
    form = TermForm
    list_display = ("body", "number", "span")
    list_filter = ("body",)
    list_select_related = ("body",)
    ordering = ("body__position", "-number")
    history_words = HISTORY_WORDS
