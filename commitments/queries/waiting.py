"""The applications that wait for the secretariat: its queue, and its lines at the desk."""

import datetime as dt
from typing import Any

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils.translation import gettext as _

from commitments.enums import State
from commitments.enums.applications import APPLICATIONS_WAITING, ApplicationState
from commitments.models import Application, ApplicationFile, Commitment
from core.waiting import Waiting


def queue(at: dt.datetime) -> list[Application]:
    """Give what was handed in and is not decided, the longest waiting first; then what is back."""
    waiting = [*APPLICATIONS_WAITING, ApplicationState.RETURNED]
    found = Application.objects.filter(state__in=waiting).defer("draft")
    rows = found.select_related("current_version").order_by("state_changed_at", "pk")
    return sorted(rows, key=lambda each: each.state == ApplicationState.RETURNED)


def waiting_for(user: Any, at: dt.datetime) -> list[Waiting]:
    """Give the secretariat the applications that wait for it: to be decided, or to be looked at.

    One that is approved waits while a scan that came later lies beside what is to be signed.
    """
    if not user.has_perm("commitments.review_applications"):
        return []
    return [
        Waiting(
            url=each.get_absolute_url(),
            title=_("Application of %(name)s") % {"name": each},
            what=_what(each),
        )
        for each in _waiting()
    ]


def _what(application: Any) -> str:
    state = str(application.get_state_display())
    if not application.has_late_scan:
        return state
    return _("%(state)s; a scan came later") % {"state": state}


def _waiting() -> QuerySet[Any]:
    late = ApplicationFile.objects.filter(
        application=OuterRef("pk"), file__kept_at__gt=OuterRef("current_version__handed_in_at")
    )
    to_sign = Commitment.objects.filter(application=OuterRef("pk"), state=State.TO_SIGN)
    to_be_looked_at = Q(Exists(to_sign), state=ApplicationState.ACCEPTED, has_late_scan=True)
    found = Application.objects.defer("draft").annotate(has_late_scan=Exists(late))
    return found.filter(Q(state__in=APPLICATIONS_WAITING) | to_be_looked_at).order_by(
        "state_changed_at", "pk"
    )
