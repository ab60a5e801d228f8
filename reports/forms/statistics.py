import datetime as dt
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from core.forms import DayInput


class StartForm(forms.Form):
    """Which year's statistics are to be built, as at which day."""

    year = forms.IntegerField(
        label=_("year"),
        min_value=2000,
        max_value=9999,
        widget=forms.NumberInput(attrs={"inputmode": "numeric"}),
    )
    as_at = forms.DateField(
        label=_("as at"),
        required=False,
        widget=DayInput,
        help_text=_("Empty: the last day of the year, of the running year today."),
    )

    def __init__(self, *args: Any, today: dt.date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["year"].initial = today.year - 1
