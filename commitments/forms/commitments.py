"""A commitment as the secretariat enters it: a draft, a historic entry, or a correction."""

import datetime as dt
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from commitments.enums import (
    OPEN_STATES,
    UNSIGNED_STATES,
    EndReason,
    State,
)
from commitments.forms.reason import ReasonField
from commitments.models import Commitment
from commitments.services.lineage import merger_of
from core.forms import DayInput, RecordForm


class CommitmentForm(RecordForm):
    """What is known about a commitment, apart from its state: that changes by steps."""

    reason = ReasonField()

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
        if day is None and self.instance.pk and self.instance.state not in UNSIGNED_STATES:
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
        self._refuse_merged()
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

    def _refuse_merged(self) -> None:
        """Refuse what would be held after a merger; what had ended by then may be entered."""
        organisation = self.cleaned_data.get("organisation")
        gone = organisation and merger_of(organisation)
        ended_on = self.cleaned_data.get("ended_on")
        if gone and not (self.is_record and ended_on and ended_on <= gone.on):
            self.add_error(
                "organisation",
                gettext(
                    "%(organisation)s has merged into %(other)s on %(day)s: enter it for that one. "
                    "Only what had ended by that day is entered here."
                )
                % {
                    "organisation": organisation,
                    "other": gone.successor,
                    "day": gone.on.isoformat(),
                },
            )

    def _refuse_second(self) -> None:
        organisation = self.cleaned_data.get("organisation")
        if organisation is None or self.cleaned_data.get("ended_on"):
            return
        others = Commitment.objects.filter(state__in=OPEN_STATES, organisation=organisation)
        other = others.filter(document=self.cleaned_data.get("document")).first()
        if other:
            self.add_error(
                "organisation",
                gettext("%(commitment)s exists already and is “%(state)s”: open that one.")
                % {"commitment": other, "state": other.get_state_display()},
            )
