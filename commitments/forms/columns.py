"""What the columns of a list mean, asked of whoever brings it."""

from collections import Counter
from collections.abc import Mapping, Sequence
from typing import Any, Final

from django import forms
from django.utils.translation import gettext as _

from commitments.services.importing import COLUMNS, Choice
from commitments.services.importing.headings import fault_of

REQUIRED_MARK: Final = " *"


class ColumnsForm(forms.Form):
    """One choice for each column of the file; `report` is what was read of it."""

    def __init__(self, *args: Any, report: Mapping[str, Any], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.row: int = report.get("heading_row", 1)
        self.columns: Sequence[Mapping[str, Any]] = report.get("columns", [])
        choices = [("", _("leave aside")), *((key, _label(key)) for key in COLUMNS)]
        for column in self.columns:
            self.fields[_name(column)] = forms.ChoiceField(
                label=_("Column %(letter)s") % {"letter": column["letter"]},
                choices=choices,
                required=False,
                initial=column["key"],
            )

    @property
    def rows(self) -> list[tuple[Mapping[str, Any], Any]]:
        """Each column with its field."""
        return [(column, self[_name(column)]) for column in self.columns]

    def clean(self) -> dict[str, Any]:
        super().clean()
        chosen = [self.cleaned_data.get(_name(column), "") for column in self.columns]
        for key, count in Counter(filter(None, chosen)).items():
            if count > 1:
                self.add_error(
                    None,
                    _("“%(heading)s” is chosen for %(count)s columns: leave one of them aside.")
                    % {"heading": COLUMNS[key].label, "count": count},
                )
        if fault := fault_of([key for key in chosen if key]):
            self.add_error(None, fault)
        return self.cleaned_data

    @property
    def choice(self) -> Choice:
        """What was chosen, for `importing.choose_columns`."""
        meanings = {c["place"]: self.cleaned_data[_name(c)] for c in self.columns}
        return Choice(self.row, meanings)


def _name(column: Mapping[str, Any]) -> str:
    return f"column_{column['place']}"


def _label(key: str) -> str:
    column = COLUMNS[key]
    return column.label + (REQUIRED_MARK if column.is_required else "")
