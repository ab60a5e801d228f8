"""The page of a document and its review, as people meet it."""

import datetime as dt

import pytest
from django.urls import reverse
from django.utils import timezone
from django.utils.timezone import get_default_timezone

from core import review
from workgroups.models import Remark, Submission
from workgroups.services import documents
from workgroups.tests.factories import (
    BodyFactory,
    YearFactory,
    item,
    officer,
    plan_content,
    staff,
)

pytestmark = pytest.mark.django_db

AT = dt.datetime(2022, 3, 10, 9, tzinfo=get_default_timezone())
WORDS = "请按批注逐条补充后再次提交。"


@pytest.fixture
def reviewer():
    return staff()


@pytest.fixture
def submitted(body, leader):
    plan = documents.open_document("plan", body, YearFactory(), by=leader, at=AT)
    documents.submit(plan, plan_content(), seen=0, by=leader, at=AT)
    return plan


@pytest.fixture
def in_review(submitted, reviewer):
    documents.claim(submitted, by=reviewer, at=AT)
    return submitted


def as_(client, user):
    client.force_login(user)
    return client


def page(client, user, document, **query):
    return as_(client, user).get(document.get_absolute_url(), query)


def take(client, user, document, step, **values):
    url = reverse("desk:step", args=[document.pk, step])
    given = {f"{step}-{name}": value for name, value in values.items()}
    return as_(client, user).post(url, given)


def write(client, user, document, **values):
    known = {"severity": "must", "audience": "authors", "place": "", "text": "请补充"}
    given = {f"remark-{name}": value for name, value in (known | values).items()}
    return as_(client, user).post(reverse("desk:remark", args=[document.pk]), given)


def state_of(document):
    return Submission.objects.get(pk=document.pk).state


def test_a_reviewer_claims_recommends_and_the_head_accepts(client, submitted, reviewer):
    take(client, reviewer, submitted, "claim")
    take(client, reviewer, submitted, "recommend", comment="")
    assert state_of(submitted) == "recommended"
    assert take(client, reviewer, submitted, "accept").status_code == 403

    take(client, staff("head"), submitted, "accept")

    assert state_of(submitted) == "accepted"


def test_a_remark_stands_at_its_item(client, in_review, reviewer):
    write(client, reviewer, in_review, place="items/aaaa0001/when", text="日期太晚")

    found = page(client, reviewer, in_review).context["page"]
    assert [(one.heading, [said.text for said in remarks]) for one, remarks in found.sections] == [
        ("总体情况", []),
        ("1. 组织标准宣贯", ["日期太晚"]),
    ]


def test_the_group_reads_remarks_only_when_decided(client, in_review, leader, reviewer):
    write(client, reviewer, in_review, text="还差目标")
    write(client, reviewer, in_review, text="此组历来拖延", audience="reviewers")
    assert "还差目标" not in page(client, leader, in_review).content.decode()

    day = timezone.localdate() + dt.timedelta(days=10)
    take(client, reviewer, in_review, "send_back", comment=WORDS, due_again=day)

    seen = page(client, leader, in_review).content.decode()
    assert "还差目标" in seen
    assert "此组历来拖延" not in seen
    assert "此组历来拖延" in page(client, reviewer, in_review).content.decode()


def test_a_return_that_lacks_reasons_keeps_what_was_typed(client, in_review, reviewer):
    answer = take(client, reviewer, in_review, "send_back", comment="太短", due_again="2099-01-01")

    assert answer.status_code == 422
    assert "太短" in answer.content.decode()
    assert "至少十个字" in answer.content.decode()
    assert state_of(in_review) == "in_review"


def test_whoever_is_too_late_is_told(client, in_review, reviewer):
    documents.recommend(in_review, by=reviewer, at=AT)

    answer = take(client, reviewer, in_review, "recommend", comment="同意")

    assert answer.status_code == 422
    assert "待批准" in answer.content.decode()


