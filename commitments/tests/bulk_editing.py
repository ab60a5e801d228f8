"""Records that are edited together, for tests."""

import datetime as dt

from django.utils import timezone

from commitments.models import Organisation
from commitments.services import bulk_editing
from core.history import because

NOON = dt.datetime(2024, 6, 1, 12, tzinfo=timezone.get_default_timezone())


def ids(*records):
    return [record.pk for record in records]


def edited(wish, *records, by=None):
    """Look at what will happen and confirm it at once."""
    seen = bulk_editing.foresee(ids(*records), wish).seen
    return bulk_editing.edit(wish, seen=seen, by=by, at=NOON, reason="核对工商信息")


def fresh(record, *fields):
    record.refresh_from_db()
    return tuple(getattr(record, field) for field in fields)


def change(record, source="edit", **fields):
    with because(by=None, reason="别人", source=source):
        Organisation.objects.filter(pk=record.pk).update(**fields)


def told(lines):
    return {
        line.name: [(each.field, each.was, each.now) for each in line.changes] or line.why
        for line in lines
    }
