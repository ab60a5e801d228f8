"""Seats of organisations and offices of people."""

from typing import Any

from django.contrib import admin
from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from core.admin import ReadingInline, RecordAdmin
from core.changes import Part
from core.tenure import Tenure
from workgroups.admin.edited import EditedAdmin
from workgroups.admin.filters import HeldFilter
from workgroups.admin.verbs import HISTORY_WORDS, Verb, WithVerbs
from workgroups.enums import SeatRole
from workgroups.forms import (
    AppointForm,
    EndForm,
    HandOverForm,
    OfficeForm,
    ReplaceForm,
    SeatForm,
)
from workgroups.models import Office, Seat
from workgroups.services import tenure


def is_not_over(row: Tenure) -> bool:
    """Can anything of it still change: is it held today, or will it be?"""
    return row.valid.upper is None or row.valid.upper > timezone.localdate()


def _is_deputy(seat: Seat) -> bool:
    return seat.role == SeatRole.DEPUTY and is_not_over(seat)


END = pgettext_lazy("seat or office", "End")
SEAT_VERBS = (
    Verb(
        "appoint",
        lambda seat, *, person, role, **said: tenure.appoint(person, seat, role, **said),
        AppointForm,
        _("Appoint somebody"),
        _("Appoint somebody to an office"),
        _("The office rests on the organisation's seat and lasts no longer than it."),
        _("The office was given."),
        is_not_over,
    ),
    Verb(
        "hand_over_lead",
        tenure.hand_over_lead,
        HandOverForm,
        _("Take over the lead"),
        _("Let this organisation take over the lead"),
        _(
            "The present lead organisation becomes a deputy. People stay with their organisation: "
            "the leader becomes a deputy leader, and the only deputy leader of the new lead "
            "becomes the leader."
        ),
        _("The two organisations changed places."),
        _is_deputy,
    ),
    Verb(
        "end",
        tenure.end_seat,
        EndForm,
        END,
        _("End the seat"),
        _("The offices that rest on the seat end with it."),
        _("The seat was ended, and with it its offices."),
        is_not_over,
    ),
)
OFFICE_VERBS = (
    Verb(
        "replace",
        tenure.replace,
        ReplaceForm,
        _("Replace"),
        _("Let somebody else take over the office"),
        _("The office changes hands on the same seat, without a gap."),
        _("The office was handed over."),
        is_not_over,
    ),
    Verb(
        "end",
        tenure.end_office,
        EndForm,
        END,
        _("End the office"),
        _("Whoever held it may not write the documents of the body any more from that day on."),
        _("The office was ended."),
        is_not_over,
    ),
)


class OfficesInline(ReadingInline):
    model = Office
    fields = ("person", "role", "span", "ended_reason")
    readonly_fields = fields
    ordering = ("valid__endswith", "role", "id")

    def get_queryset(self, request: HttpRequest) -> Any:
        return super().get_queryset(request).select_related("person")


@admin.register(Seat)
class SeatAdmin(WithVerbs, EditedAdmin):
    form = SeatForm
    list_display = ("body", "organisation", "role", "span", "ended_reason")
    list_filter = (HeldFilter, "role", "body")
    list_select_related = ("body", "organisation")
    search_fields = ("organisation__name", "body__name")
    autocomplete_fields = ("organisation",)
    ordering = ("body__position", "valid__endswith", "id")
    inlines = (OfficesInline,)
    verbs = {verb.name: verb for verb in SEAT_VERBS}
    history_parts = (Part(Office, "seat", "person"),)
    history_words = HISTORY_WORDS


@admin.register(Office)
class OfficeAdmin(WithVerbs, RecordAdmin):
    form = OfficeForm
    list_display = ("body", "role", "person", "organisation", "span", "ended_reason")
    list_filter = (HeldFilter, "role", "body")
    list_select_related = ("body", "person", "seat__organisation", "seat__body")
    search_fields = ("person__name", "seat__organisation__name", "body__name")
    autocomplete_fields = ("seat", "person")
    ordering = ("body__position", "valid__endswith", "id")
    verbs = {verb.name: verb for verb in OFFICE_VERBS}
    history_words = HISTORY_WORDS

    @admin.display(description=_("organisation"), ordering="seat__organisation__name")
    def organisation(self, office: Office) -> str:
        return office.seat.organisation.name
