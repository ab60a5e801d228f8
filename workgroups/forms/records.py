"""Forms of the records as they stand: bodies, terms, seats, offices, years, special days."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from core.forms import DayRangeField, RecordForm
from workgroups.models import Body, Office, Seat, SpecialDay, Term, Year
from workgroups.services.refusals import fault_of_office, fault_of_seat


class BodyForm(RecordForm):
    class Meta:
        model = Body
        fields = ("code", "name", "english_name", "kind", "track", "position", "introduction")


class TermForm(RecordForm):
    valid = DayRangeField(
        label=_("from – to"),
        required=True,
        help_text=_("The last day is not included. Leave the end empty while the term runs."),
    )

    class Meta:
        model = Term
        fields = ("body", "number", "valid")


class SeatForm(RecordForm):
    valid = DayRangeField(
        label=_("from – to"),
        required=True,
        help_text=_("The last day is not included. Leave the end empty while the seat is held."),
    )

    class Meta:
        model = Seat
        fields = ("body", "organisation", "role", "valid", "ended_reason", "source")

    def _post_clean(self) -> None:
        """An office that would fall off the seat is named; the trigger knows only that one does."""
        super()._post_clean()  # type: ignore[misc]
        if not self.errors and (fault := fault_of_seat(self.instance)):
            self.add_error(None, fault)


class OfficeForm(RecordForm):
    valid = DayRangeField(
        label=_("from – to"),
        required=True,
        help_text=_("The last day is not included. Leave the end empty while the office is held."),
    )

    class Meta:
        model = Office
        fields = ("seat", "person", "role", "valid", "ended_reason", "source")

    def clean(self) -> dict[str, Any]:
        """The body is the seat's: it is not asked for twice."""
        cleaned = super().clean()
        if seat := cleaned.get("seat"):
            self.instance.body = seat.body
        return cleaned

    def _get_validation_exclusions(self) -> set[str]:
        """The rules of the body's offices are asked although the form has no field for the body."""
        known = {"body"} if self.instance.body_id else set()
        return super()._get_validation_exclusions() - known  # type: ignore[misc]

    def _post_clean(self) -> None:
        super()._post_clean()  # type: ignore[misc]
        if not self.errors and (fault := fault_of_office(self.instance)):
            self.add_error(None, fault)


class YearForm(RecordForm):
    class Meta:
        model = Year
        fields = (
            "year",
            "state",
            "plan_opens_on",
            "plan_due_on",
            "quarter_due_days",
            "summary_opens_on",
            "summary_due_on",
            "public_from",
        )


class SpecialDayForm(RecordForm):
    class Meta:
        model = SpecialDay
        fields = ("day", "is_workday", "note")
