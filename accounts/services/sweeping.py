"""What is cleared away at night: counts, sessions and lists of sessions that have ended."""

import datetime as dt

from allauth.usersessions.models import UserSession
from django.contrib.sessions.models import Session

from accounts.services.unused import close_unused
from core import limits


def sweep(*, at: dt.datetime) -> dict[str, int]:
    """Delete what has ended, and close what nobody uses; give how many of each."""
    tallies = limits.sweep(at=at)
    sessions, _of_each = Session.objects.filter(expire_date__lt=at).delete()
    gone = UserSession.objects.exclude(session_key__in=Session.objects.values("session_key"))
    listed, _of_each = gone.delete()
    closed = close_unused(at=at)
    return {"tallies": tallies, "sessions": sessions, "listed": listed, "closed": closed}
