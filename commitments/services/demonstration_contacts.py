"""The demonstration account that represents an invented enterprise."""

import datetime as dt
from typing import Final

from django.db import transaction

from accounts.models import User
from commitments.enums import Kind, Status
from commitments.enums.representatives import RepresentativeRole
from commitments.models import Organisation, Representative
from core.history import because
from core.tenure import span

ACCOUNT: Final = "contact@example.com"
SINCE: Final = dt.date(2021, 1, 1)


@transaction.atomic
def give_contact() -> int:
    """Let the account represent the first invented enterprise; answer how many rows were made."""
    user = User.objects.filter(email=ACCOUNT, is_demo=True).first()
    invented = Organisation.objects.filter(
        is_demo=True, kind=Kind.ENTERPRISE, status=Status.IN_FORCE
    )
    organisation = invented.order_by("pk").first()
    if user is None or organisation is None or user.representations.exists():
        return 0
    with because(by=None, source="demonstration"):
        Representative.objects.create(
            organisation=organisation,
            user=user,
            role=RepresentativeRole.LEAD,
            valid=span(SINCE),
        )
    return 1
