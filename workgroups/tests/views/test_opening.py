"""The first page of each document: what it is for, until when, and beginning it."""

import datetime as dt

import pytest
from django.utils import timezone

from workgroups.models import Submission
from workgroups.tests.desk import accepted_plan, at_the_desk, plan_of, running_year, to
from workgroups.tests.factories import BodyFactory, YearFactory, officer, staff

pytestmark = pytest.mark.django_db


@pytest.fixture
def client(leader):
    return at_the_desk(leader)


@pytest.fixture
def year():
    return running_year()


def begin(year, what="plan", code="pp"):
    return f"/desk/begin/{code}/{year.year}/{what}/"


def test_the_page_says_what_for_and_until_when_and_begins_nothing(client, year):
    page = client.get(begin(year)).content.decode()

    for words in ("约半小时", str(year.plan_due_on), "开始填写"):
        assert words in page
    assert not Submission.objects.exists()


def test_the_button_begins_and_leads_to_the_editor(client, year, leader):
    response = client.post(begin(year))

    plan = Submission.objects.get()
    assert (response["Location"], plan.opened_by) == (to("edit", plan), leader)


def test_pressed_twice_it_is_one_document(client, year):
    for _ in range(2):
        client.post(begin(year))

    assert Submission.objects.count() == 1


def test_a_document_that_is_there_is_led_to(client, year, body, leader):
    plan = plan_of(body, by=leader)

    assert client.get(begin(year))["Location"] == to("edit", plan)


@pytest.mark.parametrize(
    ("what", "why"),
    [
        ("q1", "本年度还没有已接受的计划：请先提交计划。"),
        ("change", "本年度还没有已接受的计划：请先提交计划。"),
        ("correction", "本年度还没有已接受的总结，无从更正。"),
    ],
)
def test_what_cannot_be_begun_says_why(client, year, what, why):
    page = client.get(begin(year, what)).content.decode()
    answer = client.post(begin(year, what), follow=True)

    assert why in page
    assert "开始填写" not in page
    assert [str(message) for message in answer.context["messages"]] == [why]
    assert not Submission.objects.exists()


def test_a_window_that_is_not_open_says_from_when(client):
    later = timezone.localdate() + dt.timedelta(days=40)
    year = YearFactory(year=later.year, plan_opens_on=later, plan_due_on=later)

    assert f"{later.isoformat()} 起可以填写" in client.get(begin(year)).content.decode()


def test_after_an_accepted_plan_quarters_and_changes_can_be_begun(client, year, body, leader):
    accepted_plan(body, by=leader, head=staff("head"))

    for what in ("q1", "change"):
        assert "/edit/" in client.post(begin(year, what))["Location"]


@pytest.mark.parametrize(
    "address", ["/desk/begin/zz/{}/plan/", "/desk/begin/pp/1999/plan/", "/desk/begin/pp/{}/x/"]
)
def test_what_is_not_there_is_not_found(client, year, address):
    assert client.get(address.format(year.year)).status_code == 404


@pytest.mark.parametrize(
    ("who", "read", "write"),
    [
        ("deputy", 200, 302),
        ("liaison", 200, 302),
        ("representative", 403, 403),
        ("stranger", 404, 404),
        ("staff", 404, 404),
    ],
)
def test_who_may_begin(body, year, who, read, write):
    others = {"stranger": lambda: officer(BodyFactory(code="caer")), "staff": staff}
    client = at_the_desk(others[who]() if who in others else officer(body, who))

    assert client.get(begin(year)).status_code == read
    assert client.post(begin(year)).status_code == write
