import pytest
from django.db import IntegrityError, transaction

from commitments.enums.bonds import BondEnd, BondState
from commitments.models import Bond, RegisterSettings
from commitments.services.bonds import inviting
from commitments.services.bonds.inviting import CannotBring
from commitments.tests.bonds import EMAIL, invited, later, state, token_in
from commitments.tests.entries import signed
from commitments.tests.factories import OrganisationFactory
from commitments.tests.representing import NOON, partner_of
from core.models import OutboxMail
from core.refusals import sentence_of

pytestmark = pytest.mark.django_db


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
