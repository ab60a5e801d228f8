"""The secretariat's forms: what is typed, brought to one form, checked and explained."""

import datetime as dt
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile
from django.db.models import Q
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from commitments.enums import OPEN_STATES, EndReason, RegionLevel, State
from commitments.models import Commitment, Organisation, Region
from commitments.services.importing.codes import read_credit_code
from commitments.services.importing.problems import CellRefused
from commitments.services.naming import split_names
from core.forms import DayInput, RecordForm
from core.text import comparison_key, tidy
from core.uploads import limits
from core.uploads.faults import Fault, UploadRefused

WIDE = "vTextField"  # as wide as the admin's own text fields
NAMES = ("name", "short_name", "english_name", "former", "sort_key_by_hand")


class ReasonField(forms.CharField):
    """Why something was changed: kept in the history beside the change."""

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("label", _("reason of the change"))
        kwargs.setdefault("help_text", _("Stands in the history beside this change."))
        kwargs.setdefault("required", False)
        kwargs.setdefault("max_length", 500)
        kwargs.setdefault("widget", forms.TextInput(attrs={"class": WIDE}))
        super().__init__(**kwargs)


class RegionChoiceField(forms.ModelChoiceField):
    """A division named with the one above it: 鼓楼区 alone could be any of four."""

    def label_from_instance(self, region: Region) -> str:
        return region_path(region)


def region_path(region: Region) -> str:
    """Give "烟台 (山东)": the division with the one above it."""
    if region.parent is None:
        return region.label
    return gettext("%(region)s (%(parent)s)") % {
        "region": region.name if region.level == RegionLevel.COUNTY else region.label,
        "parent": region.parent.label,
    }


class OrganisationForm(RecordForm):
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

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.instance.pk:
            self.fields["former"].initial = "\n".join(split_names(self.instance.former_names))
            self.fields["renamed_on"].initial = self.today
            self.old_name = self.instance.name
        else:
            for name in self.of_renaming:
                del self.fields[name]

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
        self._check_places()
        return self.cleaned_data

    @property
    def plain_fields(self) -> list[str]:
        """The changed fields that are not names; a county may have brought its city."""
        changed = {*self.changed_data, "city"} - {*NAMES}
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

    def _check_places(self) -> None:
        """A county brings its city; what does not lie in the other is said, not mended."""
        province, city, county = (self.cleaned_data.get(n) for n in ("province", "city", "county"))
        if county and not city and county.parent and county.parent.level == RegionLevel.CITY:
            city = self.cleaned_data["city"] = county.parent
        self._check_inside("city", city, [province])
        self._check_inside("county", county, [city] if city else [province])

    def _check_inside(self, field: str, region: Region | None, outer: list[Any]) -> None:
        if region is None or None in outer or region.parent in outer:
            return
        self.add_error(
            field,
            gettext("%(region)s lies in %(parent)s, not in %(chosen)s: change one of them.")
            % {
                "region": region.name,
                "parent": region.parent.name if region.parent else gettext("no other division"),
                "chosen": outer[0].name,
            },
        )


class CommitmentForm(RecordForm):
    """What is known about a commitment, apart from its state: that changes by steps."""

    reason = ReasonField()
    constraint_sentences = {
        "a_certificate_number_is_given_once": _(
            "Another commitment bears this certificate number: look it up before you change it."
        ),
    }

    class Meta:
        model = Commitment
        fields = (
            "organisation",
            "document",
            "signed_on",
            "occasion",
            "signer_position",
            "certificate_number",
            "recommended_by",
            "source",
            "note",
        )

    today: dt.date

    def clean_signed_on(self) -> dt.date | None:
        day: dt.date | None = self.cleaned_data["signed_on"]
        if day and day > self.today:
            raise ValidationError(gettext("This day is to come: enter today or an earlier day."))
        if day is None and self.instance.pk and self.instance.state != State.DRAFT:
            raise ValidationError(gettext("A signed commitment has a day of signing: enter it."))
        self._refuse_after(day, self.instance.ended_on, gettext("the commitment ended"))
        if self.instance.pk:
            first = self.instance.suspensions.order_by("valid__startswith").first()
            self._refuse_after(
                day, first and first.valid.lower, gettext("the commitment was suspended")
            )
        return day

    def _refuse_after(self, day: dt.date | None, latest: dt.date | None, event: str) -> None:
        if day and latest and day > latest:
            raise ValidationError(
                gettext("On %(latest)s %(event)s: the day of signing cannot be later.")
                % {"latest": latest.isoformat(), "event": event}
            )


