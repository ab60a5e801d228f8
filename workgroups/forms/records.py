from django.utils.translation import gettext_lazy as _

from core.forms import DayRangeField, RecordForm
from workgroups.models import Body, Seat


class BodyForm(RecordForm):
    class Meta:
        model = Body
        fields = ("code", "name", "english_name", "kind", "track", "position")


class SeatForm(RecordForm):
    valid = DayRangeField(
        label=_("from – to"),
        required=True,
        help_text=_("The last day is not included. Leave the end empty while the seat is held."),
    )

    class Meta:
        model = Seat
        fields = ("body", "organisation", "role", "valid", "ended_reason", "source")