def test_the_group_answers_and_the_reviewer_closes(client, in_review, leader, reviewer):
    said = review.remark(
        in_review.current_version, by=reviewer, at=AT, text="缺目标", severity="must"
    )
    documents.send_back(
        in_review, by=reviewer, at=AT, comment=WORDS, due_again=dt.date(2022, 3, 20)
    )
    url = reverse("desk:answer", args=[in_review.pk, said.pk])
    empty = as_(client, leader).post(url, {f"answer-{said.pk}-text": ""})
    as_(client, leader).post(url, {f"answer-{said.pk}-text": "已补充"})
    as_(client, reviewer).post(reverse("desk:close", args=[in_review.pk, said.pk]))

    said.refresh_from_db()
    assert empty.status_code == 422
    assert (said.answer, said.answered_by, said.closed_by) == ("已补充", leader, reviewer)


def test_the_second_version_is_shown_beside_the_first(client, in_review, leader, reviewer):
    documents.send_back(
        in_review, by=reviewer, at=AT, comment=WORDS, due_again=dt.date(2022, 3, 20)
    )
    again = plan_content(item(title="组织标准线上宣贯"))
    documents.submit(in_review, again, seen=1, by=leader, at=AT)

    seen = page(client, reviewer, in_review).content.decode()
    first = page(client, reviewer, in_review, version=1).content.decode()

    assert "组织标准<ins>线上</ins>宣贯" in seen
    assert "<ins>线上" not in first


def test_a_draft_is_its_bodys_alone(client, body, leader):
    plan = documents.open_document("plan", body, YearFactory(), by=leader, at=AT)
    other = officer(BodyFactory(code="caer", name="社区认知和应急响应工作组"))

    answers = [page(client, user, plan).status_code for user in (leader, other, staff())]

    assert answers == [200, 404, 404]


def test_an_officer_does_not_review_the_own_body(client, submitted, body):
    both = staff()
    seat = body.seats.first()
    from workgroups.tests.factories import OfficeFactory, PersonFactory  # noqa: PLC0415 -- once

    OfficeFactory(seat=seat, role="liaison", person=PersonFactory(user=both))

    assert take(client, both, submitted, "claim").status_code == 403


def test_the_queue_names_what_waits_longest_first(client, submitted, reviewer):
    second = BodyFactory(code="caer", name="社区认知和应急响应工作组")
    other = documents.open_document("plan", second, submitted.year, by=officer(second), at=AT)
    documents.submit(
        other, plan_content(), seen=0, by=officer(second, "deputy"), at=AT - dt.timedelta(days=3)
    )

    waiting = as_(client, reviewer).get(reverse("desk:queue")).context["waiting"]

    assert [each.document for each in waiting] == [other, submitted]


@pytest.mark.parametrize("count", [1, 3])
def test_the_queue_costs_the_same_however_long(client, reviewer, django_assert_num_queries, count):
    for number in range(count):
        body = BodyFactory(code=f"g{number}", name=f"工作组{number}")
        plan = documents.open_document("plan", body, YearFactory(), by=officer(body), at=AT)
        documents.submit(plan, plan_content(), seen=0, by=officer(body, "deputy"), at=AT)
    as_(client, reviewer)

    with django_assert_num_queries(9):
        client.get(reverse("desk:queue"))


@pytest.mark.parametrize("count", [1, 3])
def test_the_page_costs_the_same_however_long(
    client, body, leader, reviewer, django_assert_num_queries, count
):
    plan = documents.open_document("plan", body, YearFactory(), by=leader, at=AT)
    said = plan_content(*(item(f"aaaa000{number}") for number in range(count)))
    documents.submit(plan, said, seen=0, by=leader, at=AT)
    documents.claim(plan, by=reviewer, at=AT)
    for number in range(count):
        review.remark(
            plan.current_version,
            by=reviewer,
            at=AT,
            text="请补充",
            severity="must",
            place=f"items/aaaa000{number}",
        )
    as_(client, reviewer)

    with django_assert_num_queries(10):
        client.get(plan.get_absolute_url())

    assert Remark.objects.count() == count