class NewCommitmentForm(CommitmentForm):
    """A draft that will be signed, or a historic entry: signed already, taken from paper."""

    DRAFT, RECORD = "draft", "record"
    entry = forms.ChoiceField(
        label=_("kind of entry"),
        choices=[
            (DRAFT, _("draft: it will be signed here")),
            (RECORD, _("already signed: taken from paper or a list")),
        ],
        initial=DRAFT,
        widget=forms.RadioSelect(attrs={"class": "radiolist"}),
    )
    ended_on = forms.DateField(
        label=_("ended on"),
        required=False,
        widget=DayInput,
        help_text=_("Only if it has ended already."),
    )
    end_reason = forms.ChoiceField(
        label=_("reason of the end"),
        required=False,
        choices=[("", "---------"), *EndReason.choices],
    )

    @property
    def is_record(self) -> bool:
        return self.cleaned_data.get("entry") == self.RECORD

    def clean(self) -> dict[str, Any]:
        super().clean()
        if self.is_record:
            self._check_record()
        else:
            self._check_draft()
        self._refuse_second()
        return self.cleaned_data

    def recorded(self) -> dict[str, Any]:
        """Give the fields of a historic entry for `services.entering.record`."""
        names = [name for name in self.Meta.fields if name not in ("organisation", "source")]
        fields = {name: self.cleaned_data[name] for name in names}
        ended_on = self.cleaned_data["ended_on"]
        if ended_on:
            end = {"ended_on": ended_on, "end_reason": self.cleaned_data["end_reason"]}
            return fields | end | {"state": State.ENDED}
        return fields | {"state": State.IN_FORCE}

    def _check_record(self) -> None:
        for field, sentence in (
            ("signed_on", gettext("Enter the day it was signed on.")),
            ("source", gettext("Name the paper or list from which it was taken.")),
        ):
            if not self.cleaned_data.get(field) and field not in self.errors:
                self.add_error(field, sentence)
        self._check_end()

    def _check_end(self) -> None:
        day, why = self.cleaned_data.get("ended_on"), self.cleaned_data.get("end_reason")
        signed_on = self.cleaned_data.get("signed_on")
        if day and not why:
            self.add_error("end_reason", gettext("Choose why it ended."))
        if why and not day and "ended_on" not in self.errors:
            self.add_error("ended_on", gettext("Enter the day on which it ended."))
        if day and day > self.today:
            self.add_error(
                "ended_on", gettext("This day is to come: enter today or an earlier day.")
            )
        if day and signed_on and day < signed_on:
            self.add_error("ended_on", gettext("It cannot end before it was signed."))

    def _check_draft(self) -> None:
        for field in ("signed_on", "ended_on", "end_reason"):
            if self.cleaned_data.get(field):
                self.add_error(
                    field,
                    gettext("A draft has none yet: leave it empty, or choose “already signed”."),
                )

    def _refuse_second(self) -> None:
        organisation = self.cleaned_data.get("organisation")
        if organisation is None or self.cleaned_data.get("ended_on"):
            return
        others = Commitment.objects.filter(Q(state__in=OPEN_STATES), organisation=organisation)
        other = others.filter(document=self.cleaned_data.get("document")).first()
        if other:
            self.add_error(
                "organisation",
                gettext("%(commitment)s exists already and is “%(state)s”: open that one.")
                % {"commitment": other, "state": other.get_state_display()},
            )


class StepForm(forms.Form):
    """Day and reason of a step; an end has a kind of reason as well."""

    on = forms.DateField(label=_("day"), widget=DayInput)
    why = forms.ChoiceField(label=_("reason of the end"), choices=EndReason.choices)
    reason = forms.CharField(
        label=_("reason"),
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("Stands in the history. A short sentence that is understood in ten years."),
    )

    def __init__(
        self, *args: Any, day_label: str, asks_why: bool, needs_reason: bool, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.fields["on"].label = day_label
        self.fields["reason"].required = needs_reason
        if not asks_why:
            del self.fields["why"]


class UploadForm(forms.Form):
    """The list to be checked."""

    file = forms.FileField(
        label=_("Excel workbook or CSV"),
        allow_empty_file=True,
        max_length=255,
        widget=forms.FileInput(attrs={"accept": ".xlsx,.csv"}),
        help_text=_(
            "Up to 10 MB and 100,000 rows. Nothing is written before you have seen the result."
        ),
        error_messages={"required": _("Choose the file to be checked.")},
    )

    def clean_file(self) -> UploadedFile:
        file: UploadedFile = self.cleaned_data["file"]
        if (file.size or 0) > limits.FILE_BYTES:  # said before it is read into memory
            raise ValidationError(str(UploadRefused(Fault.TOO_LARGE, name=file.name or "")))
        return file
