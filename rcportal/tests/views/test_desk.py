import pytest
from django.test import Client
from django.utils import timezone

from accounts.models import User
from accounts.tests.clients import said, signed_in
from core.models import Notice
from workgroups.tests.factories import BodyFactory, YearFactory, officer

pytestmark = pytest.mark.django_db


def test_whoever_is_not_signed_in_is_led_to_the_sign_in(client):
    response = client.get("/desk/")

    assert response["Location"] == "/accounts/login/?next=/desk/"


def test_an_officer_sees_the_year_of_the_group():
    group = BodyFactory()
    YearFactory(year=timezone.localdate().year)
    client = Client()
    client.force_login(officer(group))

    response = client.get("/desk/")

    assert [tasks.body for tasks in response.context["task_lists"]] == [group]
    assert response.context["waiting"] != []


def test_whoever_holds_nothing_has_an_empty_desk():
    page = signed_in("").get("/desk/")

    assert "您目前没有待办事项。" in page.content.decode()


# --- Notices ---


def told(user, text, *, at=None, **more):
    return Notice.objects.create(
        kind="core/job_done",
        recipient=user,
        address=user.email,
        text=text,
        created_at=at or timezone.now(),
        **more,
    )


def owner_of(client):
    return User.objects.get(pk=client.session["_auth_user_id"])


def test_everybody_reads_only_the_own_notices_and_looking_changes_nothing():
    mine, other = signed_in("staff"), signed_in("head")
    told(owner_of(mine), "统计已完成", href="/statistics/2021/")
    told(owner_of(other), "别人的消息")

    page = mine.get("/desk/notices/").content.decode()

    assert 'href="/statistics/2021/">统计已完成</a>' in page
    assert "别人的消息" not in page
    assert Notice.objects.filter(read_at=None).count() == 2


def test_a_button_marks_ones_own_as_read():
    mine, other = signed_in("staff"), signed_in("head")
    for user in (owner_of(mine), owner_of(other)):
        told(user, "统计已完成")

    page = mine.post("/desk/notices/", follow=True)

    assert said(page) == ["已将 1 条消息标为已读。"]
    assert list(Notice.objects.filter(read_at=None)) == [
        Notice.objects.get(recipient=owner_of(other))
    ]


def test_the_desk_shows_what_is_unread():
    client = signed_in("staff")
    told(owner_of(client), "读过的", read_at=timezone.now())
    for number in range(7):
        told(owner_of(client), f"第{number}条")

    shown = [each.text for each in client.get("/desk/").context["notices"]]

    assert shown == ["第6条", "第5条", "第4条", "第3条", "第2条"]


@pytest.mark.parametrize("count", [1, 3])
def test_the_list_asks_the_same_however_long_it_is(count, django_assert_num_queries):
    client = signed_in("staff")
    for number in range(count):
        told(owner_of(client), f"第{number}条")

    with django_assert_num_queries(9):
        client.get("/desk/notices/")
