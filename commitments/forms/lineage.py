"""What became of an organisation, as the secretariat types it."""

from decimal import Decimal
from typing import Any

from django import forms
from django.contrib import admin
from django.core.exceptions import ValidationError
from django.db.models import Q
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from commitments.enums import SIGNATORY_KINDS, Kind
from commitments.enums.parks import ParkChange
from commitments.models import Organisation, OrganisationName, Succession
from commitments.services.lineage import merger_of
from core.choosing import ChoiceAsYouType
from core.forms import DayInput
from core.text import comparison_key

_SHORT_TEXT = {"rows": 2, "class": "vLargeTextField"}


class OrganisationAsYouType(ChoiceAsYouType):
    """Where scripts do not run an organisation is named by its portal code."""

    def code_of(self, value: Any) -> str:
        numbered = str(value).isdecimal()
        found = Organisation.objects.filter(pk=str(value)[:18]).first() if numbered else None
        return found.code if found else str(value)


class OrganisationChoice(forms.ModelChoiceField):
    """An organisation chosen from a list as you type, or named by its portal or credit code."""

    def __init__(self, field: Any, **kwargs: Any) -> None:
        kwargs.setdefault("queryset", Organisation.objects.all())
        super().__init__(widget=OrganisationAsYouType(field, admin.site), **kwargs)

    def to_python(self, value: Any) -> Organisation | None:
        typed = str(value or "").strip()
        if not typed or typed.isdecimal():
            return super().to_python(typed or None)
        found = _by_code(typed)
        if found is None:
            raise ValidationError(
                gettext("No organisation has the code “%(code)s”: look it up in the register.")
                % {"code": typed[:40]}
            )
        return found

    def prepare_value(self, value: Any) -> Any:
        """Give what is chosen in the list: of a code the organisation's number."""
        typed = str(value or "").strip()
        found = _by_code(typed) if typed and not typed.isdecimal() else None
        return super().prepare_value(found.pk if found else value)


def _by_code(typed: str) -> Organisation | None:
    coded = Q(code=typed.lower()) | Q(uscc=typed.upper())
    found = Organisation.everyone.filter(coded).select_related("same_as").first()
    return found.same_as or found if found else None


def _by_name(typed: str) -> Organisation | None:
    names = OrganisationName.objects.matching().filter(key=comparison_key(typed))
    found = set(names.values_list("organisation", flat=True)[:2])
    return Organisation.objects.get(pk=found.pop()) if len(found) == 1 else None


class SuccessionForm(forms.Form):
    """The other organisation, the day and the paper of a merger or split."""

    other = OrganisationChoice(Succession._meta.get_field("successor"))
    on = forms.DateField(label=_("day"), widget=DayInput)
    source = forms.CharField(
        label=_("source"),
        max_length=200,
        widget=forms.Textarea(attrs=_SHORT_TEXT),
        help_text=_("The document or notice that says so."),
    )

    def __init__(self, *args: Any, organisation: Organisation, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.organisation = organisation

    def clean_other(self) -> Organisation:
        other: Organisation = self.cleaned_data["other"]
        if other == self.organisation:
            raise ValidationError(gettext("Choose another organisation: nobody succeeds itself."))
        return other


class ExtensionForm(forms.Form):
    """The day, the document and the new area of a park, and the parks it takes in."""

    change = forms.ChoiceField(label=_("change of the borders"), choices=ParkChange.choices)
    on = forms.DateField(label=_("day"), widget=DayInput)
    document = forms.CharField(
        label=_("document"),
        max_length=200,
        widget=forms.Textarea(attrs=_SHORT_TEXT),
        help_text=_("Its number or title, and who issued it."),
    )
    area = forms.DecimalField(
        label=_("whole area in hectares"),
        max_digits=9,
        decimal_places=2,
        min_value=Decimal("0.01"),
        required=False,
        help_text=_("After the change; 100 hectares are one square kilometre."),
    )
    parks = forms.CharField(
        label=_("parks it takes in"),
        required=False,
        widget=forms.Textarea(attrs=_SHORT_TEXT),
        help_text=_("One a line: portal code, credit code or name. They then lead to this one."),
    )

    def __init__(self, *args: Any, organisation: Organisation, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.organisation = organisation

    def clean_parks(self) -> list[Organisation]:
        lines = filter(None, map(str.strip, self.cleaned_data["parks"].splitlines()))
        return list(dict.fromkeys(self._park(line) for line in lines))

    def _park(self, line: str) -> Organisation:
        found = _by_code(line) or _by_name(line)
        words = {"line": line[:40], "organisation": found}
        if found is None:
            text = gettext("“%(line)s” is not one park of the register: enter its portal code.")
            raise ValidationError(text % words)
        if found == self.organisation:
            raise ValidationError(gettext("Choose another organisation: nobody succeeds itself."))
        if found.kind != Kind.PARK:
            text = gettext("%(organisation)s is no chemical park: choose one.")
            raise ValidationError(text % words)
        return found


class _ChangeForm(forms.Form):
    """A change that holds from a day on, with its reason."""

    on = forms.DateField(label=_("since"), widget=DayInput)
    reason = forms.CharField(
        label=_("reason of the change"), max_length=500, widget=forms.Textarea(attrs=_SHORT_TEXT)
    )

    field_order = ("park", "kind", "on", "reason")

    def __init__(self, *args: Any, organisation: Organisation, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.organisation = organisation


class MoveForm(_ChangeForm):
    """The park an organisation moved to; empty: it stands in none."""

    park = OrganisationChoice(
        Organisation._meta.get_field("park"),
        label=_("park in the register"),
        required=False,
        help_text=_("Leave empty when it stands in no park any more."),
    )

    def __init__(self, *args: Any, organisation: Organisation, **kwargs: Any) -> None:
        super().__init__(*args, organisation=organisation, **kwargs)
        if organisation.park:
            self.fields["park"].help_text = gettext(
                "At present: %(park)s. Leave empty when it stands in no park any more."
            ) % {"park": organisation.park}

    def clean_park(self) -> Organisation | None:
        park: Organisation | None = self.cleaned_data["park"]
        if park and park.kind != Kind.PARK:
            raise ValidationError(
                gettext("%(organisation)s is no chemical park: choose one.")
                % {"organisation": park}
            )
        if park and (gone := merger_of(park)):
            raise ValidationError(
                gettext("%(organisation)s has merged into %(other)s: choose that one.")
                % {"organisation": park, "other": gone.successor}
            )
        if park == self.organisation.park:
            raise ValidationError(gettext("It stands there already: choose another park."))
        return park


class KindForm(_ChangeForm):
    """The kind an organisation became."""

    kind = forms.ChoiceField(
        label=_("kind"), choices=[(kind, kind.label) for kind in SIGNATORY_KINDS]
    )

    def clean_kind(self) -> Kind:
        kind = Kind(self.cleaned_data["kind"])
        if kind == self.organisation.kind:
            raise ValidationError(gettext("It is of this kind already: choose another one."))
        return kind


class TakeBackForm(forms.Form):
    """Why a merger or split was recorded by mistake."""

    reason = forms.CharField(
        label=_("reason of the change"), max_length=500, widget=forms.Textarea(attrs=_SHORT_TEXT)
    )

    def __init__(self, *args: Any, organisation: Organisation, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.organisation = organisation
