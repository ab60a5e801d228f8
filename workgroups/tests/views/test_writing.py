"""The editor: whatever is sent is kept before anything else happens."""

from dataclasses import replace

import pytest
from django.utils import timezone

from accounts.tests.clients import said
from workgroups.enums import OfficeRole
from workgroups.models import Submission
from workgroups.models.contents import PlanContent
from workgroups.services import documents
from workgroups.tests.desk import at_the_desk, plan_of, to, typed
from workgroups.tests.factories import BodyFactory, item, officer, plan_content, staff

pytestmark = pytest.mark.django_db


@pytest.fixture
def plan(body, leader):
    return plan_of(body, by=leader, draft=plan_content(item(), item("bbbb0002", title="第二项")))


@pytest.fixture
def client(leader):
    return at_the_desk(leader)


def titles(document):
    document.refresh_from_db()
    return [each["title"] for each in document.draft["items"]]


def test_the_editor_shows_the_draft_and_sends_it_back_unchanged(client, plan):
    page = client.get(to("edit", plan)).content.decode()
    client.post(to("edit", plan), typed(plan, plan.draft))

    plan.refresh_from_db()
    assert plan.draft_number == 1
    for words in ("组织标准宣贯", "第二项", 'name="items/bbbb0002/title"'):
        assert words in page


def test_what_is_typed_is_saved(client, plan):
    content = plan_content(item(title="改了的标题", description="第一行\n第二行"))

    response = client.post(to("edit", plan), typed(plan, content), follow=True)

    plan.refresh_from_db()
    assert (plan.draft, plan.draft_number) == (content, 2)
    assert said(response) == ["内容已保存。"]


@pytest.mark.parametrize(
    ("do", "expected"),
    [
        ("add", ["组织标准宣贯", "第二项", ""]),
        ("remove/aaaa0001", ["第二项"]),
        ("down/aaaa0001", ["第二项", "组织标准宣贯"]),
        ("copy/bbbb0002", ["组织标准宣贯", "第二项", "第二项"]),
    ],
)
def test_buttons_change_the_list_together_with_what_was_typed(client, plan, do, expected):
    content = replace(PlanContent.read(plan.draft), preface="边写边改").write()

    client.post(to("edit", plan), typed(plan, content, do=do))

    assert titles(plan) == expected
    assert plan.draft["preface"] == "边写边改"


def test_what_was_taken_out_can_be_brought_back(client, plan):
    client.post(to("edit", plan), typed(plan, plan.draft, do="remove/aaaa0001"))
    plan.refresh_from_db()
    kept = plan.kept_drafts.get()
    client.post(to("bring_back", plan, kept.pk), {"seen": plan.draft_number})

    assert titles(plan) == ["组织标准宣贯", "第二项"]


def test_a_pasted_text_becomes_items(client, plan):
    data = typed(plan, plan.draft, do="paste") | {"pasted": "1.召开季度会议;2.评选先进。"}

    response = client.post(to("edit", plan), data, follow=True)

    assert titles(plan)[2:] == ["召开季度会议", "评选先进"]
    assert said(response) == ["已从文字中拆出 2 个事项，请逐项核对修改。"]


def test_a_button_that_fails_keeps_what_was_typed_and_pasted(client, plan):
    content = replace(PlanContent.read(plan.draft), preface="不能丢").write()
    data = typed(plan, content, do="paste") | {"pasted": "  "}

    response = client.post(to("edit", plan), data)

    plan.refresh_from_db()
    assert (response.status_code, plan.draft["preface"]) == (422, "不能丢")
    assert "没有找到事项" in response.content.decode()


def test_a_form_that_was_cut_off_changes_nothing(client, plan):
    data = typed(plan, plan_content())
    del data["whole"]

    response = client.post(to("edit", plan), data, follow=True)

    assert titles(plan) == ["组织标准宣贯", "第二项"]
    assert said(response) == ["表单未完整送达：请返回上一页重新提交。"]


def test_whoever_comes_second_is_led_to_both_texts(client, plan, body):
    liaison = officer(body, OfficeRole.LIAISON)
    theirs = replace(PlanContent.read(plan.draft), preface="联络员写的").write()
    mine = replace(PlanContent.read(plan.draft), preface="组长写的").write()
    documents.save_draft(plan, theirs, seen=1, by=liaison, at=timezone.now())

    response = client.post(to("edit", plan), typed(plan, mine, seen=1))

    kept = plan.kept_drafts.get(was_overtaken=True)
    assert response["Location"] == to("conflict", plan, kept.pk)
    assert kept.content == mine


def test_what_is_sent_after_the_handing_in_is_kept_too(client, plan, leader):
    ready = plan_content()
    documents.submit(plan, ready, seen=1, by=leader, at=timezone.now())
    late = plan_content(item(title="太晚了"))

    response = client.post(to("edit", plan), typed(plan, late, seen=plan.draft_number))

    assert response["Location"] == to("drafts", plan)
    assert plan.kept_drafts.get(was_overtaken=True).content == late
    assert Submission.objects.get().draft == ready


def test_faults_stand_at_their_fields_only_when_asked_for(client, plan):
    documents.save_draft(plan, plan_content(item(due_on="")), seen=1, by=None, at=timezone.now())

    calm = client.get(to("edit", plan)).content.decode()
    checked = client.get(to("edit", plan) + "?check=1").content.decode()

    assert ("aria-invalid" in calm, "aria-invalid" in checked) == (False, True)
    assert "还缺 1 处" in calm


def test_days_and_kinds_that_are_none_are_shown_as_they_were_typed(client, plan):
    odd = plan_content(item(due_on="六月底", kind="歌会", quarter="二季度"))
    documents.save_draft(plan, odd, seen=1, by=None, at=timezone.now())

    page = client.get(to("edit", plan)).content.decode()
    client.post(to("edit", plan), typed(plan, odd))

    plan.refresh_from_db()
    assert plan.draft == odd
    for words in ('value="六月底"', 'value="歌会" selected', 'value="二季度" selected'):
        assert words in page


@pytest.mark.parametrize(
    ("who", "status"),
    [
        ("leader", 200),
        ("deputy", 200),
        ("liaison", 200),
        ("representative", 403),
        ("stranger", 404),
        ("staff", 404),
    ],
)
def test_who_may_write(plan, body, leader, who, status):
    users = {"leader": lambda: leader, "stranger": lambda: officer(BodyFactory(code="caer"))}
    user = users.get(who, lambda: staff() if who == "staff" else officer(body, who))()

    read = at_the_desk(user).get(to("edit", plan))
    write = at_the_desk(user).post(to("edit", plan), typed(plan, plan_content()))

    assert read.status_code == status
    assert write.status_code == (302 if status == 200 else status)


def test_an_editor_of_a_document_that_is_away_leads_to_its_page(client, plan, leader):
    documents.submit(plan, plan_content(), seen=1, by=leader, at=timezone.now())

    assert client.get(to("edit", plan))["Location"] == plan.get_absolute_url()


@pytest.mark.parametrize("items", [3, 60])
def test_the_editor_asks_the_database_the_same_however_long_the_plan(
    client, plan, items, django_assert_max_num_queries
):
    long = plan_content(*(item(f"{number:08x}") for number in range(items)))
    documents.save_draft(plan, long, seen=1, by=None, at=timezone.now())

    with django_assert_max_num_queries(16):
        client.get(to("edit", plan))
