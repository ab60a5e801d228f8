"""Records chosen from a list that opens as you type."""

from typing import Any

from django.contrib.admin.widgets import AutocompleteSelect
from django.db import models
from django.forms import Media


class ChoiceAsYouType(AutocompleteSelect):
    """A list that opens as you type; where scripts do not run, a field for the record's code."""

    template_name = "admin/core/choice_as_you_type.html"
    plain = "-code"

    def build_attrs(self, base_attrs: Any, extra_attrs: Any = None) -> dict[str, Any]:
        """Let the list open inside the page's main part, not behind it."""
        attrs: dict[str, Any] = super().build_attrs(base_attrs, extra_attrs=extra_attrs)
        return attrs | {"data-dropdown-parent": "#content-main"}

    @property
    def media(self) -> Media:
        return super().media + Media(js=["admin/js/jquery.init.js", "js/admin-records.js"])

    def get_context(self, name: str, value: Any, attrs: Any) -> dict[str, Any]:
        context: dict[str, Any] = super().get_context(name, value, attrs)
        context["widget"]["code"] = self.code_of(value) if value else ""
        return context

    def code_of(self, value: Any) -> str:
        """Say what names the chosen record in the field without scripts."""
        return str(value)

    def optgroups(self, name: str, value: Any, attr: Any = None) -> Any:
        """Show what was chosen; what was typed and is no record stands in the field beside it."""
        key = self.choices.queryset.model._meta.pk if hasattr(self.choices, "queryset") else None
        if isinstance(key, models.IntegerField):
            value = [each for each in value if str(each).isdecimal() or not each]
        return super().optgroups(name, value, attr)

    def value_from_datadict(self, data: Any, files: Any, name: str) -> Any:
        typed = data.get(name + self.plain)
        return super().value_from_datadict(data, files, name) if typed is None else typed.strip()

    def value_omitted_from_data(self, data: Any, files: Any, name: str) -> bool:
        return name not in data and name + self.plain not in data
