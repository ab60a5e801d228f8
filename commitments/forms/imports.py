import re
from collections.abc import Iterable
from typing import Any, Final

from django import forms
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from commitments.forms.reason import WIDE
from commitments.services.importing.wording import numbers_named
from core.uploads import limits
from core.uploads.faults import Fault, UploadRefused

MOST_ROW_DIGITS: Final = 9
_BETWEEN_ROWS: Final = re.compile(r"[\s,，、;；]+")
_RUN: Final = re.compile(r"(\d{1,9})(?:[-－–—~～至](\d{1,9}))?")


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


class LeaveOutForm(forms.Form):
    """Which rows stay out of an import: the boxes that are shown, and numbers of all others."""

    other_rows = forms.CharField(
        label=_("Rows to leave out that have no ticked box on this page"),
        required=False,
        max_length=200_000,
        widget=forms.TextInput(attrs={"class": WIDE, "form": "confirm-import"}),
        help_text=_("Numbers of rows and runs of them, such as 12, 15-20."),
    )

    @classmethod
    def of(cls, numbers: Iterable[int]) -> "LeaveOutForm":
        """The form in which these rows are written down."""
        return cls(initial={"other_rows": numbers_named(numbers)})

    @classmethod
    def sent(cls, post: Any) -> "LeaveOutForm":
        """The form as it was sent; if it is shown again, the boxes are among the numbers."""
        ticked = numbers_named(_numbers(post.getlist("leave_out")))
        typed = post.get("other_rows", "")
        return cls({"other_rows": ", ".join(filter(None, [typed, ticked]))})

    def clean_other_rows(self) -> list[int]:
        numbers: set[int] = set()
        most = limits.FAR_ROW
        for text in filter(None, _BETWEEN_ROWS.split(self.cleaned_data["other_rows"])):
            run = _RUN.fullmatch(text)
            if run is None:
                raise ValidationError(
                    gettext("“%(text)s” is no row: write numbers such as 12, 15-20.")
                    % {"text": text[:40]}
                )
            first, last = int(run[1]), int(run[2] or run[1])
            most -= max(0, last - first)
            if most < 0:
                raise ValidationError(gettext("These are more rows than a list can have."))
            numbers.update(range(first, last + 1))
        return sorted(numbers)


def _numbers(texts: Iterable[str]) -> list[int]:
    """The numbers of rows that were ticked; anything else is none."""
    return [int(text) for text in texts if text.isdecimal() and len(text) <= MOST_ROW_DIGITS]
