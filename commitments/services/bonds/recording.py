"""What the secretariat enters itself: bonds of before, and which organisation a name is."""

import datetime as dt
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from commitments.models import Bond, Organisation
from commitments.services.bonds.inviting import CannotBring, keep
from commitments.services.days import refuse_future


@transaction.atomic
def record(
    inviter: Organisation,
    partner: Organisation,
    *,
    relation: str,
    source: str,
    by: Any,
    at: dt.datetime,
    invited_on: dt.date | None = None,
) -> Bond:
    """Enter who brought whom from a paper or list; without a day any signature counts.

    Raises CannotBring, DayNotPossible.
    """
    if invited_on:
        refuse_future(invited_on, at)
        _refuse_signed_before(partner, invited_on)
    bond = Bond(
        inviter=inviter,
        partner=partner,
        partner_name=partner.name,
        relation=relation,
        source=source.strip()[:200],
        invited_on=invited_on,
        entered_by=by,
        entered_at=at,
    )
    keep(bond, by=by, source="record", reason=source)
    return bond


@transaction.atomic
def identify(bond: Bond, partner: Organisation, *, by: Any, reason: str = "") -> None:
    """Say which organisation in the register the invited name is. Raises CannotBring."""
    if bond.partner_id and bond.partner_id != partner.pk:
        raise CannotBring(
            _("%(name)s is named already: withdraw this one and enter another.")
            % {"name": bond.partner}
        )
    bond.partner = partner
    keep(bond, by=by, source="identify", reason=reason)


def _refuse_signed_before(partner: Organisation, day: dt.date) -> None:
    signed_on = partner.signed_on
    if signed_on and signed_on < day:
        raise CannotBring(
            _("%(name)s signed on %(day)s already: nobody brings who has signed.")
            % {"name": partner, "day": signed_on}
        )
