import datetime as dt

import pytest
from django.utils import timezone

from accounts.models import User
from accounts.tests.clients import said, signed_in
from core import outbox
from core.enums import Mail, MailState
from core.models import JobRun, Notice, OutboxMail

pytestmark = pytest.mark.django_db

LIST = "/admin/core/outboxmail/"
NOON = dt.datetime(2026, 6, 1, 12, tzinfo=timezone.get_default_timezone())


@pytest.fixture
def run():
    return JobRun.objects.create(kind="statistics", key="2021", task="x")


def written(run, *, to="office@example.com", **options):
    context = {"run": run, "name": "统计 2021"}
    return outbox.add(
        Mail.JOB_DONE,
        to=to,
        at=NOON,
        about=run,
        href="/statistics/2021/",
        context=context,
        **options,
    )


def in_state(run, state):
    mail = written(run, held=state == MailState.HELD)
    ways = {MailState.FAILED: ["sending", "failed"], MailState.RETRY: ["sending", "retry"]}
    for step in ways.get(state, []):
        OutboxMail.objects.filter(pk=mail.pk).update(state=step)
    mail.refresh_from_db()
    assert mail.state == state
    return mail


def step(name, *mails):
    return f"{LIST}step/{name}/?ids={','.join(str(mail.pk) for mail in mails)}"


def states():
    return list(OutboxMail.objects.order_by("pk").values_list("state", flat=True))


# --- One mail ---


def test_a_mail_is_read_as_it_leaves(run):
    mail = written(run)

    response = signed_in("auditor").get(f"{LIST}{mail.pk}/change/")

    context = response.context
    assert (context["mail"].text, context["kind"], context["about"]) == (
        mail.text,
        "任务完成",
        f"/admin/core/jobrun/{run.pk}/change/",
    )


def test_the_page_of_a_mail_is_shown_as_it_is_and_nothing_in_it_may_run(run):
    mail = written(run)

    response = signed_in("staff").get(f"{LIST}{mail.pk}/page/")

    policy = response.headers["Content-Security-Policy"]
    assert response.content.decode() == mail.html
    assert ("default-src 'none'" in policy, "unsafe" in policy) == (True, False)


@pytest.mark.parametrize(
    ("state", "open_ones"),
    [
        (MailState.HELD, ["release", "cancel"]),
        (MailState.QUEUED, ["cancel"]),
        (MailState.RETRY, ["try_again", "cancel"]),
        (MailState.FAILED, ["try_again", "cancel"]),
    ],
)
def test_the_buttons_are_the_steps_that_are_open(run, state, open_ones):
    mail = in_state(run, state)

    for role, expected in (("staff", open_ones), ("auditor", [])):
        response = signed_in(role).get(f"{LIST}{mail.pk}/change/")
        assert [each.name for each in response.context["steps"]] == expected


def test_the_history_says_who_did_what(run):
    mail = written(run, held=True)
    staff = signed_in("staff")
    staff.post(step("release", mail), {"ids": mail.pk})

    changes = staff.get(f"{LIST}{mail.pk}/history/").context["changes"]

    fields = [(each.label, each.old, each.new) for each in changes[0].rows[0].fields]
    assert (changes[0].who, changes[0].step, fields) == (
        "staff@example.com",
        "放行",
        [("状态", "待放行", "待发送")],
    )


# --- Letting go, trying again, cancelling ---


def test_before_they_go_it_is_said_how_many_and_to_whom(run):
    staff = signed_in("staff")
    mails = [written(run, to=f"{number}@example.com", held=True) for number in range(25)]
    chosen = {"action": "release", "_selected_action": [mail.pk for mail in mails]}

    context = staff.post(LIST, chosen).context

    assert (context["count"], context["more"], context["closed"]) == (25, 5, 0)
    assert [mail.address for mail in context["shown"]] == [f"{n}@example.com" for n in range(20)]
    assert (context["example"], states()) == (mails[0], ["held"] * 25)


