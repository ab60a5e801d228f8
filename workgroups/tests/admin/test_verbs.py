"""Seats, offices and terms change hands on pages of the workplace."""

import datetime as dt

import pytest
from django.utils import timezone

from accounts.tests.clients import said, signed_in
from commitments.tests.factories import OrganisationFactory
from core.tenure import span
from workgroups.models import Office, Seat, Term
from workgroups.queries.tenures import incumbents_of
from workgroups.tests.factories import SINCE, OfficeFactory, PersonFactory, SeatFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def today():
    return timezone.localdate()


@pytest.fixture
def lead():
    return SeatFactory()


@pytest.fixture
def why(today):
    return {"on": today.isoformat(), "reason": "秘书处会议纪要"}


def post(client, table, record, verb, data):
    address = f"/admin/workgroups/{table}/{record.pk}/{verb}/"
    return client.post(address, data, follow=True)


def faults(response):
    return response.context["form"].errors


@pytest.fixture
def client():
    return signed_in("staff")


def test_somebody_is_appointed(client, lead, why, today):
    person = PersonFactory()

    response = post(client, "seat", lead, "appoint", why | {"person": person.pk, "role": "leader"})

    office = Office.objects.get()
    assert (office.person, office.role, office.valid) == (person, "leader", span(today))
    assert said(response) == ["已任命。"]


def test_what_is_refused_is_said_and_what_was_typed_stands_there(client, lead, why):
    OfficeFactory(seat=lead)
    person = PersonFactory()

    response = post(client, "seat", lead, "appoint", why | {"person": person.pk, "role": "leader"})

    assert faults(response) == {"__all__": ["该机构在此期间已有组长：请先结束其职务。"]}
    assert response.context["form"]["reason"].value() == why["reason"]
    assert Office.objects.count() == 1


def test_a_deputys_seat_offers_no_leader(client, lead):
    deputy = SeatFactory(body=lead.body, role="deputy")

    response = client.get(f"/admin/workgroups/seat/{deputy.pk}/appoint/")

    assert [value for value, _label in response.context["form"].fields["role"].choices] == [
        "deputy",
        "liaison",
        "representative",
    ]


def test_an_organisation_is_seated(client, lead, why):
    organisation = OrganisationFactory()

    data = why | {"organisation": organisation.pk, "role": "member"}
    post(client, "body", lead.body, "take_seat", data)

    assert Seat.objects.get(organisation=organisation).role == "member"


def test_a_seat_ends_with_its_offices(client, lead, why, today):
    OfficeFactory(seat=lead)

    post(client, "seat", lead, "end", why | {"why": "left"})

    assert {Seat.objects.get().valid, Office.objects.get().valid} == {span(SINCE.lower, today)}


def test_an_office_ends(client, lead, why, today):
    office = OfficeFactory(seat=lead)

    post(client, "office", office, "end", why | {"why": "adjusted"})

    assert Office.objects.get().valid == span(SINCE.lower, today)


def test_somebody_else_takes_over(client, lead, why, today):
    office = OfficeFactory(seat=lead)
    person = PersonFactory()

    post(client, "office", office, "replace", why | {"person": person.pk, "why": "adjusted"})

    assert incumbents_of(lead.body, on=today).leader.person == person


def test_a_deputy_takes_over_the_lead(client, lead, why, today):
    deputy = SeatFactory(body=lead.body, role="deputy")

    post(client, "seat", deputy, "hand_over_lead", why)

    assert incumbents_of(lead.body, on=today).lead.organisation == deputy.organisation


@pytest.mark.parametrize(
    ("table", "verb"),
    [
        ("seat", "appoint"),
        ("seat", "end"),
        ("seat", "hand_over_lead"),
        ("office", "end"),
        ("office", "replace"),
        ("body", "take_seat"),
        ("body", "change_term"),
    ],
)
@pytest.mark.parametrize("role", ["auditor", ""])
def test_only_the_secretariat_changes_hands(lead, table, verb, role):
    records = {"seat": lead, "office": OfficeFactory(seat=lead), "body": lead.body}

    assert post(signed_in(role), table, records[table], verb, {}).status_code == 403


@pytest.mark.parametrize(
    ("role", "until", "names"),
    [
        ("deputy", None, ["appoint", "hand_over_lead", "end"]),
        ("lead", None, ["appoint", "end"]),
        ("lead", dt.date(2021, 1, 1), []),
    ],
)
def test_a_seat_offers_what_can_be_done_with_it(client, role, until, names):
    reason = "left" if until else ""
    seat = SeatFactory(role=role, valid=span(SINCE.lower, until), ended_reason=reason)

    response = client.get(f"/admin/workgroups/seat/{seat.pk}/change/")

    assert [button.href.split("/")[-2] for button in response.context["buttons"]] == names


# --- Change of term ---


@pytest.fixture
def body(lead):
    Term.objects.create(body=lead.body, number=3, valid=SINCE)
    OfficeFactory(seat=lead)
    SeatFactory(body=lead.body, role="member")
    return lead.body


def change_term(client, body, today, button, **data):
    found = incumbents_of(body, on=today)
    page = client.get(f"/admin/workgroups/body/{body.pk}/change_term/")
    form = page.context["form"]
    typed = {
        "on": today.isoformat(),
        "reason": "换届会议决议",
        "number": form.initial["number"],
        "seen": form.initial["seen"],
        "seats": [found.lead.pk],
        "offices": [found.leader.pk],
        button: "1",
    }
    return post(client, "body", body, "change_term", typed | data)


def test_a_change_of_term_is_shown_before_it_is_done(client, body, today):
    response = change_term(client, body, today, "preview")

    preview = response.context["preview"]
    assert [seat.role for seat in preview.renewed_seats] == ["lead"]
    assert [seat.role for seat in preview.ended_seats] == ["member"]
    assert (preview.fault, preview.closing.number, Term.objects.count()) == ("", 3, 1)


def test_confirmed_it_is_done(client, body, today):
    response = change_term(client, body, today, "confirm")

    assert said(response) == ["第 4 届已开始。"]
    assert [seat.role for seat in incumbents_of(body, on=today).seats] == ["lead"]


def test_who_was_overtaken_sees_the_choice_again(client, body, today):
    response = change_term(client, body, today, "confirm", seen="old")

    assert faults(response) == {"__all__": ["其间席位或任职有了变动，请重新核对所选内容。"]}
    assert Term.objects.count() == 1


# --- Who held what ---


def test_who_held_what_on_a_day(client, lead):
    office = OfficeFactory(seat=lead)
    address = f"/admin/workgroups/body/{lead.body.pk}/incumbents/"

    pages = [client.get(address, {"on": day}) for day in ("2019-12-31", "2020-01-01", "?")]

    assert [page.context["found"].offices for page in pages] == [[], [office], [office]]
