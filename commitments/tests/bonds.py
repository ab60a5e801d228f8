"""Partners that are invited and brought, for tests."""

import datetime as dt
import re

from django.utils import timezone

from commitments.enums.bonds import Relation
from commitments.models import Bond
from commitments.services.bonds import inviting
from commitments.tests.entries import signed
from commitments.tests.factories import OrganisationFactory, UserFactory
from commitments.tests.representing import NOON, partner_of

EMAIL = "partner@example.com"
TODAY = NOON.date()


def invited(inviter, partner="丙物流", email=EMAIL, at=NOON):
    return inviting.invite(
        inviter, partner, relation=Relation.CARRIER, email=email, by=UserFactory(), at=at
    )


def token_in(mail):
    return re.search(r"/commitments/partner/([\w-]+)/", mail.text)[1]


def state(bond, day=TODAY):
    return Bond.objects.on_day(day).get(pk=bond.pk).state_on_day


def later(days):
    return NOON + dt.timedelta(days=days)


def brought_tree():
    """甲 has brought 乙 and 丙, 乙 has brought 丁; 戊 is invited only."""
    found = {name: signed(f"{name}化工", f"20{10 + n}-01-01") for n, name in enumerate("甲乙丙丁")}
    found["戊"] = OrganisationFactory(name="戊化工")
    for inviter, partner in ("甲乙", "甲丙", "乙丁"):
        partner_of(found[inviter], partner=found[partner], source="名单", relation="customer")
    partner_of(found["甲"], partner=found["戊"], invited_on=timezone.localdate())
    return found
