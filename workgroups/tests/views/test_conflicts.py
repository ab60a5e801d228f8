"""R15, W6. Two people write at once: both texts side by side, nothing lost, one out of both."""

from dataclasses import replace

import pytest
from django.utils import timezone

from accounts.models import Person
from core.drafting import Overtaken
from workgroups.models.contents import PlanContent
from workgroups.services import documents
from workgroups.tests.desk import at_the_desk, plan_of, to
from workgroups.tests.factories import BodyFactory, item, officer, plan_content

pytestmark = [pytest.mark.django_db, pytest.mark.shows("R15")]

BEGUN = PlanContent(preface="前言", items=(item(), item("bbbb0002", title="第二项")))


@pytest.fixture
def liaison(body):
    user = officer(body, "liaison")
    Person.objects.filter(user=user).update(name="李联络")
    return user


@pytest.fixture
def plan(body, leader):
    return plan_of(body, by=leader, draft=BEGUN.write())


@pytest.fixture
def client(leader):
    return at_the_desk(leader)


def both_write(plan, leader, liaison, mine, theirs):
    documents.save_draft(plan, theirs.write(), seen=1, by=liaison, at=timezone.now())
    with pytest.raises(Overtaken) as overtaken:
        documents.save_draft(plan, mine.write(), seen=1, by=leader, at=timezone.now())
    return overtaken.value.kept


def test_the_page_names_the_colleague_and_shows_both_texts(client, plan, leader, liaison):
    kept = both_write(
        plan,
        leader,
        liaison,
        replace(BEGUN, preface="我的前言"),
        replace(BEGUN, preface="他的前言"),
    )

    page = client.get(to("conflict", plan, kept.pk)).content.decode()

    for words in ("李联络", timezone.localtime(plan.draft_saved_at).strftime("%H:%M")):
        assert words in page
    for words in ("我的前言", "他的前言", 'value="both" checked'):
        assert words in page


@pytest.mark.parametrize(
    ("pick", "preface"),
    [
        ("mine", "我的前言"),
        ("theirs", "他的前言"),
        ("both", "他的前言\n\n我的前言"),
        ("", "他的前言\n\n我的前言"),
    ],
)
def test_what_is_chosen_becomes_the_draft(client, plan, leader, liaison, pick, preface):
    mine = replace(BEGUN, preface="我的前言", items=(item(title="我改的"), BEGUN.items[1]))
    kept = both_write(plan, leader, liaison, mine, replace(BEGUN, preface="他的前言"))

    client.post(to("conflict", plan, kept.pk), {"seen": plan.draft_number, "pick/preface": pick})

    plan.refresh_from_db()
    content = PlanContent.read(plan.draft)
    assert (content.preface, content.items[0].title) == (preface, "我改的")
    texts = [PlanContent.read(one.content).preface for one in plan.kept_drafts.order_by("pk")]
    assert texts == ["前言", "我的前言", "他的前言"]


def test_overtaken_again_while_choosing_there_is_a_new_page(client, plan, leader, liaison):
    kept = both_write(
        plan, leader, liaison, replace(BEGUN, preface="我的"), replace(BEGUN, preface="他的")
    )
    number = plan.draft_number
    documents.save_draft(
        plan, plan_content(item(title="第三人")), seen=number, by=liaison, at=timezone.now()
    )

    response = client.post(to("conflict", plan, kept.pk), {"seen": number, "pick/preface": "mine"})

    newest = plan.kept_drafts.filter(was_overtaken=True).latest("pk")
    assert response["Location"] == to("conflict", plan, newest.pk)
    assert newest.pk != kept.pk


def test_what_is_handed_in_meanwhile_can_only_be_compared(client, plan, leader, liaison):
    kept = both_write(
        plan, leader, liaison, replace(BEGUN, preface="我的"), replace(BEGUN, preface="他的")
    )
    documents.submit(plan, plan.draft, seen=plan.draft_number, by=leader, at=timezone.now())

    assert client.get(to("conflict", plan, kept.pk))["Location"] == to("kept", plan, kept.pk)
    assert "<del>我</del>" in client.get(to("kept", plan, kept.pk)).content.decode()


def test_kept_texts_are_listed_and_compared(client, plan, leader, liaison):
    kept = both_write(
        plan, leader, liaison, replace(BEGUN, preface="我的"), replace(BEGUN, preface="他的")
    )

    listed = client.get(to("drafts", plan)).content.decode()
    compared = client.get(to("kept", plan, kept.pk)).content.decode()

    assert listed.count("与当前草稿对比") == 2
    assert "<del>我</del>" in compared
    assert "<ins>他</ins>" in compared


def test_an_empty_list_says_when_something_is_kept(client, plan):
    assert "还没有留存稿" in client.get(to("drafts", plan)).content.decode()


def test_a_kept_text_of_another_document_is_not_found(client, plan, leader, liaison):
    kept = both_write(
        plan, leader, liaison, replace(BEGUN, preface="我的"), replace(BEGUN, preface="他的")
    )
    other_body = BodyFactory(code="caer")
    other = plan_of(other_body, by=officer(other_body), draft=plan_content())
    stranger = at_the_desk(other.opened_by)

    for name in ("conflict", "kept"):
        assert stranger.get(to(name, other, kept.pk)).status_code == 404
        assert stranger.get(to(name, plan, kept.pk)).status_code == 404
