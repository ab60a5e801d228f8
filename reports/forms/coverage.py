from typing import Any

from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from core.uploads import limits
from core.uploads.faults import Fault, UploadRefused
from reports.services.field_sheets import MOST_LETTERS


class SheetForm(forms.Form):
    """A sheet of numbers, pasted or as a file; the file counts where there is one."""

    text = forms.CharField(
        label=gettext_lazy("pasted from the spreadsheet"),
        required=False,
        strip=False,
        max_length=MOST_LETTERS,
        widget=forms.Textarea(attrs={"rows": 10, "class": "vLargeTextField", "wrap": "off"}),
        help_text=gettext_lazy("With the row of headings. Copy the cells in Excel or WPS."),
    )
    file = forms.FileField(
        label=gettext_lazy("or an Excel workbook or CSV"),
        required=False,
        allow_empty_file=True,
        max_length=255,
        widget=forms.FileInput(attrs={"accept": ".xlsx,.csv"}),
    )
    digest = forms.CharField(required=False, widget=forms.HiddenInput)

    def clean_file(self) -> UploadedFile | None:
        file: UploadedFile | None = self.cleaned_data["file"]
        if file and (file.size or 0) > limits.FILE_BYTES:  # said before it is read into memory
            raise forms.ValidationError(str(UploadRefused(Fault.TOO_LARGE, name=file.name or "")))
        return file

    def clean(self) -> dict[str, Any]:
        super().clean()
        typed = self.cleaned_data
        if not self.errors and not typed.get("text", "").strip() and not typed.get("file"):
            self.add_error("text", _("Paste the cells or choose a file."))
        return typed

    @property
    def sheet(self) -> tuple[str, bytes]:
        """The name and the content of what was sent."""
        file: UploadedFile | None = self.cleaned_data["file"]
        if file:
            return file.name or "", file.read()
        return _("pasted table"), self.cleaned_data["text"].encode()
