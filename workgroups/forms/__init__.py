"""The secretariat's forms: what is typed, brought to one form, checked and explained."""

from workgroups.forms.records import (
    BodyForm,
    OfficeForm,
    SeatForm,
    SpecialDayForm,
    TermForm,
    YearForm,
)
from workgroups.forms.tenure import (
    AppointForm,
    ChangeTermForm,
    EndForm,
    HandOverForm,
    ReplaceForm,
    TakeSeatForm,
)

__all__ = [
    "AppointForm",
    "BodyForm",
    "ChangeTermForm",
    "EndForm",
    "HandOverForm",
    "OfficeForm",
    "ReplaceForm",
    "SeatForm",
    "SpecialDayForm",
    "TakeSeatForm",
    "TermForm",
    "YearForm",
]
