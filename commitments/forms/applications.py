"""Forms of the review of an application: remarks, and what each step asks."""

import datetime as dt
from typing import Any, Final

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from commitments.models import Organisation
from core.enums import Severity
from core.forms import DayInput

TIME_TO_MEND: Final = dt.timedelta(days=14)
NEW: Final = "new"


def _words(label: Any, *, required: bool = False, help_text: Any = "") -> forms.CharField:
    return forms.CharField(
        label=label,
        required=required,
        max_length=2_000,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=help_text,
    )


class ApplicationRemarkForm(forms.Form):
    """A remark on one answer, or on the whole."""

    place = forms.ChoiceField(label=_("about which answer"), required=False)
    severity = forms.ChoiceField(label=_("weight"), choices=Severity.choices)
    text = _words(_("remark"), required=True)

    prefix = "remark"

    def __init__(self, *args: Any, places: list[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["place"].choices = [("", _("the whole")), *places]  # type: ignore[attr-defined]


class StepOnlyForm(forms.Form):
    """A step that asks nothing."""


class ReferForm(forms.Form):
    reason = _words(_("note for the record"))


class SendBackForm(forms.Form):
    comment = _words(
        _("what has to be mended"), required=True, help_text=_("The applicant reads this.")
    )
    due_again = forms.DateField(label=_("to be handed in again by"), widget=DayInput)


class DecisionForm(forms.Form):
    """What is common to approval and refusal: day and number of the decision."""

    number = forms.CharField(label=_("number of the decision"), max_length=60)
    on = forms.DateField(label=_("decided on"), widget=DayInput)


class AcceptForm(DecisionForm):
    organisation = forms.ChoiceField(
        label=_("who applies"),
        widget=forms.RadioSelect,
        help_text=_("A new organisation is entered in the register; a known one is filled in."),
    )
    comment = _words(_("comment"), help_text=_("The applicant reads this."))

    def __init__(self, *args: Any, known: list[Organisation], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        same = [
            (str(each.pk), f"{each.name}（{each.uscc or each.code}，{each.get_status_display()}）")
            for each in known
        ]
        chosen: Any = self.fields["organisation"]
        chosen.choices = [*same, (NEW, _("a new organisation"))]
        chosen.initial = same[0][0] if same else NEW
        self._known = {str(each.pk): each for each in known}

    def clean_organisation(self) -> Organisation | None:
        return self._known.get(self.cleaned_data["organisation"])


class DeclineForm(DecisionForm):
    comment = _words(_("reason"), required=True, help_text=_("The applicant reads this."))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["number"].required = False


FORMS: Final[dict[str, type[forms.Form]]] = {
    "refer": ReferForm,
    "send_back": SendBackForm,
    "decline": DeclineForm,
}


def form_of_step(step: str, data: Any, *, at: dt.datetime, known: list[Organisation]) -> forms.Form:
    """Give the form of what the step asks, filled in with what is most likely."""
    today = timezone.localdate(at)
    initial = {"on": today, "due_again": today + TIME_TO_MEND}
    if step == "accept":
        return AcceptForm(data, prefix=step, initial=initial, known=known)
    return FORMS.get(step, StepOnlyForm)(data, prefix=step, initial=initial)
