import datetime as dt

import pytest

from commitments.enums import Document, State
from commitments.enums.bonds import BondState
from commitments.models import Bond
from commitments.queries.applications import asked_fields
from commitments.services import applying, lifecycle
from commitments.services.applying.writing import answers_of
from commitments.services.bonds.opening import open_application
from commitments.services.founding import load_form
from commitments.tests.applying import answers, before_committee
from commitments.tests.bonds import EMAIL, TODAY, invited, state
from commitments.tests.entries import sign
from commitments.tests.factories import CommitmentFactory, OrganisationFactory, UserFactory
from commitments.tests.representing import NOON, acting, partner_of
from core.models import OutboxMail

pytestmark = pytest.mark.django_db


def test_the_state_follows_from_application_and_commitment(inviter):
    load_form()
    bond = invited(inviter)
    application = open_application(bond, by=None, at=NOON)
    assert answers_of(application) == {
        "contact_email": EMAIL, "name": "丙物流", "recommended_by": "甲化工",
    }  # fmt: skip
    assert open_application(bond, by=None, at=NOON) == application
    assert state(bond) == BondState.INVITED

    applying.save(application, answers(name="丙物流有限公司"), seen=0, by=None, at=NOON)
    seen = application.draft_number
    applying.submit(application, asked_fields(), seen=seen, by=None, at=NOON)
    assert state(bond) == BondState.APPLIED

    staff = UserFactory()
    applying.take_up(application, by=staff, at=NOON)
    applying.refer(application, by=staff, at=NOON)
    said = {"number": "1 号", "on": TODAY, "organisation": None}
    organisation = applying.accept(application, by=staff, at=NOON, **said)
    bond.refresh_from_db()
    assert (bond.partner, state(bond)) == (organisation, BondState.APPLIED)

    commitment = organisation.commitments.order_by("pk").first()
    lead = acting(inviter)
    lifecycle.sign(commitment, by=staff, at=NOON, on=TODAY)

    assert state(bond) == BondState.SIGNED
    assert state(bond, TODAY - dt.timedelta(days=1)) == BondState.APPLIED
    told = OutboxMail.objects.get(kind="commitments/partner_signed")
    assert (told.address, "丙物流有限公司" in told.text) == (lead.user.email, True)


def test_who_applies_without_the_link_is_recognised_by_name(inviter):
    bond = partner_of(inviter, "丙物流（集团）有限公司")
    application = before_committee(UserFactory(), name="丙物流(集团)有限公司")

    said = {"number": "1 号", "on": TODAY, "organisation": None}
    organisation = applying.accept(application, by=UserFactory(), at=NOON, **said)

    bond.refresh_from_db()
    assert bond.partner == organisation


@pytest.mark.parametrize("end", ["withdraw", "decline"])
def test_an_application_that_comes_to_nothing_is_declined(inviter, end):
    bond = partner_of(inviter)
    application = before_committee(UserFactory())
    Bond.objects.update(application=application)

    more = {"comment": "尚不符合承诺的基本条件，请补充后再申请。"} if end == "decline" else {}
    getattr(applying, end)(application, by=UserFactory(), at=NOON, **more)

    assert state(bond) == BondState.DECLINED


def test_an_approval_is_not_held_up_by_a_bond_that_cannot_count(inviter):
    other = OrganisationFactory(name="丙物流")
    partner_of(other, partner=inviter, source="名单")  # it brought the inviter itself
    bond = partner_of(inviter, "丙物流公司")
    application = before_committee(UserFactory(), name="丙物流公司")
    Bond.objects.filter(pk=bond.pk).update(application=application)

    said = {"number": "1 号", "on": TODAY, "organisation": other}
    applying.accept(application, by=UserFactory(), at=NOON, **said)

    assert (state(bond), application.state) == (BondState.NOT_COUNTED, "accepted")
    reasons = [each.pgh_context.metadata.get("reason", "") for each in bond.events.all()]
    assert any("带动关系不能循环" in each for each in reasons)


@pytest.mark.parametrize(
    ("signings", "expected"),
    [
        ([("2026-06-01", {})], BondState.SIGNED),
        ([("2026-05-31", {})], BondState.NOT_COUNTED),
        ([("2010-01-01", {"ended": "2015-01-01"})], BondState.INVITED),
        ([("2010-01-01", {"ended": "2015-01-01"}), ("2026-06-01", {})], BondState.SIGNED),
        ([("2010-01-01", {}), ("2026-06-01", {"document": Document.CHARTER})],
         BondState.NOT_COUNTED),
    ],
)  # fmt: skip
def test_a_signature_counts_from_the_day_of_the_invitation(inviter, signings, expected):
    partner = OrganisationFactory(name="丙物流")
    bond = partner_of(inviter, partner=partner)
    for on, fields in signings:
        sign(partner, on, **fields)

    assert state(bond) == expected


def test_what_is_approved_on_paper_has_applied(inviter):
    bond = partner_of(inviter, partner=OrganisationFactory(name="丙物流"))
    day = {"approved_on": TODAY, "approval_number": "1 号"}
    draft = CommitmentFactory(organisation=bond.partner)
    lifecycle.approve(draft, by=None, at=NOON, on=TODAY, number=day["approval_number"])

    assert (draft.state, state(bond)) == (State.TO_SIGN, BondState.APPLIED)
