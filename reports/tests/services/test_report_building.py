"""The job that builds the files: whole or not at all, each fault a sentence."""

import errno
import os

import pytest
from django.core.exceptions import PermissionDenied

from accounts.models import User
from core.enums import JobState
from core.models import JobRun, OutboxMail
from core.typesetting import NotPrintable
from reports.enums import EditionState
from reports.models import Edition, EditionFile, Snapshot
from reports.queries.report.document import document_of
from reports.queries.report.editions import has_fresh_files
from reports.services import composing, demonstration, report_building
from reports.services.composing import ReportNotPossible
from reports.services.rendering import RENDERERS
from reports.tests.register import NOON
from reports.tests.report import draft, files_of, ground, published
from workgroups.tests.factories import staff

pytestmark = pytest.mark.django_db


def requested(edition, by=None):
    return report_building.request_files(edition, by=by, at=NOON)[0]


def test_all_files_are_shown_together_with_their_checksums():
    edition = draft()

    made = files_of(edition)

    assert list(made) == list(RENDERERS)
    assert all(len(content) > 1000 for content in made.values())
    assert has_fresh_files(edition)
    assert JobRun.objects.get(kind="report").state == JobState.DONE


def test_a_changed_word_makes_the_files_old():
    edition = draft()
    files_of(edition)

    composing.save_chapter(edition.chapters.get(heading="卷首语"), by=None, text="序。")

    assert not has_fresh_files(edition)


def test_without_an_edition_the_first_one_is_opened():
    ground()

    run, is_new = report_building.request_report(2021, by=None, at=NOON)

    assert is_new
    assert Edition.objects.get().pk == run.arguments["edition"]


def test_an_open_job_is_followed_not_doubled():
    edition = draft()
    first = requested(edition)

    again, is_new = report_building.request_report(2021, by=None, at=NOON)

    assert (again, is_new) == (first, False)


def test_a_published_year_asks_for_a_correction():
    published()

    with pytest.raises(ReportNotPossible) as caught:
        report_building.request_report(2021, by=None, at=NOON)

    assert str(caught.value) == "2021 年度报告已发布（第 1 版）：请先编制更正版。"


def test_whoever_started_it_is_told_once():
    person = staff()
    edition = draft()

    report_building.build(requested(edition, by=person).pk)

    mail = OutboxMail.objects.get(recipient=person)
    assert mail.href == f"/desk/reports/{edition.pk}/"


def test_whoever_lost_the_post_builds_nothing():
    edition = draft()
    run = requested(edition, by=User.objects.create_user("gone@example.com"))

    with pytest.raises(PermissionDenied):
        report_building.build(run.pk)

    run.refresh_from_db()
    assert (run.state, run.error) == (JobState.FAILED, "gone@example.com 已无权生成报告。")
    assert not EditionFile.objects.exists()


def full_disk(_document):
    raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))


def no_font(_document):
    raise NotPrintable("没有字体可以显示“𱁬”。")


@pytest.mark.parametrize(
    ("fault", "raised", "sentence"),
    [
        (full_disk, OSError, "磁盘已满：请腾出空间后重新开始。一切保持原样。"),
        (no_font, ReportNotPossible, "报告无法排印：没有字体可以显示“𱁬”。"),
    ],
)
def test_a_fault_is_a_sentence_and_the_files_stay_as_they_were(
    monkeypatch, fault, raised, sentence
):
    edition = draft()
    before = files_of(edition)
    run = requested(edition)
    monkeypatch.setitem(RENDERERS, "data.xlsx", fault)

    with pytest.raises(raised):
        report_building.build(run.pk)

    run.refresh_from_db()
    shown = {file.name: bytes(file.content) for file in edition.files.filter(is_shown=True)}
    assert run.error == sentence
    assert shown == before


def test_a_restarted_job_clears_away_what_was_left(monkeypatch):
    edition = draft()
    run = requested(edition)
    monkeypatch.setitem(RENDERERS, "data.csv", full_disk)
    with pytest.raises(OSError, match="space"):
        report_building.build(run.pk)
    monkeypatch.undo()

    made = files_of(edition)

    assert list(made) == list(RENDERERS)
    assert edition.files.count() == len(RENDERERS)


def test_the_demonstration_shows_a_report_that_says_it_is_one():
    ground()
    Snapshot.objects.filter(year=2021).update(has_demo=True)
    run = demonstration.prepare_report(at=NOON)
    report_building.build(run.pk)

    demonstration.publish_report(run, at=NOON)

    edition = Edition.objects.get()
    assert edition.state == EditionState.PUBLISHED
    assert edition.decision_number == "演示：未经委员会审议"
    assert document_of(edition)["mark"] == "演示数据"
    assert demonstration.prepare_report(at=NOON) is None


def test_a_real_register_gets_no_report_by_itself():
    """The control."""
    ground()

    assert demonstration.prepare_report(at=NOON) is None
