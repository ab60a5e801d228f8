"""The applications that wait for the secretariat: its queue, and its lines at the desk."""

import datetime as dt
from typing import Any

from django.db.models import Exists, OuterRef, QuerySet
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
    rows = [*_with_late(state__in=APPLICATIONS_WAITING), *_to_be_looked_at()]
    return [
        Waiting(
            url=each.get_absolute_url(),
            title=_("Application of %(name)s") % {"name": each},
            what=_what(each),
        )
        for each in rows
    ]


def _what(application: Any) -> str:
    state = str(application.get_state_display())
    if not application.has_late_scan:
        return state
    return _("%(state)s; a scan came later") % {"state": state}


def _to_be_looked_at() -> QuerySet[Application]:
    to_sign = Commitment.objects.filter(application=OuterRef("pk"), state=State.TO_SIGN)
    approved = _with_late(state=ApplicationState.ACCEPTED)
    return approved.filter(Exists(to_sign), has_late_scan=True)


def _with_late(**which: Any) -> QuerySet[Any]:
    late = ApplicationFile.objects.filter(
        application=OuterRef("pk"), file__kept_at__gt=OuterRef("current_version__handed_in_at")
    )
    found = Application.objects.filter(**which).defer("draft")
    return found.annotate(has_late_scan=Exists(late)).order_by("state_changed_at", "pk")
