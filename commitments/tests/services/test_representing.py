import datetime as dt
import re

import pytest
from django.db import IntegrityError, connection, transaction

from commitments.enums.representatives import RepresentativeRole as Role
from commitments.enums.representatives import TextState
from commitments.models import Invitation, PublicText, Representative
from commitments.queries.representatives import contacts_of
from commitments.services import public_texts, representing
from commitments.services.public_texts import TextRefused
from commitments.services.representing import CannotRepresent
from commitments.tests.factories import OrganisationFactory, StaffPostFactory, UserFactory
from commitments.tests.representing import NOON, acting
from core.models import OutboxMail
from core.steps import StepNotOpen
from core.tenure import span

pytestmark = pytest.mark.django_db
TODAY = dt.date(2026, 6, 1)


@pytest.fixture
def organisation():
    return OrganisationFactory()


def invited(organisation, email="new@example.com", role=Role.EDITOR, **more):
    return representing.invite(organisation, email, role, by=None, at=NOON, **more)


def acts(organisation, day=TODAY):
    rows = organisation.representatives.open_on(day).order_by("pk")
    return sorted(rows.values_list("user__email", "role"))


# --- Inviting and accepting ---


def test_an_invitation_is_a_link_that_works_once(organisation):
    invitation = invited(organisation)
    token = re.search(r"/commitments/invitation/(\S+)/", OutboxMail.objects.get().text)[1]
    user = representing.account_for(invitation, "ein langes Wort 7")

    representing.accept(representing.invitation_of(token), user=user, at=NOON)

    assert acts(organisation) == [("new@example.com", Role.EDITOR)]
    assert representing.invitation_of(token) is None
    with pytest.raises(CannotRepresent):
        representing.accept(invitation, user=user, at=NOON)


def test_only_the_invited_address_accepts(organisation):
    invitation = invited(organisation)

    with pytest.raises(CannotRepresent, match="请用该邮箱登录"):
        representing.accept(invitation, user=UserFactory(), at=NOON)

    assert not organisation.representatives.exists()


def test_whoever_has_an_account_gets_no_second_password(organisation):
    user = UserFactory(email="new@example.com")
    before = user.password

    with pytest.raises(CannotRepresent):
        representing.account_for(invited(organisation), "another long word 8")

    user.refresh_from_db()
    assert user.password == before


def test_a_new_invitation_makes_the_earlier_link_useless(organisation):
    first = representing.token_for(invited(organisation))

    second = representing.token_for(invited(organisation))

    assert representing.invitation_of(first) is None
    assert representing.invitation_of(second) is not None
    assert Invitation.objects.open().count() == 1


@pytest.mark.parametrize("spoil", [lambda t: t[:-1] + "_", lambda t: "x", lambda t: t.upper()])
def test_a_spoilt_link_opens_nothing(organisation, spoil):
    assert representing.invitation_of(spoil(representing.token_for(invited(organisation)))) is None


def forced(organisation):
    with transaction.atomic():
        acting(organisation)
        with connection.cursor() as cursor:
            cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")


def test_there_is_one_main_contact(organisation):
    acting(organisation)

    with pytest.raises(CannotRepresent, match="已有主联络员"):
        invited(organisation, role=Role.LEAD)
    with pytest.raises(IntegrityError):
        forced(organisation)


# --- Handing over ---


def test_main_contact_and_contact_change_roles_in_a_day(organisation):
    lead, other = acting(organisation), acting(organisation, Role.EDITOR)

    representing.hand_over(lead, other, by=lead.user, at=NOON)

    assert acts(organisation) == sorted(
        [(lead.user.email, Role.EDITOR), (other.user.email, Role.LEAD)]
    )
    before = acts(organisation, TODAY - dt.timedelta(days=1))
    assert (lead.user.email, Role.LEAD) in before


def test_handed_over_twice_in_a_day_leaves_one_main_contact(organisation):
    lead, other = acting(organisation), acting(organisation, Role.EDITOR)
    representing.hand_over(lead, other, by=None, at=NOON)
    now = contacts_of(organisation, at=NOON)
    back = next(each for each in now.present if each.role == Role.EDITOR)

    representing.hand_over(now.lead(), back, by=None, at=NOON)

    assert (lead.user.email, Role.LEAD) in acts(organisation)


