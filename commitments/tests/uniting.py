"""Records that are brought together, for tests."""

import datetime as dt

from django.utils import timezone

from commitments.queries.listing import page_of
from commitments.services import uniting
from commitments.services.uniting import Wish
from commitments.tests.entries import selected

NOON = dt.datetime(2026, 6, 1, 12, tzinfo=timezone.get_default_timezone())
CODE = "91370600163044841F"
SLIP = "91370600163044841E"
FOLLOWERS = (
    "commitments_representative",
    "commitments_invitation",
    "commitments_publictext",
    "commitments_succession",
    "commitments_earlierfact",
    "commitments_application",
    "commitments_distinction",
    "commitments_bond",
)


def wish(kept, *others, borne_before=(), **whose):
    numbers = {choice: record.pk for choice, record in whose.items()}
    members = tuple(record.pk for record in (kept, *others))
    return Wish(members, kept.pk, numbers, tuple(borne_before))


def unite(kept, *others, **chosen):
    union = uniting.unite(wish(kept, *others, **chosen), by=None, at=NOON, reason="同一单位")
    for record in (kept, *others):
        record.refresh_from_db()
    return union


def found(text):
    return [entry.code for entry in page_of(selected(f"q={text}"))]


def names_of(record, kind):
    return sorted(record.names.filter(kind=kind).values_list("text", flat=True))
