from django.utils.translation import gettext_lazy as _

from core.forms import DayRangeField, RecordForm
from workgroups.models import Body, Seat


class BodyForm(RecordForm):
    constraint_sentences = {
        "working_groups_and_only_they_have_a_track": _(
            "Working groups belong to the code or the promotion groups; other bodies to neither."
        ),
        "a_body_code_has_2_to_12_letters_or_digits": _(
            "The code has 2 to 12 small letters or digits, nothing else."
        ),
    }

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
