"""Check, hand in, receipt, take back."""

import datetime as dt
import re
from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import connection
from django.utils import timezone

from accounts.tests.clients import said
from core import review
from workgroups.models import SubmissionVersion
from workgroups.models.contents import PlanContent
from workgroups.services import documents
from workgroups.tests.desk import at_the_desk, plan_of, to
from workgroups.tests.factories import item, officer, plan_content, staff

pytestmark = pytest.mark.django_db

EQUAL = 50


@pytest.fixture
def client(leader):
    return at_the_desk(leader)


@pytest.fixture
def plan(body, leader):
    return plan_of(body, by=leader, draft=plan_content())


def form_on(page):
    """Give the hidden fields of the form that hands in."""
    form = re.search(r'<form method="post" action="[^"]*/submit/".*?</form>', page, re.DOTALL)[0]
    return dict(re.findall(r'name="(seen|after)" value="(\d+)"', form))


def test_everything_stands_on_the_page_once_more(client, plan):
    page = client.get(to("check", plan)).content.decode()

    for words in ("组织标准宣贯", "覆盖全部成员单位", "2022-12-31"):
        assert words in page


def test_what_is_missing_is_named_with_a_way_to_it(client, plan):
    documents.save_draft(plan, plan_content(item(title="")), seen=1, by=None, at=timezone.now())

    page = client.get(to("check", plan)).content.decode()

    assert f"{to('edit', plan)}?check=1#items/aaaa0001/title" in page
    assert 'action="' + to("submit", plan) not in page


def test_handing_in_leads_to_a_receipt(client, plan):
    form = form_on(client.get(to("check", plan)).content.decode())

    response = client.post(to("submit", plan), form | {"note": "请审阅"}, follow=True)

    version = plan.versions.get()
    page = response.content.decode()
    assert response.redirect_chain[-1][0] == to("receipt", plan, 1)
    for words in (version.receipt, version.sha256, "请审阅", "接下来会怎样", "撤回"):
        assert words in page


@pytest.mark.shows("R10")
def test_fifty_equal_forms_are_one_version_and_one_receipt(client, plan, figure):
    form = form_on(client.get(to("check", plan)).content.decode())

    answers = {client.post(to("submit", plan), form)["Location"] for _ in range(EQUAL)}

    figure("R10", f"{EQUAL} equal forms: {plan.versions.count()} version, {len(answers)} receipt")
    assert answers == {to("receipt", plan, 1)}
    assert SubmissionVersion.objects.count() == 1


@pytest.mark.shows("R10")
def test_without_the_comparison_equal_forms_are_refused(client, plan, monkeypatch):
    """The control: the second form would be told that the document has moved on."""
    form = form_on(client.get(to("check", plan)).content.decode())
    monkeypatch.setattr(review, "same_hand_in", lambda *args, **said: None)

    answers = {client.post(to("submit", plan), form)["Location"] for _ in range(2)}

    assert answers == {to("receipt", plan, 1), plan.get_absolute_url()}


@pytest.mark.django_db(transaction=True)
@pytest.mark.shows("R10")
def test_equal_forms_that_arrive_at_once_are_one_version(client, plan, leader, figure):
    form = form_on(client.get(to("check", plan)).content.decode())

    def send(_number):
        try:
            return at_the_desk(leader).post(to("submit", plan), form)["Location"]
        finally:
            connection.close()

    with ThreadPoolExecutor(10) as pool:
        answers = set(pool.map(send, range(EQUAL)))

    figure("R10", f"{EQUAL} at once: {plan.versions.count()} version, {len(answers)} receipt")
    assert answers == {to("receipt", plan, 1)}
    assert SubmissionVersion.objects.count() == 1


def test_a_draft_that_was_saved_meanwhile_is_looked_at_once_more(client, plan):
    form = form_on(client.get(to("check", plan)).content.decode())
    documents.save_draft(plan, plan_content(item(title="新")), seen=1, by=None, at=timezone.now())

    response = client.post(to("submit", plan), form, follow=True)

    assert (plan.versions.count(), response.redirect_chain[-1][0]) == (0, to("check", plan))
    assert said(response) == ["您核对之后草稿又有保存，请再核对一遍。"]


def test_an_old_form_does_not_hand_in_again_what_was_taken_back(client, plan):
    form = form_on(client.get(to("check", plan)).content.decode())
    client.post(to("submit", plan), form)
    client.post(to("recall", plan))

    response = client.post(to("submit", plan), form, follow=True)

    plan.refresh_from_db()
    assert (plan.state, plan.versions.count()) == ("draft", 1)
    assert said(response) == [
        "文件已撤回，修改完成后请再次提交。",
        "该表单此前已提交过，请查看文件的当前状态。",
    ]


def test_taken_back_it_can_be_written_and_handed_in_again(client, plan):
    client.post(to("submit", plan), form_on(client.get(to("check", plan)).content.decode()))
    assert client.post(to("recall", plan))["Location"] == to("edit", plan)
    form = form_on(client.get(to("check", plan)).content.decode())

    response = client.post(to("submit", plan), form)

    assert response["Location"] == to("receipt", plan, 2)


def test_what_is_being_reviewed_is_not_taken_back(client, plan, leader):
    documents.submit(plan, plan_content(), seen=1, by=leader, at=timezone.now())
    documents.claim(plan, by=staff(), at=timezone.now())

    response = client.post(to("recall", plan))

    plan.refresh_from_db()
    assert (plan.state, response["Location"]) == ("in_review", plan.get_absolute_url())
    assert to("recall", plan) not in client.get(to("receipt", plan, 1)).content.decode()


@pytest.mark.parametrize(
    ("role", "submit", "recall"),
    [("deputy", 403, 302), ("liaison", 403, 403), ("representative", 403, 403)],
)
def test_who_may_hand_in_and_take_back(plan, body, leader, role, submit, recall):
    other = at_the_desk(officer(body, role))

    handed = other.post(to("submit", plan), {"seen": "1", "after": "0"})
    documents.submit(plan, plan_content(), seen=1, by=leader, at=timezone.now())
    taken = other.post(to("recall", plan))

    assert (handed.status_code, taken.status_code) == (submit, recall)


def test_answers_to_remarks_are_handed_in_with_the_draft(client, plan, leader):
    reviewer, at = staff(), timezone.now()
    documents.submit(plan, plan_content(), seen=1, by=leader, at=at)
    documents.claim(plan, by=reviewer, at=at)
    note = review.remark(
        plan.current_version, by=reviewer, at=at, text="缺目标", severity="must", place="items"
    )
    documents.send_back(
        plan,
        by=reviewer,
        at=at,
        comment="请按批注补充后再次提交。",
        due_again=timezone.localdate() + dt.timedelta(days=9),
    )
    waiting = client.get(to("check", plan)).content.decode()
    said_so = PlanContent.read(plan_content()).write()
    said_so["answers"] = [{"remark": str(note.pk), "text": "已补充。"}]
    documents.save_draft(plan, said_so, seen=plan.draft_number, by=leader, at=at)
    form = form_on(client.get(to("check", plan)).content.decode())

    client.post(to("submit", plan), form)

    note.refresh_from_db()
    version = plan.versions.get(number=2)
    assert "还有 1 条须修改的批注未答复" in waiting
    assert (note.answer, note.answered_by) == ("已补充。", leader)
    assert version.payload["answers"] == []
