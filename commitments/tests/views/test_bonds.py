"""“1+3” on pages: the inviter's desk, what a partner's link opens, what the public sees."""

import re

import pytest
from django.test import Client
from django.urls import reverse

from accounts.tests.clients import said, signed_in
from commitments.enums.bonds import BondEnd
from commitments.enums.representatives import RepresentativeRole as Role
from commitments.models import Bond, RegisterSettings
from commitments.services.founding import load_form
from commitments.tests.bonds import brought_tree
from commitments.tests.entries import sign, signed
from commitments.tests.factories import OrganisationFactory, UserFactory
from commitments.tests.representing import acting, browser, partner_of
from core.models import OutboxMail

pytestmark = pytest.mark.django_db
TYPED = {
    "partner-partner": "丙物流有限公司",
    "partner-relation": "carrier",
    "partner-email": "new@example.com",
}


@pytest.fixture
def lead():
    return acting(signed("甲化工", "2015-01-01"))


def page(lead):
    return reverse("desk:partners", args=[lead.organisation.code])


def invite(client, lead, **typed):
    address = reverse("desk:partner_invite", args=[lead.organisation.code])
    return client.post(address, TYPED | typed, follow=True)


def text_of(response):
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", "", response.content.decode()))


# --- At the desk ---


def test_a_main_contact_invites_and_the_partner_begins_with_its_name_filled_in(lead):
    load_form()
    response = invite(browser(lead.user), lead)
    assert said(response) == ["邀请已发送至 new@example.com。"]
    assert "目标 3 家，已签署 0 家，还差 3 家。" in text_of(response)
    link = re.search(r"/commitments/partner/[\w-]+/", OutboxMail.objects.get().text)[0]

    guest = Client()
    shown = guest.get(link)
    form = guest.post(link, {"do": "begin"}, follow=True)

    assert "甲化工邀请丙物流有限公司承诺实施责任关怀。" in text_of(shown)
    assert form.redirect_chain[-1][0] == f"/commitments/apply/{Bond.objects.get().application_id}/"
    assert 'value="丙物流有限公司"' in form.content.decode()
    assert 'value="甲化工"' in form.content.decode()
    assert "对方已开始填写申请" in text_of(browser(lead.user).get(page(lead)))


def test_whoever_says_no_is_forgotten_and_the_link_opens_nothing(lead):
    invite(browser(lead.user), lead)
    link = re.search(r"/commitments/partner/[\w-]+/", OutboxMail.objects.get().text)[0]

    response = Client().post(link, {"do": "decline"})

    bond = Bond.objects.get()
    assert "已谢绝邀请" in text_of(response)
    assert (bond.ending, bond.email) == (BondEnd.DECLINED, "")
    assert Client().get(link).status_code == 410


def test_what_was_applied_for_is_not_declined_by_the_link(lead):
    load_form()
    invite(browser(lead.user), lead)
    link = re.search(r"/commitments/partner/[\w-]+/", OutboxMail.objects.get().text)[0]
    guest = Client()
    guest.post(link, {"do": "begin"})

    guest.post(link, {"do": "decline"})

    assert Bond.objects.get().ended_at is None
    assert "谢绝邀请" not in text_of(guest.get(link))


def test_another_account_does_not_begin_in_the_partners_place(lead):
    invite(browser(lead.user), lead)
    link = re.search(r"/commitments/partner/[\w-]+/", OutboxMail.objects.get().text)[0]

    response = browser(UserFactory()).post(link, {"do": "begin"})

    assert "以其他邮箱登录" in text_of(response)
    assert Bond.objects.get().application is None


def test_faults_are_said_and_nothing_typed_is_lost(lead):
    signed("丁化工", "2020-05-01")

    response = invite(browser(lead.user), lead, **{"partner-partner": "丁化工"})

    assert response.status_code == 422
    assert "丁化工已于 2020-05-01 签署：已签署的单位不计为带动。" in text_of(response)
    assert 'value="new@example.com"' in response.content.decode()
    assert OutboxMail.objects.count() == 0


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        (
            "91340000DE0000D255",
            "末位应为 4。是否应为 91340000DE0000D254？请对照营业执照改正。",
        ),
        ("91340000DE0000D25", "应为 18 位。请对照营业执照改正。"),
        ("91340000DE0000D254", "代码为“91340000DE0000D254”的单位，请填写单位全称。"),
        ("RC9999999", "代码为“RC9999999”的单位，请填写单位全称。"),
    ],
)
def test_a_code_that_is_wrong_or_unknown_is_nobodys_name(lead, typed, sentence):
    response = invite(browser(lead.user), lead, **{"partner-partner": typed})

    (said_of_it,) = response.context["form"].errors["partner"]
    assert said_of_it.endswith(sentence)
    assert not OutboxMail.objects.exists()


def test_a_code_is_recognised_as_it_is_typed(lead):
    partner = OrganisationFactory(name="丙化工", uscc="91340000DE0000D254")

    invite(browser(lead.user), lead, **{"partner-partner": "９１３４0000 de0000d254"})

    assert Bond.objects.get().partner == partner


