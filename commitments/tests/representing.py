"""People who act for an organisation, for tests."""

import datetime as dt
from typing import Any

from django.test import Client
from django.utils import timezone

from accounts.models import User
from commitments.enums import RepresentativeRole
from commitments.models import Invitation, Organisation, PublicText, Representative
from commitments.services import public_texts, representing
from commitments.tests.factories import OrganisationFactory, UserFactory
from core.tenure import span

NOON = dt.datetime(2026, 6, 1, 12, tzinfo=timezone.get_default_timezone())
SINCE = dt.date(2024, 1, 1)


def acting(
    organisation: Organisation, role: str = RepresentativeRole.LEAD, user: Any = None
) -> Representative:
    """Give somebody who acts for the organisation since years."""
    return Representative.objects.create(
        organisation=organisation, user=user or UserFactory(), role=role, valid=span(SINCE)
    )


def represented() -> tuple[Representative, Invitation, PublicText]:
    """Give an organisation's main contact, an open invitation, and a text that waits."""
    lead = acting(OrganisationFactory())
    told: dict[str, Any] = {"by": lead.user, "at": timezone.now()}
    invitation = representing.invite(
        lead.organisation, "new@example.com", RepresentativeRole.EDITOR, **told
    )
    return lead, invitation, public_texts.write(lead.organisation, "甲化工简介。", "", **told)


def browser(user: User) -> Client:
    client = Client()
    client.force_login(user)
    return client
