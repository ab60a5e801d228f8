"""From the personal link of a partner to its application."""

import datetime as dt
from typing import Any

from django.db import transaction

from commitments.models import Application, Bond
from commitments.services.applying.opening import begin
from commitments.services.links import Applicant
from core.history import because


@transaction.atomic
def open_application(bond: Bond, *, by: Any, at: dt.datetime) -> Application:
    """Begin the application with what is known, or give the one that was begun by this link."""
    rows = Bond.objects.select_related("application", "partner", "inviter")
    locked = rows.select_for_update(of=("self",)).get(pk=bond.pk)
    if locked.application and not locked.application.is_settled:
        return locked.application
    known = {"name": locked.shown_name, "recommended_by": locked.inviter.name}
    if locked.partner and locked.partner.uscc:
        known["uscc"] = locked.partner.uscc
    application = begin(locked.email, by=by, at=at, known=known)
    with because(by=by or Applicant(), source="begin"):
        Bond.objects.filter(pk=locked.pk).update(application=application)
    return application
