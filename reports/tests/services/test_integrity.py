"""What is kept of reports is compared with its checksums."""

import pytest

from reports.services import integrity
from reports.tests.report import draft, files_of, frozen
from reports.tests.test_same_everywhere import past_the_triggers

pytestmark = pytest.mark.django_db


def test_a_whole_report_is_in_order():
    files_of(frozen())

    assert list(integrity.differences()) == []


def test_a_file_that_was_changed_is_named():
    files_of(draft())

    past_the_triggers("UPDATE reports_editionfile SET content = 'x' WHERE name = 'report.pdf'")

    assert list(integrity.differences()) == [
        "2021 年度报告第 1 版，report.pdf：文件与其校验码不符。"
    ]


def test_figures_that_changed_under_a_report_are_named():
    frozen()

    past_the_triggers("UPDATE reports_figure SET value = value + 1 WHERE dimension = 'kind'")

    assert "2021 年度报告第 1 版：其数字与所引统计不符。" in list(integrity.differences())
