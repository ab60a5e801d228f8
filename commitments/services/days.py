"""Days that cannot be right, refused in a sentence."""

import datetime as dt

from django.utils import timezone
from django.utils.translation import gettext as _


class DayNotPossible(ValueError):
    """The day given for a step cannot be right; the text says why and what to enter instead."""


def refuse_future(on: dt.date, at: dt.datetime) -> None:
    """Raise DayNotPossible for a day to come, seen from the moment."""
    if on > timezone.localdate(at):
        raise DayNotPossible(
            _("%(day)s is a day to come: enter today or an earlier day.") % {"day": on.isoformat()}
        )


def refuse_before(on: dt.date, earliest: dt.date | None) -> None:
    """Raise DayNotPossible for a day before the earliest possible one."""
    if earliest is not None and on < earliest:
        raise DayNotPossible(
            _("%(day)s is too early: the earliest possible day is %(earliest)s.")
            % {"day": on.isoformat(), "earliest": earliest.isoformat()}
        )
