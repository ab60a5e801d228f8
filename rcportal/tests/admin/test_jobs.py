import datetime as dt

import pytest
from django.utils import timezone

from accounts.tests.clients import said, signed_in
from core.enums import JobState
from core.models import JobRun

pytestmark = pytest.mark.django_db

LIST = "/admin/core/jobrun/"


def run_in(state, **fields):
    return JobRun.objects.create(
        kind="statistics", key="2021", task="reports.tasks.build_statistics", state=state, **fields
    )


@pytest.mark.parametrize("address", ["change", "progress"])
def test_a_running_job_says_how_far_it_is(address):
    run = run_in(JobState.RUNNING, step="正在统计", done=2, total=7)

    response = signed_in("auditor").get(f"{LIST}{run.pk}/{address}/")

    assert response.context["step"] == {"number": 3, "total": 7}
    assert "第 3 步，共 7 步：正在统计" in response.content.decode()


def test_the_short_address_leads_to_the_page():
    run = run_in(JobState.RUNNING)

    assert signed_in("staff").get(f"{LIST}{run.pk}/").url == f"{LIST}{run.pk}/change/"


@pytest.mark.parametrize(
    ("state", "asks_again"), [(JobState.QUEUED, True), (JobState.RUNNING, True)]
    + [(state, False) for state in (JobState.DONE, JobState.FAILED, JobState.CANCELLED)],
)  # fmt: skip
def test_the_page_asks_again_only_while_the_job_is_open(state, asks_again):
    run = run_in(state)

    page = signed_in("staff").get(f"{LIST}{run.pk}/change/").content.decode()

    assert ('http-equiv="refresh"' in page, "hx-get=" in page) == (asks_again, asks_again)


@pytest.mark.parametrize(
    ("role", "answer", "state"),
    [
        ("staff", 302, JobState.CANCELLED),
        ("head", 302, JobState.CANCELLED),
        ("auditor", 403, JobState.RUNNING),
        ("", 403, JobState.RUNNING),
    ],
)
def test_cancelling_is_the_secretariats(role, answer, state):
    run = run_in(JobState.RUNNING)

    response = signed_in(role).post(f"{LIST}{run.pk}/cancel/")

    run.refresh_from_db()
    assert (response.status_code, run.state) == (answer, state)


def test_a_job_that_has_ended_is_not_cancelled():
    run = run_in(JobState.DONE)

    response = signed_in("staff").post(f"{LIST}{run.pk}/cancel/", follow=True)

    run.refresh_from_db()
    assert (run.state, said(response)) == (JobState.DONE, ["任务在取消之前已经结束。"])


@pytest.mark.parametrize("act", ["cancel", "restart"])
def test_reading_neither_cancels_nor_restarts(act):
    run = run_in(JobState.RUNNING)

    assert signed_in("staff").get(f"{LIST}{run.pk}/{act}/").status_code == 405


@pytest.mark.parametrize(
    ("role", "answer", "state"),
    [
        ("staff", 302, JobState.QUEUED),
        ("head", 302, JobState.QUEUED),
        ("auditor", 403, JobState.FAILED),
        ("", 403, JobState.FAILED),
    ],
)
def test_starting_anew_is_the_secretariats(role, answer, state):
    run = run_in(JobState.FAILED)

    response = signed_in(role).post(f"{LIST}{run.pk}/restart/")

    run.refresh_from_db()
    assert (response.status_code, run.state) == (answer, state)


def test_who_started_it_anew_stands_in_the_log():
    run = run_in(JobState.CANCELLED)
    staff = signed_in("staff")

    page = staff.post(f"{LIST}{run.pk}/restart/", follow=True)

    assert said(page) == ["任务已从头重新开始。"]
    assert [(note.event, note.who) for note in page.context["notes"]] == [
        ("restarted", "staff@example.com")
    ]


def test_why_it_cannot_be_started_anew_is_said():
    run = run_in(JobState.DONE)

    page = signed_in("staff").post(f"{LIST}{run.pk}/restart/", follow=True)

    assert said(page) == ["只有失败或已取消的任务才能重新开始。"]


@pytest.mark.parametrize(
    ("state", "role", "buttons"),
    [
        (JobState.RUNNING, "staff", ["取消任务"]),
        (JobState.FAILED, "staff", ["重新开始"]),
        (JobState.DONE, "staff", []),
        (JobState.FAILED, "auditor", []),
    ],
)
def test_the_buttons_are_what_can_be_done(state, role, buttons):
    run = run_in(state)

    page = signed_in(role).get(f"{LIST}{run.pk}/change/").content.decode()

    assert [word for word in ("取消任务", "重新开始") if f">{word}</button>" in page] == buttons


@pytest.mark.parametrize(
    ("minutes", "words"), [(0.25, "约还需 30 秒"), (10, "约还需 20 分钟"), (None, "")]
)
def test_the_time_left_is_said_in_round_words(minutes, words):
    began = timezone.now() - dt.timedelta(minutes=minutes) if minutes else None
    run = run_in(JobState.RUNNING, done=2, total=6, started_at=began)

    assert signed_in("staff").get(f"{LIST}{run.pk}/progress/").context["time_left"] == words


def test_a_job_that_does_not_exist_is_not_found():
    staff = signed_in("staff")

    codes = [
        staff.get(f"{LIST}7/{page}/").status_code for page in ("change", "progress", "history")
    ]

    assert codes == [404, 404, 404]
