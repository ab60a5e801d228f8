"""Notes of the secretariat, as they are typed."""

from django import forms
from django.utils.translation import gettext_lazy as _


class NoteForm(forms.Form):
    """A note about an organisation."""

    text = forms.CharField(
        label=_("Words of the note"),
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 4, "class": "vLargeTextField"}),
        help_text=_(
            "Read by the secretariat and the auditor. It is never rewritten, only struck out."
        ),
    )


class StrikeForm(forms.Form):
    """Why a note is struck out."""

    reason = forms.CharField(
        label=_("Why it is struck out"),
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 2, "class": "vLargeTextField"}),
        help_text=_("The note stays to be read, struck through, with this reason."),
    )