def test_what_was_seen_is_let_go(run, django_capture_on_commit_callbacks):
    staff = signed_in("staff")
    mails = [written(run, held=True) for _ in range(3)]

    with django_capture_on_commit_callbacks() as sent:
        response = staff.post(
            step("release", *mails), {"ids": f"{mails[0].pk},{mails[1].pk}"}, follow=True
        )

    assert (states(), said(response), len(sent)) == (
        ["queued", "queued", "held"],
        ["已放行 2 封邮件。"],
        1,
    )


def test_those_for_which_a_step_is_not_open_are_left_out(run):
    held, queued = written(run, held=True), written(run)
    staff = signed_in("staff")

    context = staff.get(step("release", held, queued)).context
    staff.post(step("release", held, queued), {"ids": f"{held.pk},{queued.pk}"})

    assert (context["count"], context["closed"], context["ids"]) == (1, 1, str(held.pk))
    assert states() == ["queued", "queued"]


def test_whoever_comes_too_late_is_told(run):
    mail = written(run)

    response = signed_in("staff").post(step("release", mail), {"ids": mail.pk}, follow=True)

    assert said(response) == ["未执行任何操作：所选邮件的状态在此期间已经变化。"]


def test_cancelling_asks_why(run):
    staff = signed_in("staff")
    mail = written(run, to=User.objects.get(), held=True)

    refused = staff.post(step("cancel", mail), {"ids": mail.pk, "reason": " "})
    before = states()
    staff.post(step("cancel", mail), {"ids": mail.pk, "reason": "改为会上通知"})

    assert (refused.context["form"].errors, before, states()) == (
        {"reason": ["该字段是必填项。"]},
        ["held"],
        ["cancelled"],
    )
    assert Notice.objects.filter(withdrawn_at=None).count() == 0


def test_a_failed_mail_is_tried_again(run):
    mail = in_state(run, MailState.FAILED)

    signed_in("head").post(step("try_again", mail), {"ids": mail.pk})

    assert states() == ["queued"]


@pytest.mark.parametrize("name", ["release", "try_again", "cancel"])
@pytest.mark.parametrize("role", ["auditor", ""])
def test_steps_are_the_secretariats(run, role, name):
    mail = written(run, held=True)

    client = signed_in(role)
    answers = [client.get(step(name, mail)), client.post(step(name, mail), {"ids": mail.pk})]

    assert ([answer.status_code for answer in answers], states()) == ([403, 403], ["held"])


@pytest.mark.parametrize("ids", ["", "x", "0", "1," * 2001])
def test_without_mails_there_is_no_page(run, ids):
    assert signed_in("staff").post(f"{LIST}step/release/", {"ids": ids}).status_code == 404


def test_an_unknown_step_is_no_page(run):
    assert signed_in("staff").get(step("burn", written(run))).status_code == 404


def test_very_many_are_not_chosen_at_once(run, monkeypatch):
    monkeypatch.setattr("rcportal.admin_mails.MOST_AT_ONCE", 2)
    mails = [written(run, held=True) for _ in range(3)]
    chosen = {"action": "release", "_selected_action": [mail.pk for mail in mails]}

    response = signed_in("staff").post(LIST, chosen, follow=True)

    assert (said(response), states()) == (["每次最多选择 2 封邮件：请先筛选列表。"], ["held"] * 3)


# --- The list ---


@pytest.mark.parametrize(
    ("query", "count"),
    [
        ("", 3),
        ("?state__exact=held", 2),
        ("?kind=core/job_done", 3),
        ("?kind=core/job_failed", 0),
        ("?q=lead@example.com", 1),
        ("?q=2021", 3),
    ],
)
def test_the_list_is_narrowed(run, query, count):
    written(run, held=True)
    written(run, held=True)
    written(run, to="lead@example.com")

    assert signed_in("staff").get(LIST + query).context["cl"].result_count == count


@pytest.mark.parametrize("count", [1, 3])
def test_the_list_costs_the_same_however_long_it_is(run, count, django_assert_num_queries):
    for _ in range(count):
        written(run)
    staff = signed_in("staff")
    staff.get(LIST)

    # session, account, posts, two counts, the rows; then the session is kept
    with django_assert_num_queries(9):
        staff.get(LIST)