def test_a_successor_who_is_new_takes_over_by_accepting(organisation):
    lead = acting(organisation)
    invitation = invited(organisation, role=Role.LEAD, succeeds=lead)
    assert acts(organisation) == [(lead.user.email, Role.LEAD)]
    user = representing.account_for(invitation, "ein langes Wort 7")

    representing.accept(invitation, user=user, at=NOON)

    lead.refresh_from_db()
    assert acts(organisation) == [("new@example.com", Role.LEAD)]
    assert lead.valid.upper == TODAY
    assert "new@example.com" in lead.end_reason


def test_whoever_began_today_hands_over_and_leaves_today(organisation):
    begun = Representative.objects.create(
        organisation=organisation, user=UserFactory(), role=Role.LEAD, valid=span(TODAY)
    )
    invitation = invited(organisation, role=Role.LEAD, succeeds=begun)
    user = representing.account_for(invitation, "ein langes Wort 7")
    representing.accept(invitation, user=user, at=NOON)
    assert acts(organisation) == [("new@example.com", Role.LEAD)]

    representing.leave(organisation.representatives.get(), by=user, at=NOON, reason="误邀")

    assert not organisation.representatives.exists()


@pytest.mark.parametrize("who", ["other organisation", "from a contact", "to oneself"])
def test_nobody_else_hands_over(organisation, who):
    lead, other = acting(organisation), acting(organisation, Role.EDITOR)
    foreign = acting(OrganisationFactory(), Role.EDITOR)
    pairs = {
        "other organisation": (lead, foreign),
        "from a contact": (other, lead),
        "to oneself": (lead, lead),
    }

    with pytest.raises(CannotRepresent):
        representing.hand_over(*pairs[who], by=None, at=NOON)

    assert (lead.user.email, Role.LEAD) in acts(organisation)


def test_leaving_ends_today_with_a_reason_and_stays_on_record(organisation):
    lead = acting(organisation)

    representing.leave(lead, by=lead.user, at=NOON, reason="离职")

    assert acts(organisation) == []
    past = contacts_of(organisation, at=NOON).past
    assert [(each.user, each.end_reason) for each in past] == [(lead.user, "离职")]


def test_rights_end_with_the_role(organisation):
    lead = acting(organisation)
    user = lead.user
    assert user.has_perm("commitments.write_text", organisation)

    Representative.objects.filter(pk=lead.pk).update(
        valid=span(dt.date(2024, 1, 1), dt.date(2025, 1, 1)), end_reason="离职"
    )

    fresh = type(user).objects.get(pk=user.pk)
    assert not fresh.has_perm("commitments.write_text", organisation)
    assert not fresh.has_perm("commitments.see_contacts", organisation)


# --- The public text ---


def written(organisation, body="甲化工简介。"):
    newest = public_texts.newest_of(organisation)
    seen = newest.pk if newest else 0
    return public_texts.write(organisation, body, "", seen=seen, by=UserFactory(), at=NOON)


def states(organisation):
    return list(organisation.public_texts.order_by("pk").values_list("body", "state"))


def test_a_published_text_takes_the_place_of_the_one_before(organisation):
    staff = StaffPostFactory().user
    public_texts.publish(written(organisation, "旧"), by=staff, at=NOON)

    public_texts.publish(written(organisation, "新"), by=staff, at=NOON)

    assert states(organisation) == [("旧", TextState.REPLACED), ("新", TextState.PUBLISHED)]


def test_a_second_text_replaces_the_one_that_waits(organisation):
    written(organisation, "一")
    written(organisation, "二")

    assert states(organisation) == [("一", TextState.WITHDRAWN), ("二", TextState.SUBMITTED)]


def test_a_returned_text_says_why_and_is_not_public(organisation):
    text = written(organisation)

    public_texts.send_back(text, by=StaffPostFactory().user, at=NOON, answer="请去掉广告用语")

    mail = OutboxMail.objects.filter(kind="commitments/text_decided").get()
    assert "请去掉广告用语" in mail.text
    with pytest.raises(StepNotOpen):
        public_texts.publish(text, by=None, at=NOON)


@pytest.mark.parametrize("body", ["", " \n ", "长" * 1_201])
def test_a_text_without_words_or_with_too_many_is_refused(organisation, body):
    with pytest.raises(TextRefused):
        written(organisation, body)

    assert not PublicText.objects.exists()
