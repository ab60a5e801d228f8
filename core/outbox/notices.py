"""What a person is told inside the portal."""

import datetime as dt
from collections.abc import Iterable
from typing import Any

from core.models import Notice
from core.models.outbox import NoticeQuerySet


def notices_of(user: Any) -> NoticeQuerySet:
    """Give the user's notices, the newest first; those of held or overtaken mails stay out."""
    return Notice.objects.visible_to(user).order_by("-created_at", "-pk")


def mark_read(user: Any, *, at: dt.datetime, only: Iterable[int] | None = None) -> int:
    """Note that the user has read these notices, or all; of others' nothing is changed.

    Gives how many were new to the user.
    """
    unread = Notice.objects.visible_to(user).filter(read_at=None)
    if only is not None:
        unread = unread.filter(pk__in=list(only))
    return unread.update(read_at=at)
