from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from commitments.enums import EndReason
from core.forms import DayInput


class StepForm(forms.Form):
    """Day and reason of a step; an end has a kind of reason as well."""

    on = forms.DateField(label=_("day"), widget=DayInput)
    why = forms.ChoiceField(label=_("reason of the end"), choices=EndReason.choices)
    reason = forms.CharField(
        label=_("reason"),
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_(
            "Stands in the history, never on a public page. "
            "A short sentence that is understood in ten years."
        ),
    )

    def __init__(
        self, *args: Any, day_label: str, asks_why: bool, needs_reason: bool, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.fields["on"].label = day_label
        self.fields["reason"].required = needs_reason
        if not asks_why:
            del self.fields["why"]
