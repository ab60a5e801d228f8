import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from accounts.models import User
from accounts.tests.clients import said, signed_in
from commitments.enums.representatives import RepresentativeRole as Role
from commitments.models import PublicText, Representative
from commitments.services import public_texts, representing
from commitments.tests.entries import signed
from commitments.tests.factories import IndustryFactory, RegionFactory, UserFactory
from commitments.tests.representing import acting, browser

pytestmark = pytest.mark.django_db


@pytest.fixture
def lead():
    return acting(signed("甲化工"))


def page(lead):
    return reverse("desk:organisation", args=[lead.organisation.code])


def act(client, lead, name, *more, **typed):
    address = reverse(f"desk:{name}", args=[lead.organisation.code, *more])
    return client.post(address, typed, follow=True)


def test_handing_over_takes_three_clicks(lead):
    other = acting(lead.organisation, Role.EDITOR)
    client = browser(lead.user)

    opened = client.get("/desk/organisations/", follow=True)  # 1: my organisation
    assert f'value="{other.pk}"' in opened.content.decode()  # 2: choose the person
    response = act(client, lead, "contact_hand_over", **{"hand_over-to": other.pk})  # 3: hand over

    assert said(response) == [f"自今日起，{other.user.email} 为主联络员。"]
    roles = lead.organisation.representatives.open_on(timezone.localdate())
    assert roles.get(role=Role.LEAD).user == other.user


def test_a_contact_reads_what_is_on_record_and_whom_to_tell_if_it_is_wrong(lead):
    organisation = lead.organisation
    organisation.province = RegionFactory()
    organisation.industry = IndustryFactory()
    organisation.uscc, organisation.staff_count = "91370000163044841F", 1350
    organisation.save()

    shown = browser(lead.user).get(page(lead)).content.decode()

    facts = shown.split('aria-labelledby="facts"')[1].split("</section>")[0]
    on_record = [
        "甲化工", "91370000163044841F", organisation.code, str(organisation.province),
        str(organisation.industry), "1,350",
    ]  # fmt: skip
    assert [each for each in on_record if f">{each}</dd>" not in facts] == []
    assert '资料有误或有变化？ <a href="/contact/">请联系秘书处</a>' in facts


def test_somebody_without_an_account_accepts_with_a_password(lead):
    typed = {"invite-email": "new＠example.com", "invite-role": Role.EDITOR}
    act(browser(lead.user), lead, "contact_invite", **typed)
    invitation = lead.organisation.invitations.get()
    address = reverse("commitments:invitation", args=[representing.token_for(invitation)])
    guest = Client()
    assert "设置密码" in guest.get(address).content.decode()

    weak = guest.post(address, {"password": "12345678"})
    response = guest.post(address, {"password": "ein langes Wort 7"}, follow=True)

    assert weak.status_code == 422
    assert "密码过于简单" in weak.content.decode()
    assert response.redirect_chain[-1][0] == page(lead)
    assert User.objects.get(email="new@example.com").representations.get().role == Role.EDITOR
    assert Client().get(address).status_code == 410


def test_whoever_has_an_account_signs_in_first(lead):
    user = UserFactory(email="new@example.com")
    invitation = representing.invite(
        lead.organisation, user.email, Role.EDITOR, by=lead.user, at=timezone.now()
    )
    address = reverse("commitments:invitation", args=[representing.token_for(invitation)])

    Client().post(address, {"password": "ein langes Wort 7"})
    browser(UserFactory()).post(address)
    assert not user.representations.exists()
    browser(user).post(address)

    assert user.representations.exists()


@pytest.mark.parametrize(
    ("name", "typed"),
    [
        ("contact_invite", {"invite-email": "x@example.com", "invite-role": "editor"}),
        ("contact_hand_over", {"hand_over-to": "1"}),
    ],
)
def test_a_contact_invites_nobody_and_hands_nothing_over(lead, name, typed):
    other = acting(lead.organisation, Role.EDITOR)

    response = act(browser(other.user), lead, name, **typed)

    assert response.status_code == 403
    assert not lead.organisation.invitations.exists()


@pytest.mark.parametrize(
    ("name", "more"),
    [
        ("organisation", ()),
        ("contact_invite", ()),
        ("contact_hand_over", ()),
        ("contact_leave", (1,)),
        ("contact_withdraw", (1,)),
        ("text_write", ()),
    ],
)
def test_a_foreign_organisation_is_not_there(lead, name, more):
    stranger = acting(signed("乙化工")).user
    address = reverse(f"desk:{name}", args=[lead.organisation.code, *more])
    client = browser(stranger)

    response = client.get(address) if name == "organisation" else client.post(address, {})

    assert response.status_code == 404
    assert lead.user.email not in response.content.decode()


