from django import forms
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext_lazy as _

from commitments.forms.reason import WIDE
from core.uploads import limits
from core.uploads.faults import Fault, UploadRefused


class UndoForm(forms.Form):
    reason = forms.CharField(
        label=_("reason"),
        max_length=500,
        widget=forms.TextInput(attrs={"class": WIDE}),
        help_text=_("Stands in the history. A short sentence that is understood in ten years."),
    )


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
