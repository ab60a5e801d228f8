"""Columns of lists in the workplace: accounts and addresses stand there masked."""

from collections.abc import Callable, Sequence
from functools import cache
from typing import Any

from django.contrib.auth import get_user_model
from django.core.exceptions import FieldDoesNotExist
from django.db import models

from core.masking import mask_mail

Column = str | Callable[[Any], Any]


def masked(model: type[models.Model], columns: Sequence[Column]) -> list[Column]:
    """Give the columns of a list, those with an address or an account masked."""
    return [_masked_column(model, each) for each in columns]


def name_of(column: Column) -> str:
    """Give the name of a column, by which saved filters know it."""
    return column if isinstance(column, str) else column.__name__


@cache  # a list asks twice, and knows a column that it may sort by only as the same one
def _masked_column(model: type[models.Model], column: Column) -> Column:
    try:
        field: Any = model._meta.get_field(name_of(column))
    except FieldDoesNotExist:
        return column
    is_account = field.related_model is get_user_model()
    if not is_account and not isinstance(field, models.EmailField):
        return column

    def shown(record: Any) -> str | None:
        value = getattr(record, field.name)
        return mask_mail(str(value)) if value else None

    shown.__name__ = field.name
    shown.short_description = field.verbose_name  # type: ignore[attr-defined]
    account_name = get_user_model().USERNAME_FIELD
    shown.admin_order_field = f"{field.name}__{account_name}" if is_account else field.name  # type: ignore[attr-defined]
    return shown
