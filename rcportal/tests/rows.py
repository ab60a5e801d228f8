"""A row of any table, for tests that ask of every table the same."""

import datetime as dt
import uuid

from django.db import models
from django.db.backends.postgresql.psycopg_any import DateRange

SOME = {
    "BooleanField": True,
    "DateField": dt.date(2021, 12, 31),
    "DateRangeField": DateRange(dt.date(2021, 1, 1)),
    "DateTimeField": dt.datetime(2021, 12, 31, tzinfo=dt.UTC),
    "UUIDField": uuid.UUID(int=1),
    "ArrayField": [],
    "JSONField": {},
}
WORDS = ("CharField", "TextField", "SlugField", "EmailField", "URLField", "FileField")


def some_values(model):
    """What the columns of a row must have at least; empty where a field may be left empty."""
    return {
        field.attname: _some(field)
        for field in model._meta.concrete_fields
        if not field.null and not isinstance(field, models.AutoField)
    }


def some_row(model, **values):
    """Any row: of a table that asks nothing of its values, or whose rules are off."""
    return model.objects.create(**some_values(model) | values)


def _some(field):
    kind = field.get_internal_type()
    if kind in WORDS:
        return "" if field.blank else "x"
    return SOME.get(kind, 1)
