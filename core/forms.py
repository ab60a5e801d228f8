"""Fields and forms of every record: days in the browser's own picker."""

import datetime as dt
from collections.abc import Mapping
from typing import Any

from django import forms
from django.contrib.postgres.forms import DateRangeField
from django.contrib.postgres.forms.ranges import RangeWidget
from django.db import models
from django.forms import BaseInlineFormSet
from django.utils import timezone
from django.utils.text import capfirst
from django.utils.translation import gettext, pgettext
from django.utils.translation import gettext_lazy as _

from core.change_labels import value_of
from core.changes import LastChange, last_change_of
from core.text import half_width

ISO_DAY = "%Y-%m-%d"


class DayInput(forms.DateInput):
    """The browser's own field for a day: works by keyboard, on phones and without scripts."""

    input_type = "date"

    def __init__(self, attrs: Mapping[str, Any] | None = None) -> None:
        super().__init__(attrs=dict(attrs or {}), format=ISO_DAY)

    def value_from_datadict(self, data: Any, files: Any, name: str) -> Any:
        """Browsers without such a field let the day be typed, in full width too."""
        typed = super().value_from_datadict(data, files, name)
        return half_width(typed) if isinstance(typed, str) else typed


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


class AddressField(forms.EmailField):
    """An e-mail address; a sign of full width is taken as the one that was meant."""

    def to_python(self, value: Any) -> Any:
        return super().to_python(half_width(value) if isinstance(value, str) else value)


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
        if (seen := self.data.get(self.seen)) and self.instance.pk:
            standing = self._standing()
            last = last_change_of(standing)
            if last and seen != str(last.number):
                self.add_error(None, self._overtaken(last))
                self._show_beside(standing)
        return cleaned

    def _standing(self) -> models.Model:
        """Give the record as it is now, after waiting for whoever saves it at this moment."""
        rows: Any = type(self.instance)._base_manager  # noqa: SLF001 -- what Django itself goes by
        standing: models.Model = rows.select_for_update(of=("self",)).get(pk=self.instance.pk)
        return standing

    def _show_beside(self, standing: models.Model) -> None:
        """Say at each field what stands there now, where something else was typed."""
        stands = forms.model_to_dict(standing)
        for name in [name for name in self.fields if name in stands]:
            if self.fields[name].has_changed(stands[name], self[name].data):
                said = value_of(standing, name) or pgettext("value", "empty")
                self.add_error(name, gettext("On record now: %(value)s") % {"value": said})

    def _overtaken(self, last: LastChange) -> str:
        return gettext(
            "%(who)s changed this record at %(at)s while you were editing. What you typed stands "
            "below, and at each field that differs what is on record now: put together what is "
            "right, then save again."
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
