"""Who does not fit a role in what becomes of organisations, in sentences; empty: it fits."""

import datetime as dt
from typing import Final

from django.db.models import Min
from django.db.models.functions import Coalesce
from django.utils.translation import gettext as _

from commitments.enums import RECORDED_STATES, Kind
from commitments.models import Organisation

_FIRMS: Final = (Kind.GROUP, Kind.ENTERPRISE)


def to_stand_in_a_park(organisation: Organisation) -> str:
    """Say why it stands in no park: it is one."""
    if organisation.kind != Kind.PARK:
        return ""
    return _(
        "%(organisation)s is a park itself: if it has gone on in another, record a merger."
    ) % {"organisation": organisation}


def to_come_out(successor: Organisation, *, of: Organisation, on: dt.date) -> str:
    """Say why it has not come out of the other on the day: its kind, or it had signed before.

    A firm may come out of any but a park, others out of their own kind. What it took over counts as
    signed on the day it came.
    """
    is_firm = successor.kind in _FIRMS and of.kind != Kind.PARK
    if successor.kind != of.kind and not is_firm:
        return _("%(organisation)s (%(kind)s) does not come out of one that is “%(other)s”.") % {
            "organisation": successor,
            "kind": successor.get_kind_display(),
            "other": of.get_kind_display(),
        }
    recorded = successor.commitments.filter(state__in=RECORDED_STATES)
    first = recorded.aggregate(day=Min(Coalesce("held_from", "signed_on")))["day"]
    if first is None or first >= on:
        return ""
    return _(
        "%(organisation)s is committed since %(first)s, before the split: choose the one that "
        "came out of it."
    ) % {"organisation": successor, "first": first.isoformat()}
