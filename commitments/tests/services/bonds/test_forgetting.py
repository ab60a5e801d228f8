import pytest

from commitments.models import Bond
from commitments.services.bonds import forgetting
from commitments.tests.bonds import later
from commitments.tests.entries import sign
from commitments.tests.factories import OrganisationFactory
from commitments.tests.representing import NOON, partner_of

pytestmark = pytest.mark.django_db


def test_addresses_go_when_the_bond_is_settled_or_long_expired(inviter):
    partner = OrganisationFactory()
    settled = partner_of(inviter, partner=partner)
    sign(partner, "2026-06-01")
    expired = partner_of(inviter, "一厂", email="b@example.com")  # holds for 60 days

    assert forgetting.forget_contacts(at=NOON) == 1
    assert forgetting.forget_contacts(at=later(60 + 90)) == 0
    assert forgetting.forget_contacts(at=later(60 + 92)) == 1

    emails = {Bond.objects.get(pk=each.pk).email for each in (settled, expired)}
    assert emails == {""}