def test_nobody_invites_itself(lead):
    response = invite(browser(lead.user), lead, **{"partner-partner": lead.organisation.code})

    assert "单位不能带动自己" in text_of(response)
    assert not Bond.objects.exists()


def test_an_invitation_is_sent_again_and_withdrawn(lead):
    client = browser(lead.user)
    invite(client, lead)
    bond = Bond.objects.get()

    again = reverse("desk:partner_again", args=[lead.organisation.code, bond.pk])
    client.post(again, {"email": "second@example.com"})
    withdraw = reverse("desk:partner_withdraw", args=[lead.organisation.code, bond.pk])
    response = client.post(withdraw, follow=True)

    assert OutboxMail.objects.latest("pk").address == "second@example.com"
    assert said(response)[-1] == "邀请已撤回。"
    assert "已撤回" in text_of(response)
    assert client.post(withdraw).status_code == 404


@pytest.mark.parametrize(
    ("who", "reads", "writes"), [("editor", 200, 403), ("staff", 200, 302), ("stranger", 404, 404)]
)
def test_who_sees_partners_and_who_invites(lead, who, reads, writes):
    clients = {
        "editor": lambda: browser(acting(lead.organisation, Role.EDITOR).user),
        "staff": lambda: signed_in("staff"),
        "stranger": lambda: browser(acting(OrganisationFactory()).user),
    }
    client = clients[who]()
    address = reverse("desk:partner_invite", args=[lead.organisation.code])

    assert client.get(page(lead)).status_code == reads
    assert client.post(address, TYPED).status_code == writes


def test_the_target_and_its_source_are_settings(lead):
    RegisterSettings.objects.update_or_create(
        pk=1, defaults={"partners_wanted": 5, "partners_source": "〔2026〕1 号"}
    )
    partner = signed("丁化工", "2020-05-01")
    partner_of(lead.organisation, partner=partner, source="名单")

    shown = text_of(browser(lead.user).get(f"/desk/organisations/{lead.organisation.code}/"))

    assert "目标 5 家，已签署 1 家，还差 4 家。 目标依据：〔2026〕1 号" in shown


@pytest.mark.parametrize("number", [1, 3])
def test_the_page_asks_the_same_however_many_partners(lead, number, django_assert_num_queries):
    for n in range(number):
        partner_of(lead.organisation, f"丙{n}")
    client = browser(lead.user)

    # session, account, roles, organisation; partners and settings; the session is kept
    with django_assert_num_queries(10):
        client.get(page(lead))


# --- For everybody ---


@pytest.fixture
def tree():
    return brought_tree()


def seen(client, organisation):
    return client.get(f"/commitments/{organisation.code}/").content.decode()


def test_everybody_sees_who_has_signed_as_a_tree_and_nobody_who_was_only_invited(client, tree):
    shown = seen(client, tree["甲"])
    part = shown[shown.index('id="family"') : shown.index("</section>", shown.index('id="family"'))]
    words = re.sub(r"\s+", " ", re.sub(r"<[^>]+>", "", part))

    assert "已带动 2 家单位签署，连同其再带动的单位共 3 家。" in words
    assert re.findall(r"<ul|</ul|[甲乙丙丁戊]化工", part) == [
        "<ul", "乙化工", "<ul", "丁化工", "</ul", "丙化工", "</ul",
    ]  # fmt: skip
    assert "客户，2011 年签署" in words
    assert "partner@example.com" not in shown


def test_everybody_sees_by_whom_it_was_brought(client, tree):
    shown = re.sub(r"<[^>]+>", "", seen(client, tree["丁"]))

    assert re.search(r"带动单位：\s*乙化工\s*（客户，2013 年签署）", shown)
    assert "带动" not in re.sub(r"<[^>]+>", "", seen(client, tree["戊"]))


def test_who_has_ended_since_stays_with_its_status(client, tree):
    ended = OrganisationFactory(name="己化工")
    sign(ended, "2012-01-01", ended="2014-01-01")
    partner_of(tree["丙"], partner=ended, source="名单")

    assert "已结束" in seen(client, tree["丙"])


def test_a_kept_page_is_made_anew_when_a_bond_changes(client, tree):
    seen(client, tree["丁"])
    bond = Bond.objects.get(inviter=tree["乙"])

    signed_in("staff").post(
        f"/admin/commitments/bond/{bond.pk}/change/",
        {"relation": "supplier", "source": "名单", "withdraw_because": "登记有误"},
    )

    assert "乙化工" not in seen(client, tree["丁"])
    assert bond.events.last().pgh_context.metadata["reason"] == "登记有误"


@pytest.mark.parametrize("number", [1, 3])
def test_the_tree_is_one_query_a_step(client, number, django_assert_num_queries):
    top = signed("甲化工", "2010-01-01")
    for n in range(number):
        below = signed(f"乙{n}", "2011-01-01")
        partner_of(top, partner=below, source="名单")
        partner_of(below, partner=signed(f"丙{n}", "2012-01-01"), source="名单")

    with django_assert_num_queries(5 + 3):
        client.get(f"/commitments/{top.code}/")