def test_another_organisations_contact_is_not_ended_through_ones_own(lead):
    foreign = acting(signed("乙化工"))

    response = act(browser(lead.user), lead, "contact_leave", foreign.pk, reason="x")

    assert response.status_code == 404
    assert Representative.objects.get(pk=foreign.pk).valid.upper is None


def test_contacts_stand_on_no_public_page(lead, client):
    public = client.get(lead.organisation.get_absolute_url()).content.decode()
    api = client.get(f"/api/v1/organisations/{lead.organisation.code}").content.decode()
    export = b"".join(client.get("/commitments/export.csv").streaming_content).decode()

    assert lead.user.email not in public + api + export


def test_a_text_is_public_once_it_was_checked(lead, client):
    address = lead.organisation.get_absolute_url()
    typed = {"text-body": "我们生产<b>环氧树脂</b>。\n\n- 一厂\n- 二厂"}
    act(browser(lead.user), lead, "text_write", **typed)
    assert "环氧树脂" not in client.get(address).content.decode()
    text = PublicText.objects.get()
    staff = signed_in("staff")
    assert text.get_absolute_url() in staff.get("/desk/").content.decode()

    staff.post(reverse("desk:text_decide", args=[text.pk, "publish"]))

    shown = client.get(address).content.decode()
    assert "我们生产&lt;b&gt;环氧树脂&lt;/b&gt;。" in shown
    assert "<li>一厂</li>" in shown


def test_a_representative_decides_on_no_text(lead):
    at = timezone.now()
    text = public_texts.write(lead.organisation, "简介", "", seen=0, by=lead.user, at=at)

    response = browser(lead.user).post(reverse("desk:text_decide", args=[text.pk, "publish"]))

    text.refresh_from_db()
    assert (response.status_code, text.state) == (403, "submitted")


def test_a_text_that_a_colleague_wrote_meanwhile_is_seen_and_not_replaced_unseen(lead):
    colleague = acting(lead.organisation, Role.EDITOR)
    act(browser(colleague.user), lead, "text_write", **{"seen": "0", "text-body": "先写的简介"})
    first = PublicText.objects.get()
    mine = {"seen": "0", "text-body": "后写的简介", "text-body_english": "Written later"}

    response = act(browser(lead.user), lead, "text_write", **mine)

    shown = response.content.decode()
    first.refresh_from_db()
    assert response.status_code == 422
    assert '<p class="said">先写的简介</p>' in shown
    assert "\n后写的简介</textarea>" in shown
    assert "\nWritten later</textarea>" in shown
    assert f'name="seen" value="{first.pk}"' in shown
    assert (first.state, PublicText.objects.count()) == ("submitted", 1)
    act(browser(lead.user), lead, "text_write", **mine | {"seen": str(first.pk)})
    assert PublicText.objects.get(state="submitted").body == "后写的简介"


def test_a_text_that_is_too_long_does_not_hide_what_a_colleague_writes(lead):
    act(browser(lead.user), lead, "text_write", **{"seen": "0", "text-body": "先写的简介"})

    response = act(browser(lead.user), lead, "text_write", **{"text-body": "长" * 1_300})

    assert 'name="seen" value="0"' in response.content.decode()


def test_a_text_sent_twice_is_one_text(lead):
    for _time in range(2):
        act(browser(lead.user), lead, "text_write", **{"seen": "0", "text-body": "简介"})

    assert PublicText.objects.get().state == "submitted"


def test_a_text_too_long_comes_back_as_it_was_typed(lead):
    response = act(browser(lead.user), lead, "text_write", **{"text-body": "长" * 1_300})

    assert response.status_code == 422
    assert "长" * 1_300 in response.content.decode()


@pytest.mark.parametrize("number", [1, 3])
def test_the_page_asks_the_same_however_many_people(lead, number, django_assert_num_queries):
    for _time in range(number):
        acting(lead.organisation, Role.EDITOR)
    client = browser(lead.user)

    # session, account, roles, organisation, contacts, texts and the newest, partners, forms; the
    # session is kept
    with django_assert_num_queries(16):
        client.get(page(lead))
