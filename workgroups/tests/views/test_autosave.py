"""A draft that saves itself: what the page is answered while somebody types."""

import pytest
from django.utils import timezone

from workgroups.services import documents
from workgroups.tests.desk import at_the_desk, plan_of, to, typed
from workgroups.tests.factories import BodyFactory, item, officer, plan_content, staff

pytestmark = [pytest.mark.django_db, pytest.mark.shows("R14", "R15")]

TYPED = plan_content(item(title="边写边存"))


@pytest.fixture
def plan(body, leader):
    return plan_of(body, by=leader, draft=plan_content(item()))


def sends_itself(client, plan, content, seen=None):
    form = typed(plan, content, seen=seen, do="")
    return client.post(to("edit", plan), form, headers={"X-Autosave": "yes"})


def test_it_is_saved_and_the_page_has_seen_that(leader, plan):
    client = at_the_desk(leader)

    answers = [sends_itself(client, plan, TYPED, seen=seen).json()["seen"] for seen in (1, 2)]

    plan.refresh_from_db()
    assert (answers, plan.draft, plan.draft_number) == ([2, 2], TYPED, 2)


def test_whoever_comes_second_is_told_by_whom_and_keeps_the_text(body, leader, plan):
    liaison = officer(body, "liaison")
    sends_itself(at_the_desk(liaison), plan, TYPED)

    answer = sends_itself(at_the_desk(leader), plan, plan_content(item(title="我的")), seen=1)

    plan.refresh_from_db()
    assert answer.status_code == 409
    assert liaison.shown_name in answer.json()["said"]
    assert plan.draft == TYPED
    kept = plan.kept_drafts.get(was_overtaken=True)
    assert (kept.saved_by, kept.content["items"][0]["title"]) == (leader, "我的")


def test_what_was_handed_in_meanwhile_is_said(leader, plan):
    documents.submit(plan, plan.draft, seen=1, by=leader, at=timezone.now())

    answer = sends_itself(at_the_desk(leader), plan, TYPED, seen=1)

    assert (answer.status_code, plan.kept_drafts.count()) == (409, 1)


def test_who_may_not_write_saves_nothing(plan):
    stranger = officer(BodyFactory(code="ds"))

    assert sends_itself(at_the_desk(stranger), plan, TYPED).status_code == 404
    assert sends_itself(at_the_desk(staff()), plan, TYPED).status_code == 404
