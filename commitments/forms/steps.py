from collections.abc import Collection
from typing import Any

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from commitments.enums import EndReason
from commitments.forms.reason import WIDE
from core.forms import DayInput

ALWAYS = ("on", "reason")


def _line(label: Any, most: int, help_text: Any = "") -> forms.CharField:
    wide = forms.TextInput(attrs={"class": WIDE})
    return forms.CharField(
        label=label, max_length=most, required=False, widget=wide, help_text=help_text
    )


class StepForm(forms.Form):
    """Day and reason of a step, the decision behind it, and what else only this step asks."""

    on = forms.DateField(label=_("day"), widget=DayInput)
    why = forms.ChoiceField(label=_("reason of the end"), choices=EndReason.choices)
    number = _line(
        _("number of the decision"),
        60,
        _("As it stands on the committee's or secretariat's paper."),
    )
    occasion = _line(_("occasion"), 200, _("Where it was signed, for example at which congress."))
    signer_position = _line(_("signer's position"), 100)
    cure = forms.CharField(
        label=_("what lifts it"),
        max_length=1000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text=_("Read by everybody: what has to be done for the commitment to count again."),
    )
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
        self,
        *args: Any,
        day_label: str,
        asks: Collection[str] = (),
        needs: Collection[str] = (),
        **kwargs: Any,
    ) -> None:
        """Ask for the fields `asks` beside day and reason; those of `needs` must be filled in."""
        super().__init__(*args, **kwargs)
        self.fields["on"].label = day_label
        if not day_label:  # a step that is of no day
            del self.fields["on"]
        for name in set(self.fields) - {*ALWAYS, *asks}:
            del self.fields[name]
        for name, field in self.fields.items():
            field.required = name in {"on", "why", *needs}

    def clean(self) -> dict[str, Any]:
        """Whoever is struck off is struck off by a decision with a number."""
        cleaned = super().clean() or self.cleaned_data
        if cleaned.get("why") == EndReason.REVOKED and not cleaned.get("number"):
            self.add_error("number", gettext("Enter the number of the decision to revoke."))
        return cleaned
