"""What the secretariat says of records that look alike."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from commitments.models import Organisation
from commitments.services.uniting import Wish
from commitments.services.uniting.fields import CHOICES, differs, label_of, proposed

_SHORT_TEXT = {"rows": 2, "class": "vLargeTextField"}


class DifferentForm(forms.Form):
    """Why records that look alike are different organisations."""

    reason = forms.CharField(
        label=_("why they are different"),
        max_length=500,
        widget=forms.Textarea(attrs=_SHORT_TEXT),
        help_text=_("Read by whoever finds the same pair again."),
    )


class AskAgainForm(forms.Form):
    """Why a pair that was told apart is to be asked about again."""

    reason = forms.CharField(
        label=_("reason of the change"), max_length=500, widget=forms.Textarea(attrs=_SHORT_TEXT)
    )


class UniteForm(forms.Form):
    """Which of the records are one organisation, which is kept, and whose values stay."""

    members = forms.TypedMultipleChoiceField(
        label=_("are one organisation"), coerce=int, widget=forms.CheckboxSelectMultiple
    )
    kept = forms.TypedChoiceField(
        label=_("record that is kept"), coerce=int, widget=forms.RadioSelect
    )
    borne_before = forms.MultipleChoiceField(
        label=_("Names that it bore before"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_(
            "Ticked: a former name, shown to everybody. Not ticked: another spelling, by which it "
            "is found and which is shown nowhere."
        ),
    )
    reason = forms.CharField(
        label=_("why they are one organisation"),
        max_length=500,
        widget=forms.Textarea(attrs=_SHORT_TEXT),
    )

    def __init__(self, data: Any, *, records: Sequence[Organisation]) -> None:
        super().__init__(data)
        self.records = records
        kept = max(records, key=_weight)
        numbers = [(str(record.pk), str(record)) for record in records]
        self._offer("members", numbers, [str(record.pk) for record in records])
        self._offer("kept", numbers, str(kept.pk))
        names = dict.fromkeys(record.name for record in records)
        self._offer("borne_before", [(name, name) for name in names], [])
        for choice in CHOICES:
            if differs(records, choice):
                chosen = proposed(records, kept, choice)
                self.fields[choice] = forms.TypedChoiceField(
                    label=label_of(choice),
                    coerce=int,
                    choices=numbers,
                    initial=str(chosen.pk),
                    required=False,
                    empty_value=None,
                    widget=forms.RadioSelect,
                )

    def _offer(self, name: str, choices: list[tuple[str, str]], initial: Any) -> None:
        field: Any = self.fields[name]
        field.choices, field.initial = choices, initial

    def clean_members(self) -> list[int]:
        members: list[int] = self.cleaned_data["members"]
        if len(members) < 2:
            raise ValidationError(gettext("Tick at least two records that are one organisation."))
        return members

    def clean(self) -> dict[str, Any]:
        """The kept record is one of those that become one."""
        typed: dict[str, Any] = super().clean() or self.cleaned_data
        if typed.get("members") and typed.get("kept") and typed["kept"] not in typed["members"]:
            self.add_error("kept", gettext("Keep one of the records that you have ticked."))
        return typed

    @property
    def wish(self) -> Wish:
        """What was chosen, as `uniting` takes it."""
        typed = self.cleaned_data
        return Wish(
            members=tuple(typed["members"]),
            kept=typed["kept"],
            whose={choice: typed[choice] for choice in CHOICES if typed.get(choice)},
            borne_before=tuple(typed["borne_before"]),
        )


class ApartForm(forms.Form):
    """Why records that were brought together are taken apart again."""

    reason = forms.CharField(
        label=_("why it is taken back"), max_length=500, widget=forms.Textarea(attrs=_SHORT_TEXT)
    )


def _weight(record: Organisation) -> tuple[int, bool, int]:
    """The record with the most commitments is proposed, then one with a code, then the oldest."""
    count: int = getattr(record, "commitment_count", 0)
    return count, bool(record.uscc), -record.pk
