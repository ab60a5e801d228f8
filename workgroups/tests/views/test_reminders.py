import datetime as dt

import pytest
import time_machine
from django.test import Client

from workgroups.services import reminding
from workgroups.tests import years
from workgroups.tests.factories import (
    BodyFactory,
    OfficeFactory,
    PersonFactory,
    SeatFactory,
    YearFactory,
    officer,
    staff,
)

pytestmark = pytest.mark.django_db

PAGE = "/desk/reminders/"
NOW = years.moment("2022-03-22", 10)


def as_(user):
    client = Client()
    client.force_login(user, backend="accounts.adapters.SignInBackend")
    return client


@pytest.fixture
def body():
    body = BodyFactory()
    YearFactory(quarter_due_days=400)
    officer(body)
    return body


@time_machine.travel(NOW, tick=False)
def test_the_page_says_who_is_reminded_next_by_what(body):
    reminding.remind(at=NOW)

    (plan, *_sheets) = as_(staff()).get(PAGE).context["reminders"]

    assert (plan.owed.title, plan.owed.due_on) == ("年度计划", dt.date(2022, 3, 31))
    assert (plan.rung.days, [count for _state, count in plan.mails]) == (-7, [1])
    assert (plan.next.days, plan.next_on) == (-1, dt.date(2022, 3, 30))
    assert [office.role for office in plan.people] == ["leader"]


@time_machine.travel(NOW, tick=False)
def test_whoever_cannot_be_reminded_is_named(body):
    seat = SeatFactory(body=body, role="member")
    OfficeFactory(seat=seat, role="liaison", person=PersonFactory(name="无账号", user=None))

    text = as_(staff()).get(PAGE).content.decode()

    assert text.count("无账号") == 2 * len(as_(staff()).get(PAGE).context["reminders"])


@pytest.mark.parametrize(("who", "status"), [("auditor", 200), ("leader", 403)])
def test_the_page_is_the_secretariats(body, who, status):
    user = staff(who) if who == "auditor" else officer(body, "deputy")

    assert as_(user).get(PAGE).status_code == status


@pytest.mark.parametrize("groups", [1, 3])
@time_machine.travel(NOW, tick=False)
def test_the_page_costs_the_same_however_many_groups(body, groups, django_assert_num_queries):
    for code in ("ds", "ps")[: groups - 1]:
        officer(BodyFactory(code=code))
    reminding.remind(at=NOW)
    client = as_(staff())

    with django_assert_num_queries(10 + 3):
        client.get(PAGE)
