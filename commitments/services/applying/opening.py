"""The beginning of an application: a personal link, then an empty draft."""

import datetime as dt
from collections.abc import Mapping
from typing import Any

from django.db import transaction

from commitments.enums.applications import ApplicationMail
from commitments.models import Application
from commitments.services.links import Applicant, link_for
from core import outbox
from core.history import because
from core.limits import count


@transaction.atomic
def send_link(email: str, *, at: dt.datetime) -> bool:
    """Send a personal link to the address; of too many asked for nothing is sent, and answer so.

    Raises AddressRefused.
    """
    if count("apply_address", email.lower(), at=at).is_over:
        return False
    outbox.add(ApplicationMail.LINK, to=email.lower(), at=at, href=link_for(email))
    return True


@transaction.atomic
def begin(
    email: str, *, by: Any, at: dt.datetime, known: Mapping[str, str] | None = None
) -> Application:
    """Begin an application of the address, or give the one that nobody has written in yet.

    With answers that are `known` already it is always a new one.
    """
    mine = Application.objects.of(email).filter(state="draft", draft_number=0, bonds=None)
    if not known and (empty := mine.order_by("pk").first()):
        return empty
    with because(by=by or Applicant(), source="begin"):
        return Application.objects.create(
            email=email.lower(),
            opened_by=by,
            opened_at=at,
            name=(known or {}).get("name", ""),
            draft={"answers": {"contact_email": email.lower(), **(known or {})}},
        )
