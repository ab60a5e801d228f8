"""Places and values of a content in the words of its readers."""

import dataclasses
from collections.abc import Iterable
from typing import Any

from django.utils.translation import gettext as _

from core.merging import Difference
from core.shapes import Shape
from workgroups.models.contents import Amount

Field = dataclasses.Field[Any]


def place_words(difference: Difference) -> str:
    """Say where a difference is: "“Hold meetings”: last day"."""
    around = [title for part in difference.around if (title := _title(part))]
    if difference.is_part:
        return " · ".join(around) or str(difference.field.metadata["label"])
    return " · ".join([*around, str(difference.field.metadata.get("label", ""))])


def _title(part: Shape) -> str:
    wording = getattr(part, "wording", None)
    title = getattr(part, "title", "") or getattr(wording, "title", "")
    code = getattr(part, "item", "")
    if title or code:
        return " ".join(filter(None, (code, f"“{title}”" if title else "")))
    return _("an item without a title") if hasattr(part, "key") else ""


def value_words(field: Field, value: Any) -> str:
    """Say a value as people read it; a whole part is said by everything in it."""
    if value is None:
        return ""
    if isinstance(value, Shape):
        return "\n".join(_lines(value))
    if isinstance(value, tuple):
        return _(", ").join(_one(each) for each in value)
    return _value(field, value)


def _lines(part: Shape) -> Iterable[str]:
    for leaf in part.leaves():
        if not leaf.field.metadata.get("is_hidden") and not leaf.is_empty:
            yield f"{leaf.label}{_(': ')}{value_words(leaf.field, leaf.value)}"


def _one(each: Any) -> str:
    if isinstance(each, Amount):
        measure = _value(dataclasses.fields(Amount)[0], each.measure)
        return f"{each.value} {measure}".strip()
    return str(each)


def _value(field: Field, value: Any) -> str:
    if isinstance(value, bool):
        return _("yes") if value else _("no")
    choices = dict(field.metadata["choices"].choices) if field.metadata.get("choices") else {}
    return str(choices.get(value, value))
