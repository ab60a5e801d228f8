import datetime as dt
from functools import partial

import pytest

from commitments.tests.factories import OrganisationFactory
from core.tenure import span
from workgroups.enums import OfficeRole, SeatEnd, SeatRole
from workgroups.models import Office, Seat
from workgroups.queries.tenures import incumbents_of
from workgroups.services import tenure
from workgroups.services.refusals import ChangeNotPossible
from workgroups.tests.factories import (
    SINCE,
    BodyFactory,
    OfficeFactory,
    PersonFactory,
    SeatFactory,
    staff,
)

pytestmark = pytest.mark.django_db

NOW = dt.datetime(2024, 3, 1, 4, tzinfo=dt.UTC)
DAY = dt.date(2024, 3, 1)
BEFORE = DAY - dt.timedelta(days=1)
REASON = "秘书处会议纪要"
LEAD = "污染防治工作组 · 组长单位 · 甲化工有限公司"


@pytest.fixture
def why():
    return {"on": DAY, "by": staff(), "at": NOW, "reason": REASON}


@pytest.fixture
def lead():
    return SeatFactory(organisation__name="甲化工有限公司")


@pytest.fixture
def deputy(lead):
    return SeatFactory(body=lead.body, role=SeatRole.DEPUTY)


def said_of(model, kind="insert"):
    return model.pgh_event_models[kind].objects.latest("pgh_id").pgh_context.metadata


# --- One office, one seat ---


def test_an_office_begins_on_the_day_and_says_who_gave_it(lead, why):
    office = tenure.appoint(PersonFactory(), lead, OfficeRole.LEADER, **why)

    assert (office.valid, office.body, office.source) == (span(DAY), lead.body, REASON)
    assert said_of(Office)["reason"] == REASON
    assert said_of(Office)["user"] == why["by"].pk


def test_a_seat_begins_on_the_day(lead, why):
    seat = tenure.take_seat(lead.body, OrganisationFactory(), SeatRole.MEMBER, **why)

    assert (seat.valid, seat.role, seat.source) == (span(DAY), "member", REASON)


def test_an_office_on_a_seat_that_will_end_ends_with_it(lead, why):
    Seat.objects.update(valid=span(SINCE.lower, dt.date(2025, 1, 1)), ended_reason=SeatEnd.LEFT)
    lead.refresh_from_db()

    office = tenure.appoint(PersonFactory(), lead, OfficeRole.LIAISON, **why)

    assert (office.valid, office.ended_reason) == (span(DAY, dt.date(2025, 1, 1)), "left")


def test_an_office_ends_the_day_before(lead, why):
    office = OfficeFactory(seat=lead)

    tenure.end_office(office, why=SeatEnd.ADJUSTED, **why)

    office.refresh_from_db()
    assert (office.valid, office.ended_reason) == (span(SINCE.lower, DAY), "adjusted")


def test_a_seat_ends_with_its_offices(lead, why):
    office = OfficeFactory(seat=lead)

    tenure.end_seat(lead, why=SeatEnd.LEFT, **why)

    lead.refresh_from_db()
    office.refresh_from_db()
    assert (lead.valid, office.valid) == (span(SINCE.lower, DAY), span(SINCE.lower, DAY))
    assert (lead.ended_reason, office.ended_reason) == ("left", "left")


def test_another_person_takes_over_without_a_gap(lead, why):
    office = OfficeFactory(seat=lead)
    person = PersonFactory()

    tenure.replace(office, person, why=SeatEnd.ADJUSTED, **why)

    held = {day: incumbents_of(lead.body, on=day).leader for day in (BEFORE, DAY)}
    assert [held[day].person for day in (BEFORE, DAY)] == [office.person, person]


# --- Lead and deputy change places ---


def test_lead_and_deputy_change_places_and_people_stay_with_their_organisation(lead, deputy, why):
    leader = OfficeFactory(seat=lead)
    second = OfficeFactory(seat=deputy, role=OfficeRole.DEPUTY)
    liaison = OfficeFactory(seat=lead, role=OfficeRole.LIAISON)

    tenure.hand_over_lead(deputy, **why)

    now = incumbents_of(lead.body, on=DAY)
    assert now.lead.organisation == deputy.organisation
    assert [seat.organisation for seat in now.deputies] == [lead.organisation]
    assert {(each.person, each.role) for each in now.offices} == {
        (second.person, "leader"),
        (leader.person, "deputy"),
        (liaison.person, "liaison"),
    }
    before = incumbents_of(lead.body, on=BEFORE)
    assert (before.lead.organisation, before.leader.person) == (lead.organisation, leader.person)


