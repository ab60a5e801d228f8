"""What becomes of bonds by itself, as applications are approved and commitments signed."""

import datetime as dt

from django.db.models import Q
from django.utils import timezone

from commitments.enums.bonds import BondEnd, BondMail, BondState
from commitments.enums.representatives import RepresentativeRole
from commitments.models import Application, Bond, Commitment, Organisation, OrganisationName
from commitments.services.bonds.inviting import CannotBring, end
from commitments.services.bonds.recording import identify
from core import outbox


def approved(application: Application, organisation: Organisation, *, at: dt.datetime) -> None:
    """Let the bonds of an approved application name the organisation that came of it.

    So do those that were invited under its name and applied without the link. One that cannot
    count (in a circle, itself, twice) ends, and stands in nobody's way.
    """
    names = OrganisationName.objects.matching().filter(organisation=organisation)
    named = Q(application=None, partner_key__in=names.values("key"))
    waiting = Bond.objects.open().filter(Q(application=application) | named, partner=None)
    for bond in waiting.select_related("inviter").order_by("pk"):
        try:
            identify(bond, organisation, by=None, reason=str(application))
        except CannotBring as why:
            bond.partner = None
            end(bond, BondEnd.NOT_COUNTED, by=None, at=at, reason=str(why))


def signed(commitment: Commitment, *, at: dt.datetime) -> None:
    """Tell the main contacts of those who brought it that the partner has signed."""
    today = timezone.localdate(at)
    bonds = (
        Bond.objects.open()
        .on_day(today)
        .filter(partner=commitment.organisation_id, state=BondState.SIGNED)
    )
    for bond in bonds.select_related("inviter", "partner"):
        leads = bond.inviter.representatives.open_on(today).filter(role=RepresentativeRole.LEAD)
        for lead in leads.select_related("user"):
            outbox.add(
                BondMail.SIGNED,
                to=lead.user,
                at=at,
                about=bond,
                href=bond.get_absolute_url(),
                context={"bond": bond, "commitment": commitment},
                dedupe=f"{BondMail.SIGNED}:{bond.pk}:{lead.user_id}",
            )
