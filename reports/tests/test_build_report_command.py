from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from core.models import JobRun
from reports.tests.report import ground, published

pytestmark = pytest.mark.django_db


def said(*arguments):
    out = StringIO()
    call_command("build_report", *arguments, stdout=out)
    return out.getvalue()


def test_the_job_is_queued():
    ground()

    words = said("2021")

    run = JobRun.objects.get(kind="report")
    assert words == f"已排队：2021 年度报告第 1 版（任务 {run.pk}）。\n"


def test_an_open_job_is_named_not_doubled():
    ground()
    said("2021")

    words = said("2021")

    run = JobRun.objects.get(kind="report")
    assert words == f"正在生成：2021 年度报告第 1 版（任务 {run.pk}）。\n"


@pytest.mark.parametrize(
    ("ground_of", "year", "sentence"),
    [
        (ground, "21", "“21”不是有效年份：请按 2021 的格式填写。"),
        (ground, "2999", "2999 年尚未到来：报告最晚到本年度。"),
        (ground, "2019", "2019 年尚无已接受的文件：请先接受总结或计划。"),
        (published, "2021", "2021 年度报告已发布（第 1 版）：请先编制更正版。"),
    ],
)
def test_what_cannot_be_built_is_said_in_a_sentence(ground_of, year, sentence):
    ground_of()

    with pytest.raises(CommandError) as error:
        said(year)

    assert str(error.value) == sentence


def test_without_a_worker_the_wait_ends_with_a_sentence():
    ground()

    with pytest.raises(CommandError, match="秒内没有后台进程接手"):
        said("2021", "--wait", "--patience=0.1")