def test_of_two_deputy_leaders_none_rises_by_itself(lead, deputy, why):
    OfficeFactory(seat=deputy, role=OfficeRole.DEPUTY)
    OfficeFactory(seat=deputy, role=OfficeRole.DEPUTY)

    tenure.hand_over_lead(deputy, **why)

    assert incumbents_of(lead.body, on=DAY).leader is None


def test_an_office_that_begins_later_rests_on_the_new_seat(lead, deputy, why):
    later = OfficeFactory(
        seat=deputy, role=OfficeRole.LIAISON, valid=span(DAY + dt.timedelta(days=10))
    )

    new, _old = tenure.hand_over_lead(deputy, **why)

    later.refresh_from_db()
    assert later.seat == new


# --- What is not possible says why, and changes nothing ---


def appoint_a_second_leader(lead, why):
    OfficeFactory(seat=lead)
    return partial(tenure.appoint, PersonFactory(), lead, OfficeRole.LEADER, **why)


def appoint_a_leader_of_a_member(lead, why):
    member = SeatFactory(body=lead.body, role=SeatRole.MEMBER)
    return partial(tenure.appoint, PersonFactory(), member, OfficeRole.LEADER, **why)


def appoint_before_the_seat(lead, why):
    lead.valid = span(dt.date(2024, 3, 2))
    lead.save()
    return partial(tenure.appoint, PersonFactory(), lead, OfficeRole.LEADER, **why)


def seat_a_second_lead(lead, why):
    return partial(tenure.take_seat, lead.body, OrganisationFactory(), SeatRole.LEAD, **why)


def seat_the_same_twice(lead, why):
    return partial(tenure.take_seat, lead.body, lead.organisation, SeatRole.MEMBER, **why)


def go_back_too_far(lead, why):
    return partial(tenure.end_seat, lead, why=SeatEnd.LEFT, **(why | {"on": dt.date(2023, 12, 31)}))


def end_what_has_just_begun(lead, why):
    lead.valid = span(DAY)
    lead.save()
    return partial(tenure.end_seat, lead, why=SeatEnd.LEFT, **why)


def end_under_an_office_to_come(lead, why):
    OfficeFactory(seat=lead, valid=span(dt.date(2024, 4, 1)))
    return partial(tenure.end_seat, lead, why=SeatEnd.LEFT, **why)


def replace_by_the_same(lead, why):
    office = OfficeFactory(seat=lead, person=PersonFactory(name="甲某"))
    return partial(tenure.replace, office, office.person, why=SeatEnd.ADJUSTED, **why)


def hand_over_to_a_member(lead, why):
    return partial(tenure.hand_over_lead, SeatFactory(body=lead.body, role=SeatRole.MEMBER), **why)


def hand_over_where_nobody_leads(lead, why):
    deputy = SeatFactory(body=BodyFactory(code="ds"), role=SeatRole.DEPUTY)
    return partial(tenure.hand_over_lead, deputy, **why)


def rows():
    return [*Seat.objects.order_by("pk").values(), *Office.objects.order_by("pk").values()]


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        (appoint_a_second_leader, "该机构在此期间已有组长：请先结束其职务。"),
        (
            appoint_a_leader_of_a_member,
            "组长须出自组长单位：请选择组长单位的席位，或选择其他职务。",
        ),
        (
            appoint_before_the_seat,
            f"“{LEAD}”的起止为“自 2024-03-02 起”，请选择此期间内的日期。",
        ),
        (seat_a_second_lead, "该机构在此期间已有另一家组长单位：请先结束其席位。"),
        (seat_the_same_twice, "该单位在此期间已在本机构任职：请先结束原席位。"),
        (
            go_back_too_far,
            "变更最早自 2024-01-01 起生效；更早的情况请直接在记录页面录入，并注明出处。",
        ),
        (
            end_what_has_just_begun,
            f"“{LEAD}”不能于 2024-03-01 结束：其起止为“自 2024-03-01 起”。",
        ),
        (
            end_under_an_office_to_come,
            "任职须在所属席位的起止时间之内，且属于同一机构：请修改日期，或先结束该任职。",
        ),
        (replace_by_the_same, "“甲某”已担任该职务。"),
        (hand_over_to_a_member, "只有副组长单位可以接任组长单位。"),
        (hand_over_where_nobody_leads, "该机构当日没有组长单位。"),
    ],
)
def test_what_is_not_possible_says_why_and_changes_nothing(lead, why, change, sentence):
    act = change(lead, why)
    before = rows()

    with pytest.raises(ChangeNotPossible) as refused:
        act()

    assert (str(refused.value), rows()) == (sentence, before)
