"""Fields and forms of every record: days in the browser's own picker."""

import datetime as dt
from collections.abc import Mapping
from typing import Any

from django import forms
from django.contrib.postgres.forms import DateRangeField
from django.contrib.postgres.forms.ranges import RangeWidget
from django.forms import BaseInlineFormSet
from django.utils import timezone
from django.utils.text import capfirst
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from core.changes import LastChange, last_change_of

ISO_DAY = "%Y-%m-%d"


class DayInput(forms.DateInput):
    """The browser's own field for a day: works by keyboard, on phones and without scripts."""

    input_type = "date"

    def __init__(self, attrs: Mapping[str, Any] | None = None) -> None:
        super().__init__(attrs=dict(attrs or {}), format=ISO_DAY)


class DayRangeWidget(RangeWidget):
    """Two days, each with its own name for those who hear the page."""

    def __init__(self, base_widget: Any = DayInput, attrs: Mapping[str, Any] | None = None) -> None:
        super().__init__(DayInput, attrs=dict(attrs or {}))
        first, last = self.widgets
        first.attrs["aria-label"] = _("first day")
        last.attrs["aria-label"] = _("end: the day it no longer holds")

    def decompress(self, value: Any) -> tuple[dt.date | None, dt.date | None]:
        return (value.lower, value.upper) if value else (None, None)


class DayRangeField(DateRangeField):
    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**{"widget": DayRangeWidget()} | kwargs)


class RecordForm(forms.ModelForm):
    """A form of a record: tells whoever was overtaken while editing."""

    seen = "_seen"  # the number of the last change that the page was made with

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for field in self.fields.values():
            field.label = capfirst(field.label) if field.label else field.label

    def clean(self) -> dict[str, Any]:
        """Whoever was overtaken while editing is told, keeps what was typed, and decides."""
        cleaned = super().clean() or self.cleaned_data
        seen = self.data.get(self.seen)
        last = last_change_of(self.instance) if seen and self.instance.pk else None
        if last and seen != str(last.number):
            self.add_error(None, self._overtaken(last))
        return cleaned

    def _overtaken(self, last: LastChange) -> str:
        return gettext(
            "%(who)s changed this record at %(at)s while you were editing. What you typed stands "
            "below: compare it with the history, then save again."
        ) % {"who": last.who, "at": timezone.localtime(last.at).strftime("%Y-%m-%d %H:%M")}


class RowsToRead(BaseInlineFormSet):
    """Rows that are shown beside a form and never typed into.

    Whatever the form posts, they are read from the database: a form that comes back with faults
    shows them as they are.
    """

    def __init__(self, data: Any = None, files: Any = None, **kwargs: Any) -> None:
        super().__init__(**kwargs)

    def is_valid(self) -> bool:
        """Nothing was typed that could be wrong."""
        return True

    def has_changed(self) -> bool:
        return False

    def save(self, commit: bool = True) -> list[Any]:
        """Write nothing."""
        self.new_objects, self.changed_objects, self.deleted_objects = [], [], []
        return []
