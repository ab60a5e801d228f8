from typing import Any, Final

from django import forms
from django.utils.translation import gettext_lazy as _

WIDE: Final = "vTextField"  # as wide as the admin's own text fields


class ReasonField(forms.CharField):
    """Why something was changed: kept in the history beside the change."""

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("label", _("reason of the change"))
        kwargs.setdefault("help_text", _("Stands in the history beside this change."))
        kwargs.setdefault("required", False)
        kwargs.setdefault("max_length", 500)
        kwargs.setdefault("widget", forms.TextInput(attrs={"class": WIDE}))
        super().__init__(**kwargs)
