import datetime as dt
import re

import pytest
from django.db import IntegrityError, transaction

from commitments.enums import Document, State
from commitments.enums.bonds import BondEnd, BondState, Relation
from commitments.models import Bond, RegisterSettings
from commitments.queries.applications import asked_fields
from commitments.services import applying, lifecycle
from commitments.services.applying.writing import answers_of
from commitments.services.bonds import forgetting, inviting, recording
from commitments.services.bonds.inviting import CannotBring
from commitments.services.bonds.opening import open_application
from commitments.services.founding import load_form
from commitments.tests.applying import answers, before_committee
from commitments.tests.entries import sign, signed
from commitments.tests.factories import CommitmentFactory, OrganisationFactory, UserFactory
from commitments.tests.representing import NOON, acting, partner_of
from core.models import OutboxMail
from core.refusals import sentence_of

pytestmark = pytest.mark.django_db
TODAY = NOON.date()
EMAIL = "partner@example.com"


@pytest.fixture
def inviter():
    return signed("甲化工")


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


# --- The link ---


def test_an_invitation_is_a_link_of_which_only_the_digest_is_kept(inviter):
    bond = invited(inviter)
    mail = OutboxMail.objects.get()
    token = token_in(mail)

    assert (mail.address, len(token) >= 32) == (EMAIL, True)  # 192 bits
    assert bond.token_digest == inviting.digest_of(token)
    assert inviting.bond_of(token, at=NOON) == bond
    history = bond.events.get()
    assert {"email", "token_digest"} & {field.name for field in history._meta.fields} == set()
    assert history.pgh_context.metadata["source"] == "invite"


@pytest.mark.parametrize("spoil", [lambda t: t[:-1], lambda t: t.swapcase(), lambda t: "x"])
def test_a_spoilt_link_opens_nothing(inviter, spoil):
    invited(inviter)

    assert inviting.bond_of(spoil(token_in(OutboxMail.objects.get())), at=NOON) is None


def test_the_link_holds_as_long_as_the_secretariat_says(inviter):
    RegisterSettings.objects.update_or_create(pk=1, defaults={"invitation_days": 5})
    bond = invited(inviter)
    token = token_in(OutboxMail.objects.get())

    assert inviting.bond_of(token, at=later(5)) == bond
    assert inviting.bond_of(token, at=later(6)) is None
    assert state(bond, later(6).date()) == BondState.EXPIRED


def test_sending_it_again_makes_the_old_link_useless(inviter):
    bond = invited(inviter)
    inviting.invite_again(bond, "other@example.com", by=None, at=later(70))
    first, second = OutboxMail.objects.order_by("pk")

    assert inviting.bond_of(token_in(first), at=later(70)) is None
    assert inviting.bond_of(token_in(second), at=later(70)) == bond
    assert second.address == "other@example.com"


def test_a_withdrawn_invitation_opens_nothing_and_forgets_the_contact(inviter):
    bond = invited(inviter)
    token = token_in(OutboxMail.objects.get())

    inviting.withdraw(bond, by=None, at=NOON)

    bond.refresh_from_db()
    assert (bond.email, bond.ending, state(bond)) == ("", BondEnd.WITHDRAWN, BondState.WITHDRAWN)
    assert inviting.bond_of(token, at=NOON) is None
    with pytest.raises(CannotBring, match="已有结果"):
        inviting.withdraw(bond, by=None, at=NOON)
    assert invited(inviter).pk != bond.pk  # it may be invited anew


# --- From the link to the signature: the state follows by itself ---


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


# --- Who cannot be brought, and by whom ---


def test_who_has_signed_is_not_brought(inviter):
    signed("丁化工", "2020-05-01")

    with pytest.raises(CannotBring, match="丁化工已于 2020-05-01 签署：已签署的单位不计为带动"):
        invited(inviter, "丁化工")

    assert (Bond.objects.count(), OutboxMail.objects.count()) == (0, 0)


def test_only_who_is_committed_brings_others():
    with pytest.raises(CannotBring, match="没有有效的承诺"):
        invited(OrganisationFactory())


@pytest.mark.parametrize("typed", ["丙物流", "丙 物 流", "RC", "旧名物流"])
def test_who_stands_in_the_register_is_recognised(inviter, typed):
    known = OrganisationFactory(name="丙物流", former=["旧名物流"])

    bond = invited(inviter, known.code.upper() if typed == "RC" else typed)

    assert (bond.partner, bond.partner_name) == (known, "丙物流")


def refused(act):
    with pytest.raises(IntegrityError) as caught, transaction.atomic():
        act()
    return sentence_of(caught.value)


def test_nobody_is_brought_in_a_circle(inviter):
    second, third = OrganisationFactory(), OrganisationFactory()
    partner_of(inviter, partner=second, source="名单")
    partner_of(second, partner=third, source="名单")

    sentence = refused(lambda: partner_of(third, partner=inviter, source="名单"))

    assert sentence.endswith("带动关系不能循环。")


@pytest.mark.parametrize("source", ["", "名单"])
def test_a_partner_counts_once(inviter, source):
    partner = OrganisationFactory()
    partner_of(inviter, partner=partner, source=source)
    partner_of(OrganisationFactory(), partner=partner)  # of another one it may be

    assert "每家伙伴只计一次" in refused(lambda: partner_of(inviter, partner=partner))


def test_a_name_stands_once_and_nobody_brings_itself(inviter):
    invited(inviter, "丙物流")

    with pytest.raises(CannotBring, match="已有同名伙伴"):
        invited(inviter, " 丙物流 ")
    assert refused(lambda: partner_of(inviter, partner=inviter)).startswith("请选择其他单位")


def test_a_bond_is_an_invitation_or_has_a_source(inviter):
    bond = partner_of(inviter)

    sentence = refused(lambda: Bond.objects.filter(pk=bond.pk).update(expires_on=None))

    assert sentence == "请填写作为依据的文件或名单：只有在线邀请无需填写来源。"


def test_invitations_are_limited(inviter, settings):
    settings.LIMITS = settings.LIMITS | {"partner": (2, 86400, True)}
    invited(inviter, "一厂", "a@example.com")
    invited(inviter, "二厂", "b@example.com")

    with pytest.raises(CannotBring, match="今日邀请次数过多"):
        invited(inviter, "三厂", "c@example.com")

    assert OutboxMail.objects.count() == 2


def test_invitations_to_one_address_are_limited_whoever_invites(inviter, settings):
    settings.LIMITS = settings.LIMITS | {"partner_address": (2, 86400, True)}
    invited(inviter, "一厂", "a@example.com")
    invited(signed("另一带动单位"), "二厂", "a@example.com")

    with pytest.raises(CannotBring, match="今日邀请次数过多"):
        invited(inviter, "三厂", "a@example.com")

    assert OutboxMail.objects.count() == 2


# --- What the secretariat enters ---


def test_a_bond_of_before_names_its_source_and_any_signature_counts(inviter):
    partner = signed("丁化工", "2020-05-01")

    said = {"relation": Relation.SUPPLIER, "source": "2021 年度工作总结", "by": None, "at": NOON}
    bond = recording.record(inviter, partner, **said)

    assert (state(bond), bond.events.get().pgh_context.metadata["reason"]) == (
        BondState.SIGNED, "2021 年度工作总结",
    )  # fmt: skip
    other = signed("戊化工", "2020-05-01")
    with pytest.raises(CannotBring, match="已签署"):
        recording.record(inviter, other, invited_on=dt.date(2021, 1, 1), **said)


# --- Addresses of contacts ---


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
