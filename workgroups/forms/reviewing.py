"""Forms of the review: remarks, answers, and what each step asks."""

import datetime as dt
from collections.abc import Mapping
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from core.enums import Audience, Severity
from core.forms import DayInput
from workgroups.enums import ResultGrade
from workgroups.models.contents import SummaryContent

TIME_TO_MEND = dt.timedelta(days=14)
SHORT = {"rows": 3}


class RemarkForm(forms.Form):
    """A remark at one place of the document."""

    place = forms.ChoiceField(label=_("part of the document"), required=False)
    severity = forms.ChoiceField(label=_("weight"), choices=Severity.choices)
    text = forms.CharField(
        label=_("remark"), max_length=2000, widget=forms.Textarea(attrs={"rows": 4})
    )
    audience = forms.ChoiceField(
        label=_("who sees it"),
        choices=Audience.choices,
        initial=Audience.AUTHORS,
        help_text=_("The group reads remarks once you have decided."),
    )

    prefix = "remark"

    def __init__(self, *args: Any, places: list[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["place"].choices = places  # type: ignore[attr-defined]


class AnswerForm(forms.Form):
    text = forms.CharField(label=_("answer"), max_length=2000, widget=forms.Textarea(attrs=SHORT))


class NothingForm(forms.Form):
    """A step that asks nothing."""


class CommentForm(forms.Form):
    comment = forms.CharField(
        label=_("comment"), max_length=2000, required=False, widget=forms.Textarea(attrs=SHORT)
    )


class ReturnForm(forms.Form):
    comment = forms.CharField(
        label=_("comment"),
        max_length=2000,
        widget=forms.Textarea(attrs=SHORT),
        help_text=_("At least ten letters: what has to be mended and how."),
    )
    due_again = forms.DateField(label=_("to be handed in again by"), widget=DayInput)


class DeclineForm(forms.Form):
    comment = forms.CharField(
        label=_("reason"), max_length=2000, widget=forms.Textarea(attrs=SHORT)
    )


class PublishForm(forms.Form):
    on = forms.DateField(label=_("public from"), widget=DayInput)


class ReasonForm(forms.Form):
    reason = forms.CharField(label=_("reason"), max_length=1000, widget=forms.Textarea(attrs=SHORT))


FORMS: Mapping[str, type[forms.Form]] = {
    "recommend": CommentForm,
    "accept": CommentForm,
    "send_back": ReturnForm,
    "decline": DeclineForm,
    "publish": PublishForm,
    "withdraw": ReasonForm,
    "void": ReasonForm,
}


def form_of_step(step: str, data: Any, *, at: dt.datetime) -> forms.Form:
    """Give the form of the step, its days proposed."""
    today = timezone.localdate(at)
    initial = {"on": today, "due_again": today + TIME_TO_MEND}
    return FORMS.get(step, NothingForm)(data, prefix=step, initial=initial)


class GradesForm(forms.Form):
    """The secretariat's grade and comment for each line of a summary, beside the group's own."""

    prefix = "grades"

    def __init__(self, *args: Any, payload: Mapping[str, Any], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.lines = SummaryContent.read(payload).lines
        for line in self.lines:
            self.fields[f"{line.key}-grade"] = forms.ChoiceField(
                label=_("secretariat's grade"),
                required=False,
                choices=[("", "--"), *ResultGrade.choices],
            )
            self.fields[f"{line.key}-comment"] = forms.CharField(
                label=_("secretariat's comment"), required=False, max_length=1000
            )

    def rows(self) -> list[dict[str, Any]]:
        """Each line with its two fields."""
        words = dict(ResultGrade.choices)
        return [
            {
                "title": line.title,
                "own": words.get(line.own_grade, "--"),
                "grade": self[f"{line.key}-grade"],
                "comment": self[f"{line.key}-comment"],
            }
            for line in self.lines
        ]

    def chosen(self) -> dict[str, tuple[str, str]]:
        """Give (grade, comment) by the key of the line."""
        given = self.cleaned_data
        return {
            line.key: (given[f"{line.key}-grade"], given[f"{line.key}-comment"])
            for line in self.lines
        }
