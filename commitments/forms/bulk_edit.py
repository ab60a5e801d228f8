"""What many organisations are to say alike, as the secretariat types it."""

from typing import Any, Final

from django import forms
from django.contrib import admin
from django.core.exceptions import ValidationError
from django.utils.text import capfirst
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from commitments.enums import Kind, Ownership, RegionLevel
from commitments.forms.lineage import OrganisationChoice
from commitments.forms.places import RegionChoiceField, WithPlaces
from commitments.models import Industry, Organisation, Region
from commitments.services.bulk_editing.wishes import CHOICES, Wish
from commitments.services.uniting.fields import label_of
from core.choosing import ChoiceAsYouType
from core.text import tidy

_SHORT_TEXT = {"rows": 2, "class": "vLargeTextField"}
_PLACES: Final = ("province", "city", "county")


def _as_you_type(name: str) -> ChoiceAsYouType:
    return ChoiceAsYouType(Organisation._meta.get_field(name), admin.site)


class BulkEditForm(WithPlaces, forms.Form):
    """A field left empty stays as it is in every record; to empty it is asked for by a tick."""

    province = forms.ModelChoiceField(queryset=Region.objects.none(), required=False)
    city = RegionChoiceField(
        queryset=Region.objects.select_related("parent__parent"),
        required=False,
        widget=_as_you_type("city"),
    )
    county = RegionChoiceField(
        queryset=Region.objects.select_related("parent__parent"),
        required=False,
        widget=_as_you_type("county"),
        help_text=_("A county brings its city, a city its province."),
    )
    industry = forms.ModelChoiceField(
        queryset=Industry.objects.all(), required=False, widget=_as_you_type("industry")
    )
    ownership = forms.ChoiceField(required=False)
    group_name = forms.CharField(
        required=False, max_length=200, widget=forms.TextInput(attrs={"class": "vTextField"})
    )
    park = OrganisationChoice(
        Organisation._meta.get_field("park"),
        required=False,
        help_text=_("Put right as if it had always been so. Who moved is entered on its own page."),
    )
    emptied = forms.MultipleChoiceField(
        label=_("Empty these fields"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("What stands there in the chosen records is taken out."),
    )
    reason = forms.CharField(
        label=_("reason of the change"),
        max_length=500,
        widget=forms.Textarea(attrs=_SHORT_TEXT),
        help_text=_("Stands in the history of every record that changes."),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        fields: dict[str, Any] = self.fields
        for name in (*_PLACES, "industry", "ownership", "group_name", "park"):
            fields[name].label = Organisation._meta.get_field(name).verbose_name  # type: ignore[union-attr]
        provinces = Region.objects.filter(level=RegionLevel.PROVINCE).order_by("code")
        fields["province"].queryset = provinces
        unchanged = gettext("stays as it is")
        fields["province"].empty_label = unchanged
        fields["ownership"].choices = [("", unchanged), *Ownership.choices]
        fields["emptied"].choices = [(choice, capfirst(label_of(choice))) for choice in CHOICES]
        for field in fields.values():
            field.label = capfirst(str(field.label))

    def clean_group_name(self) -> str:
        return tidy(self.cleaned_data["group_name"])

    def clean_park(self) -> Organisation | None:
        park: Organisation | None = self.cleaned_data["park"]
        if park and park.kind != Kind.PARK:
            raise ValidationError(
                gettext("%(organisation)s is no chemical park: choose one.")
                % {"organisation": park}
            )
        return park

    def clean(self) -> dict[str, Any]:
        typed: dict[str, Any] = super().clean() or self.cleaned_data
        self._check_places()
        for choice in typed.get("emptied", []):
            if self._set(choice):
                self.add_error(
                    "emptied",
                    gettext("“%(field)s” is to be set and emptied at once: choose one of them.")
                    % {"field": label_of(choice)},
                )
        if not self.errors and not self.wish.values:
            raise ValidationError(gettext("Set at least one field, or tick one to be emptied."))
        return typed

    def _set(self, choice: str) -> Any:
        """Give what is set for the choice; of places the innermost."""
        typed = self.cleaned_data
        if choice == "place":
            return next((typed[name] for name in reversed(_PLACES) if typed.get(name)), None)
        return typed.get(choice) or None

    @property
    def wish(self) -> Wish:
        """What is to be said alike, as `bulk_editing` takes it."""
        found = {choice: self._set(choice) for choice in CHOICES}
        emptied = self.cleaned_data.get("emptied", [])
        return Wish(
            {choice: found[choice] for choice in CHOICES if found[choice] or choice in emptied}
        )
