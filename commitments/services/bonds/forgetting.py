"""The addresses of invited contacts, once nobody needs them any more."""

import datetime as dt

from django.db.models import Q
from django.utils import timezone

from commitments.enums.bonds import SETTLED, BondState
from commitments.models import Bond, RegisterSettings
from core.history import because


def forget_contacts(*, at: dt.datetime) -> int:
    """Erase the addresses of what is settled, or expired long enough; give how many.

    How long is a setting of the register (`contact_days`).
    """
    today = timezone.localdate(at)
    long_ago = today - dt.timedelta(days=RegisterSettings.present().contact_days)
    over = Q(state__in=SETTLED) | Q(state=BondState.EXPIRED, expires_on__lt=long_ago)
    found = Bond.objects.exclude(email="").on_day(today).filter(over)
    with because(by=None, source="sweep"):
        return Bond.objects.filter(pk__in=list(found.values_list("pk", flat=True))).update(
            email="", token_digest=""
        )
