"""What is asked before a seat, an office or a term changes hands: the day, and why."""

from typing import Any

from django import forms
from django.contrib import admin
from django.utils.translation import gettext_lazy as _

from accounts.models import Person
from commitments.models import Organisation
from core.choosing import ChoiceAsYouType
from core.forms import DayInput
from workgroups.enums import OfficeRole, SeatEnd, SeatRole
from workgroups.models import Office, Seat
from workgroups.queries.tenures import Incumbents
from workgroups.services.changing_term import Choice, choice_of_all


class ChangeForm(forms.Form):
    """The day from which a change holds, and the decision it rests on."""

    on = forms.DateField(
        label=_("in force from"),
        widget=DayInput,
        help_text=_("The first day of the new state of things."),
    )
    reason = forms.CharField(
        label=_("decision or document"),
        max_length=300,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("What the change rests on. Stands in the history, never on a public page."),
    )
    day_label: Any = None

    def __init__(self, *args: Any, record: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.record = record
        self.order_fields([*(name for name in self.fields if name not in ("on", "reason")), "on"])

    def arguments(self) -> dict[str, Any]:
        """Give what was typed by the names of the service."""
        return dict(self.cleaned_data)


class EndForm(ChangeForm):
    why = forms.ChoiceField(label=_("reason of the end"), choices=SeatEnd.choices)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["on"].label = _("ended on")
        self.fields["on"].help_text = _("The first day on which it is held no more.")

    def arguments(self) -> dict[str, Any]:
        return super().arguments() | {"why": SeatEnd(self.cleaned_data["why"])}


class ReplaceForm(ChangeForm):
    person = forms.ModelChoiceField(label=_("successor"), queryset=Person.objects.all())
    why = forms.ChoiceField(
        label=_("why the predecessor leaves"), choices=SeatEnd.choices, initial=SeatEnd.ADJUSTED
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _choose_as_you_type(self, "person", Office)

    def arguments(self) -> dict[str, Any]:
        return super().arguments() | {"why": SeatEnd(self.cleaned_data["why"])}


class AppointForm(ChangeForm):
    person = forms.ModelChoiceField(
        label=_("person"),
        queryset=Person.objects.all(),
        help_text=_("Somebody new is entered under “People” first."),
    )
    role = forms.ChoiceField(label=_("office"), choices=OfficeRole.choices)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _choose_as_you_type(self, "person", Office)
        if self.record.role != SeatRole.LEAD:
            self.fields["role"].choices = [  # type: ignore[attr-defined]
                choice for choice in OfficeRole.choices if choice[0] != OfficeRole.LEADER
            ]

    def arguments(self) -> dict[str, Any]:
        return super().arguments() | {"role": OfficeRole(self.cleaned_data["role"])}


class TakeSeatForm(ChangeForm):
    organisation = forms.ModelChoiceField(
        label=_("organisation"), queryset=Organisation.objects.all()
    )
    role = forms.ChoiceField(label=_("role"), choices=SeatRole.choices, initial=SeatRole.MEMBER)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _choose_as_you_type(self, "organisation", Seat)

    def arguments(self) -> dict[str, Any]:
        return super().arguments() | {"role": SeatRole(self.cleaned_data["role"])}


class HandOverForm(ChangeForm):
    """Nothing more is asked: people stay with their organisation."""


class ChangeTermForm(ChangeForm):
    """Who goes on in the new term; everybody, unless somebody is taken out."""

    number = forms.IntegerField(label=_("number of the new term"), min_value=1, max_value=200)
    seats = forms.MultipleChoiceField(
        label=_("organisations that go on"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    offices = forms.MultipleChoiceField(
        label=_("people who go on"), required=False, widget=forms.CheckboxSelectMultiple
    )
    seen = forms.CharField(widget=forms.HiddenInput)

    def __init__(self, *args: Any, found: Incumbents, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        everybody = choice_of_all(found)
        for name, rows, chosen in (
            ("seats", found.seats, everybody.seats),
            ("offices", found.offices, everybody.offices),
        ):
            self.fields[name].choices = [  # type: ignore[attr-defined]
                (str(row.pk), _without_body(row)) for row in rows
            ]
            self.fields[name].initial = [str(pk) for pk in chosen]
            if not rows:
                self.fields[name].help_text = _("Nobody is on record today.")

    def choice(self) -> Choice:
        """Give who goes on."""
        chosen = (self.cleaned_data["seats"], self.cleaned_data["offices"])
        return Choice(*(frozenset(map(int, keys)) for keys in chosen))


def _without_body(row: Seat | Office) -> str:
    """Every row of the list is of the same body: its name would only be in the way."""
    if isinstance(row, Seat):
        return f"{row.get_role_display()} · {row.organisation}"
    return f"{row.get_role_display()} · {row.person} · {row.seat.organisation}"


def _choose_as_you_type(form: forms.Form, name: str, model: Any) -> None:
    field: Any = form.fields[name]
    field.widget = ChoiceAsYouType(model._meta.get_field(name), admin.site)
    field.widget.choices = field.choices
