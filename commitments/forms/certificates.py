from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from commitments.forms.reason import ReasonField
from commitments.models import CertificateWording
from commitments.services.printing import LAYOUT, specimen_of
from core.forms import DayInput, RecordForm
from core.typesetting import NotPrintable, typeset


class IssueForm(forms.Form):
    on = forms.DateField(
        label=_("issued on"), widget=DayInput, help_text=_("Stands on the certificate.")
    )


class WordingForm(RecordForm):
    """The texts of the certificate; they are set in type before they are kept.

    Every certificate is printed anew with them: why they were changed is asked, not offered.
    """

    reason = ReasonField(required=True)

    class Meta:
        model = CertificateWording
        fields = (
            "document",
            "is_confirmed",
            "title",
            "body",
            "issuer",
            "note",
            "title_english",
            "body_english",
            "issuer_english",
            "note_english",
        )

    def _post_clean(self) -> None:
        super()._post_clean()  # type: ignore[misc]
        if not self.errors:
            self._try_to_print()

    def _try_to_print(self) -> None:
        now = timezone.now()
        words = specimen_of(self.instance, address="https://example.org/verify/", on=now.date())
        try:
            typeset(LAYOUT, words, at=now)
        except NotPrintable as why:
            self.add_error(None, str(why))
