"""Saying of records that look alike that they are different organisations."""

import datetime as dt
from collections.abc import Collection
from itertools import combinations
from typing import Any

from django.db import transaction

from commitments.models import Distinction, Organisation
from commitments.services import facts
from core.history import because


@transaction.atomic
def tell_apart(
    organisations: Collection[Organisation], *, by: Any, at: dt.datetime, reason: str
) -> int:
    """Note of every two of these organisations that they are different; answer how many are new.

    A pair that was told apart before keeps its first reason.
    """
    numbers = sorted(organisation.pk for organisation in organisations)
    with because(by=by, reason=reason, source="tell apart"):
        count = 0
        for one, other in combinations(numbers, 2):
            _pair, is_new = Distinction.objects.get_or_create(
                one_id=one,
                other_id=other,
                defaults={"reason": reason, "noted_by": by, "noted_at": at},
            )
            count += is_new
        facts.touch()
    return count


@transaction.atomic
def take_back(distinction: Distinction, *, by: Any, reason: str) -> None:
    """Ask about the pair again, as if it had never been told apart; the history keeps it."""
    with because(by=by, reason=reason, source="take back"):
        distinction.delete()
        facts.touch()
