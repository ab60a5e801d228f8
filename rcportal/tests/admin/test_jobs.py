import pytest

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

    context = response.context
    assert (context["step_number"], context["run"].total, context["run"].step) == (3, 7, "正在统计")


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


def test_reading_does_not_cancel():
    run = run_in(JobState.RUNNING)

    assert signed_in("staff").get(f"{LIST}{run.pk}/cancel/").status_code == 405


def test_a_job_that_does_not_exist_is_not_found():
    staff = signed_in("staff")

    codes = [
        staff.get(f"{LIST}7/{page}/").status_code for page in ("change", "progress", "history")
    ]

    assert codes == [404, 404, 404]
