"""Forms of the annual report: its template, its chapters, its wording, its steps."""

import datetime as dt
from typing import Any, Final

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from core.forms import DayInput, RecordForm
from core.placeholders import check_places
from reports.enums import ChapterKind
from reports.models import Chapter, Pin, TemplateChapter
from reports.queries.report.said import Said
from reports.queries.report.sources import choices_of
from reports.queries.report.texts import PLACES

AREA: Final = forms.Textarea(attrs={"rows": 8})


class _SourcesForm(RecordForm):
    """A chapter whose sources are chosen from what its kind may take in."""

    sources = forms.MultipleChoiceField(
        label=gettext_lazy("takes in"),
        required=False,
        widget=forms.CheckboxSelectMultiple(attrs={"class": "choices"}),
    )

    def clean_text(self) -> str:
        """Only figures that exist are filled in."""
        text: str = self.cleaned_data["text"].replace("\r\n", "\n")
        check_places(text, PLACES)
        return text

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        kind = cleaned.get("kind") or self.instance.kind
        known = dict(choices_of(kind))
        chosen = cleaned.get("sources", [])
        if strange := [key for key in chosen if key not in known]:
            names = _labels(self.fields["sources"], strange)
            self.add_error(
                "sources",
                ValidationError(
                    _("“%(name)s” does not belong into a chapter of this kind: take it out.")
                    % {"name": names[0]}
                ),
            )
        elif known and not chosen:
            self.add_error("sources", _("Choose at least one thing that the chapter takes in."))
        return cleaned


class TemplateChapterForm(_SourcesForm):
    class Meta:
        model = TemplateChapter
        fields = ("position", "heading", "kind", "is_annex", "sources", "text", "is_used")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if "sources" in self.fields:
            _sources_of(self).choices = [
                (label, choices_of(kind)) for kind, label in ChapterKind.choices if choices_of(kind)
            ]


class ChapterForm(_SourcesForm):
    class Meta:
        model = Chapter
        fields = ("heading", "text", "sources", "position", "is_left_out")
        widgets = {"text": AREA}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if choices := choices_of(self.instance.kind):
            _sources_of(self).choices = choices
        else:
            del self.fields["sources"]


class OpenForm(forms.Form):
    """Which year's report is opened, and of a published one why it is corrected."""

    year = forms.IntegerField(
        label=gettext_lazy("Year"),
        min_value=2000,
        max_value=9999,
        widget=forms.NumberInput(attrs={"inputmode": "numeric"}),
    )
    why = forms.CharField(
        label=gettext_lazy("Why it is corrected"),
        required=False,
        max_length=500,
        help_text=gettext_lazy("Only for a year whose report is published already."),
        widget=forms.Textarea(attrs={"rows": 2}),
    )

    def __init__(self, *args: Any, today: dt.date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["year"].initial = today.year - 1


class WordingForm(forms.Form):
    """The words of a quoted version, each text a field."""

    def __init__(self, pin: Pin, said: list[Said], *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **{"prefix": pin.kind} | kwargs)
        self.said = said
        for each in said:
            rows = 1 if each.is_title else max(2, len(each.wording) // 40 + 1)
            self.fields[each.place] = forms.CharField(
                label=each.label,
                required=False,
                initial=each.wording,
                widget=forms.Textarea(attrs={"rows": rows}),
            )

    @property
    def rows(self) -> list[tuple[Said, Any]]:
        """Each text with its field."""
        return [(each, self[each.place]) for each in self.said]


class ReasonForm(forms.Form):
    reason = forms.CharField(
        label=gettext_lazy("Reason"), max_length=500, widget=forms.Textarea(attrs={"rows": 2})
    )


class FreezeForm(forms.Form):
    reason = forms.CharField(
        label=gettext_lazy("Why something is missing"),
        required=False,
        max_length=500,
        help_text=gettext_lazy("Printed in the report. Empty if nothing is missing."),
        widget=forms.Textarea(attrs={"rows": 2}),
    )


class ApproveForm(forms.Form):
    decision_number = forms.CharField(
        label=gettext_lazy("Number of the committee's decision"),
        max_length=60,
        help_text=gettext_lazy("As it stands on the decision. It is printed in the report."),
    )
    decided_on = forms.DateField(label=gettext_lazy("Decided on"), widget=DayInput)

    def __init__(self, *args: Any, today: dt.date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.today = today

    def clean_decided_on(self) -> dt.date:
        day: dt.date = self.cleaned_data["decided_on"]
        if day > self.today:
            raise ValidationError(_("This day is to come: enter today or an earlier day."))
        return day


STEP_FORMS: Final[dict[str, type[forms.Form]]] = {
    "freeze": FreezeForm,
    "reopen": ReasonForm,
    "approve": ApproveForm,
    "publish": forms.Form,
    "void": ReasonForm,
}


def _sources_of(form: forms.BaseForm) -> Any:
    return form.fields["sources"]


def _labels(field: Any, keys: list[str]) -> list[str]:
    groups = [each for _label, group in field.choices for each in group if isinstance(group, list)]
    known = dict(groups)
    return [str(known.get(key, key)) for key in keys]
