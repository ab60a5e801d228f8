from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.utils import timezone

from core import jobs
from core.enums import JobState
from core.models import JobRun
from reports.models import Snapshot
from reports.tests.register import small_register, totals


def said(*arguments, **options):
    out = StringIO()
    call_command("build_statistics", *arguments, stdout=out, **options)
    return out.getvalue()


@pytest.mark.django_db
def test_the_job_is_queued():
    small_register()

    words = said("2021")

    run = JobRun.objects.get()
    assert words == f"已排队：2021 年度统计，截至 2021-12-31（任务 {run.pk}）。\n"
    assert (run.state, run.started_by) == (JobState.QUEUED, None)


@pytest.mark.django_db
def test_an_open_job_is_named_not_doubled():
    small_register()
    said("2021", as_at="2021-06-30")

    words = said("2021", as_at="2021-06-30")

    run = JobRun.objects.get()
    assert words == f"正在生成：2021 年度统计，截至 2021-06-30（任务 {run.pk}）。\n"


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        (["abc"], "“abc”不是有效年份：请按 2021 的格式填写。"),
        (["２０２１"], "“２０２１”不是有效年份：请按 2021 的格式填写。"),
        (["9999"], "9999 年尚未到来：统计最晚到本年度。"),
        (["1990"], "截至 1990 年底尚无单位签署，没有可统计的内容。"),
        (
            ["2021", "--as-at", "2021-02-30"],
            "“2021-02-30”不是有效日期：请按 2021-12-31 的格式填写。",
        ),
        (["2021", "--as-at", "2020-02-28"], "2020-02-28 不在 2021 年内：请填写该年的日期。"),
    ],
)
def test_what_cannot_be_built_is_said_in_a_sentence(arguments, sentence):
    small_register()

    with pytest.raises(CommandError) as error:
        said(*arguments)

    assert str(error.value) == sentence


@pytest.mark.django_db
def test_without_a_worker_the_wait_ends_with_a_sentence():
    small_register()

    with pytest.raises(CommandError) as error:
        said("2021", "--wait", "--patience=0.1")

    run = JobRun.objects.get()
    assert str(error.value) == (
        f"0.1 秒内没有后台进程接手。任务仍在排队（任务 {run.pk}），有后台进程运行时即会完成，"
        "例如：python manage.py portal"
    )
    assert run.state == JobState.QUEUED


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("end", "sentence"),
    [
        (lambda run: jobs.cancel(run, by=None, at=timezone.now()), "任务已取消，数据未变。"),
        (lambda run: jobs._give_up(run), "任务失败，数据未变。尝试 0 次均无响应，已放弃。"),
    ],
)
def test_a_job_that_ends_badly_is_told(end, sentence, monkeypatch):
    small_register()
    monkeypatch.setattr("time.sleep", lambda _seconds: end(JobRun.objects.get()))

    with pytest.raises(CommandError) as error:
        said("2021", "--wait")

    assert str(error.value) == sentence


def test_the_worker_builds_what_the_command_waits_for(celery_worker):
    small_register()

    words = said("2021", "--wait")

    snapshot = Snapshot.objects.current().get()
    assert totals(snapshot)["enterprises"] == 5
    assert words.endswith("已完成：2021 年度统计。\n")
