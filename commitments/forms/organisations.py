"""An organisation as the secretariat types it: names as text, a code that is checked, places."""

import datetime as dt
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext, pgettext
from django.utils.translation import gettext_lazy as _

from commitments.forms.places import WithPlaces
from commitments.forms.reason import WIDE, ReasonField
from commitments.models import Organisation
from commitments.queries.likeness import namesakes_of
from commitments.services.days import DayNotPossible, refuse_before
from commitments.services.importing.codes import read_credit_code
from commitments.services.importing.problems import CellRefused
from commitments.services.naming import earliest_renaming, split_names
from core.forms import DayInput, RecordForm
from core.text import comparison_key, tidy

NAMES = ("name", "short_name", "english_name", "former", "sort_key_by_hand")


class OrganisationForm(WithPlaces, RecordForm):
    """An organisation with its names as text; the admin hands them to `services.naming`."""

    # Longer than the code: spaces pasted with it are put right, not refused.
    uscc = forms.CharField(
        label=_("unified social credit code"),
        required=False,
        max_length=64,
        help_text=_("18 characters; leave empty when unknown."),
    )
    website = forms.URLField(
        label=_("website"),
        required=False,
        max_length=300,
        assume_scheme="https",
        widget=forms.URLInput(attrs={"class": WIDE}),
    )
    # Asked only when the register knows the name; the page of duplicates asks the same later.
    is_another = forms.BooleanField(
        label=_("another organisation of the same name"),
        required=False,
        widget=forms.HiddenInput,
    )
    former = forms.CharField(
        label=_("former names"),
        required=False,
        widget=forms.Textarea(attrs={"rows": 2, "class": "vLargeTextField"}),
        help_text=_("One on each line. The organisation is found and matched by them."),
    )
    keeps_old_name = forms.BooleanField(
        label=_("when the full name changes, keep the present one as a former name"),
        required=False,
        initial=True,
        help_text=_("Take the mark away if the present name was only mistyped."),
    )
    renamed_on = forms.DateField(
        label=_("new full name since"),
        required=False,
        widget=DayInput,
        help_text=_("Used only when the full name changes."),
    )
    reason = ReasonField()

    class Meta:
        model = Organisation
        fields = (
            "kind",
            "uscc",
            "name",
            "short_name",
            "english_name",
            "sort_key_by_hand",
            "province",
            "city",
            "county",
            "industry",
            "ownership",
            "staff_count",
            "group_name",
            "park_name",
            "park",
            "website",
            "note",
        )

    today: dt.date
    of_renaming = ("keeps_old_name", "renamed_on")
    of_adding = ("is_another",)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in self.of_adding if self.instance.pk else self.of_renaming:
            del self.fields[name]
        if self.instance.pk:
            self.fields["former"].initial = "\n".join(split_names(self.instance.former_names))
            self.fields["renamed_on"].initial = self.today
            self.old_name = self.instance.name

    def clean_name(self) -> str:
        return self._readable(tidy(self.cleaned_data["name"]))

    def clean_short_name(self) -> str:
        return tidy(self.cleaned_data["short_name"])

    def clean_english_name(self) -> str:
        return tidy(self.cleaned_data["english_name"])

    def clean_former(self) -> list[str]:
        names = split_names(self.cleaned_data["former"].replace("\n", "；"))
        return [self._readable(name) for name in names]

    def clean_uscc(self) -> str | None:
        text = self.cleaned_data["uscc"]
        try:
            return read_credit_code(text) if text.strip() else None
        except CellRefused as refusal:
            raise ValidationError([refusal.reason, refusal.remedy]) from refusal

    def clean_renamed_on(self) -> dt.date:
        day = self.cleaned_data["renamed_on"] or self.today
        if day > self.today:
            raise ValidationError(gettext("This day is to come: enter today or an earlier day."))
        return day

    def clean(self) -> dict[str, Any]:
        super().clean()
        self._check_namesakes()
        self._check_renaming()
        self._check_places()
        return self.cleaned_data

    def _check_namesakes(self) -> None:
        """Ask whether a new record of a name that the register knows is another organisation."""
        name = "" if self.instance.pk else self.cleaned_data.get("name", "")
        if not name or not (known := namesakes_of(name)):
            return
        self.fields["is_another"].widget = forms.CheckboxInput()
        if not self.cleaned_data.get("is_another"):
            says = gettext(
                "In the register already: %(names)s. Add nothing if it is the same; if it is "
                "another organisation, mark that below."
            )
            shown = [
                gettext("%(name)s (%(code)s)") % {"name": each.name, "code": each.code}
                for each in known
            ]
            self.add_error("name", says % {"names": pgettext("between names", ", ").join(shown)})

    def _check_renaming(self) -> None:
        """Refuse a day that the last renaming leaves no room for; unless no name is kept."""
        typed = self.cleaned_data
        if not typed.get("name") or not self.is_renamed or not typed.get("keeps_old_name"):
            return
        if day := typed.get("renamed_on"):
            try:
                refuse_before(day, earliest_renaming(self.instance))
            except DayNotPossible as error:
                self.add_error("renamed_on", str(error))

    @property
    def plain_fields(self) -> list[str]:
        """The changed fields that are not names; a county may have brought what it lies in."""
        changed = {*self.changed_data, "city", "province"} - {*NAMES}
        return [name for name in self.Meta.fields if name in changed]

    @property
    def is_renamed(self) -> bool:
        return bool(self.instance.pk) and self.cleaned_data["name"] != self.old_name

    @property
    def has_new_names(self) -> bool:
        return any(name in self.changed_data for name in NAMES)

    def _readable(self, name: str) -> str:
        if not comparison_key(name):
            raise ValidationError(gettext("A name needs letters or characters, not only signs."))
        return name
