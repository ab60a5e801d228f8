"""People who act for an organisation, for tests."""

import datetime as dt
from typing import Any

from django.test import Client
from django.utils import timezone

from accounts.models import User
from commitments.enums.bonds import Relation
from commitments.enums.representatives import RepresentativeRole
from commitments.models import Bond, Invitation, Organisation, PublicText, Representative
from commitments.services import public_texts, representing
from commitments.tests.factories import OrganisationFactory, UserFactory
from core.tenure import span
from core.text import comparison_key

NOON = dt.datetime(2026, 6, 1, 12, tzinfo=timezone.get_default_timezone())
SINCE = dt.date(2024, 1, 1)


def acting(
    organisation: Organisation, role: str = RepresentativeRole.LEAD, user: Any = None
) -> Representative:
    """Give somebody who acts for the organisation since years."""
    return Representative.objects.create(
        organisation=organisation, user=user or UserFactory(), role=role, valid=span(SINCE)
    )


def represented() -> tuple[Representative, Invitation, PublicText, Bond]:
    """Give an organisation's main contact, an open invitation, a text that waits, a partner."""
    lead = acting(OrganisationFactory())
    told: dict[str, Any] = {"by": lead.user, "at": timezone.now()}
    invitation = representing.invite(
        lead.organisation, "new@example.com", RepresentativeRole.EDITOR, **told
    )
    text = public_texts.write(lead.organisation, "甲化工简介。", "", seen=0, **told)
    return lead, invitation, text, partner_of(lead.organisation)


def partner_of(inviter: Organisation, name: str = "丙物流", **fields: Any) -> Bond:
    """Give a bond: a partner that is invited and not in the register, unless told otherwise."""
    if partner := fields.get("partner"):
        name = partner.name
    if not fields.get("source"):
        day = fields.setdefault("invited_on", NOON.date())
        fields.setdefault("expires_on", day + dt.timedelta(days=60))
        fields.setdefault("email", "partner@example.com")
    return Bond.objects.create(
        inviter=inviter,
        partner_name=name,
        partner_key=comparison_key(name),
        **{"relation": Relation.CARRIER} | fields,
    )


def browser(user: User) -> Client:
    client = Client()
    client.force_login(user)
    return client
