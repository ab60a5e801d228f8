"""Mergers and splits, for tests."""

import datetime as dt

import pgtrigger
from django.db.models import F
from django.utils import timezone

from commitments.enums import Document
from commitments.queries.batches import events_of
from commitments.queries.listing import page_of
from commitments.services import lineage
from commitments.tests.entries import selected
from commitments.tests.factories import CommitmentFactory

NOON = dt.datetime(2026, 6, 1, 12, tzinfo=timezone.get_default_timezone())
DAY = dt.date(2022, 7, 1)
DAY_BEFORE = dt.date(2022, 6, 30)
NOTICE = "登记通知书"


def merge(predecessor, into, on=DAY):
    return lineage.merge(predecessor, into=into, by=None, at=NOON, on=on, source=NOTICE)


def split(predecessor, into, on=DAY):
    return lineage.split(predecessor, into=into, by=None, at=NOON, on=on, source=NOTICE)


def take_back(succession):
    lineage.take_back(succession, by=None, at=NOON, reason="记错了")


def listed(day):
    return [entry.name for entry in page_of(selected(f"as_at={day}"))]


def of(organisation):
    columns = ("document", "state", "signed_on", "held_from", "ended_on", "end_reason")
    return list(organisation.commitments.order_by("pk").values_list(*columns))


def draft_of(organisation, document=Document.LETTER, **fields):
    return CommitmentFactory(organisation=organisation, document=document, **fields)


def recorded_yesterday(model):
    """Let all that is on record of the model be older than what follows: a test is one moment."""
    events = events_of(model)
    with pgtrigger.ignore(f"{events._meta.label}:append_only"):
        events.objects.update(pgh_created_at=F("pgh_created_at") - dt.timedelta(days=1))
