"""Mails that only the tests write, and the people they go to."""

import datetime as dt

from django.contrib.auth import get_user_model
from django.db import models
from django.utils import timezone

from core import outbox
from core.models import OutboxMail

NOON = dt.datetime(2026, 6, 1, 12, tzinfo=timezone.get_default_timezone())


class Mail(models.TextChoices):
    RETURNED = "tests/returned", "退回"
    SUBMITTED = "tests/submitted", "提交"


def person(email="lead@example.com", **fields):
    return get_user_model().objects.create_user(email, **fields)


def written(*, to="office@example.com", thing="年度计划", at=NOON, **options):
    return outbox.add(Mail.RETURNED, to=to, context={"thing": thing}, at=at, **options)


def collected(thing, *, to="office@example.com", at=NOON, **options):
    return outbox.add(
        Mail.SUBMITTED, to=to, context={"thing": thing}, at=at, digest=True, **options
    )


def states():
    return list(OutboxMail.objects.order_by("pk").values_list("state", flat=True))
