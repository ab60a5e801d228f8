"""The steps of an edition, what they ask for and what they bring about."""

import datetime as dt

import pytest
from django.utils import timezone

from commitments.tests.entries import signed
from core import jobs
from core.models import Notice, OutboxMail
from core.steps import StepNotOpen
from reports.enums import EditionState, SnapshotState
from reports.models import Edition, Snapshot
from reports.queries.report.content import content_of
from reports.queries.report.coverage import coverage_of
from reports.queries.report.document import document_of
from reports.services import building, composing, editions, report_building
from reports.services.building import StatisticsNotPossible
from reports.services.composing import ReportNotPossible
from reports.tests.factories import QuotationFactory, QuotedNumberFactory
from reports.tests.register import NOON, built
from reports.tests.report import (
    BODIES,
    DECISION,
    corrected,
    draft,
    files_of,
    frozen,
    group,
    published,
)
from workgroups.models import Submission
from workgroups.services import documents
from workgroups.tests.factories import officer, staff

pytestmark = pytest.mark.django_db


def refused(act, kind=ReportNotPossible):
    with pytest.raises(kind) as caught:
        act()
    return str(caught.value)


def freeze(edition, reason="确认从简。"):
    editions.freeze(edition, by=None, at=NOON, reason=reason)


# --- Coverage ---


def test_of_a_fresh_draft_only_the_leaders_are_missing():
    coverage = coverage_of(draft())

    assert coverage.musts == []
    assert (len(coverage.gaps), coverage.confirmed, coverage.bodies) == (BODIES, 0, BODIES)
    assert coverage.gaps[0].sentence == "责任关怀工作委员会秘书处尚未确认其内容。"


def first_sentence(edition, *, must):
    found = coverage_of(edition)
    return (found.musts if must else found.gaps)[0].sentence


def rewritten(edition, text):
    composing.save_chapter(edition.chapters.get(heading="卷首语"), by=None, text=text)
    return edition


def withdrawn(edition, kind="summary"):
    document = Submission.objects.get(body__code="pp", kind=kind, year__year=2021)
    documents.withdraw(document, by=None, at=NOON, reason="待更正")
    return edition


def without_summary(edition):
    withdrawn(edition)
    composing.take_in(edition, by=None)
    return edition


def with_newer_statistics(edition):
    signed("补录化工", "2019-07-01")
    built(2021)
    return edition


def with_strange_source(edition):
    chapter = edition.chapters.get(heading="责任关怀推进概况")
    composing.save_chapter(chapter, by=None, sources=["signatories.gone/kind"])
    return edition


@pytest.mark.parametrize(
    ("change", "must", "sentence"),
    [
        (lambda e: rewritten(e, " "), True, "“卷首语”一章为空：请撰写或不收录该章。"),
        (
            lambda e: rewritten(e, "共{firms}家。"),
            True,
            "“卷首语”一章：所引统计中没有 {firms} 这个数字。",
        ),
        (
            lambda e: rewritten(e, "共 769 家。"),
            False,
            "“卷首语”一章的数字 769 为手工填写，未与统计挂钩。",
        ),
        (withdrawn, True, "污染防治工作组的年度总结已撤下：请取入现在已接受的内容。"),
        (without_summary, False, "污染防治工作组没有已接受的 2021 年总结。"),
        (
            with_strange_source,
            True,
            "“责任关怀推进概况”一章：所引统计中没有“signatories.gone/kind”。",
        ),
    ],
)
def test_what_is_missing_is_said_in_a_sentence(change, must, sentence):
    edition = change(draft())

    assert first_sentence(edition, must=must) == sentence


def test_a_published_figure_that_differs_needs_an_explanation():
    edition = draft()
    quotation = QuotationFactory(wording="共有6家", as_at=edition.snapshot.as_at)
    QuotedNumberFactory(quotation=quotation, value=6)

    sentences = [each.sentence for each in coverage_of(edition).gaps]

    assert sentences[-1] == "已公布的数字“共有6家”与计算结果不同：请说明。"


def test_newer_statistics_are_named():
    edition = with_newer_statistics(draft())

    sentences = [each.sentence for each in coverage_of(edition).gaps]

    assert "2021 年统计此后已重新生成：请取入最新内容。" in sentences


def test_years_days_and_standards_are_no_typed_numbers():
    edition = rewritten(draft(), "2021年发布HG/T 4184，“1+6+X”标准体系与第14个五年规划。")

    assert all("手工填写" not in each.sentence for each in coverage_of(edition).findings)


# --- Freezing ---


def test_freezing_fixes_every_word_and_figure():
    edition = draft()
    before = content_of(edition)

    freeze(edition)
    withdrawn(edition)

    assert content_of(edition) == before
    assert (edition.state, len(edition.content_sha256)) == (EditionState.FROZEN, 64)
    assert document_of(edition)["mark"] == "送审稿"


def test_what_must_be_mended_keeps_it_from_being_frozen():
    edition = rewritten(draft(), "")

    assert refused(lambda: freeze(edition)) == "未冻结：“卷首语”一章为空：请撰写或不收录该章。"
    edition.refresh_from_db()
    assert (edition.state, edition.content) == (EditionState.DRAFT, "")


def test_what_is_missing_needs_a_reason():
    edition = draft()

    sentence = refused(lambda: freeze(edition, reason=" "))

    assert sentence == "尚有 3 项缺失：请说明为何仍要冻结。"


def test_while_statistics_are_being_built_nothing_is_frozen():
    edition = draft()
    building.request_statistics(2021, by=None, at=NOON)

    assert refused(lambda: freeze(edition)) == "2021 年统计正在生成：请在完成后冻结。"


def test_what_is_before_the_committee_gets_no_other_statistics():
    frozen()

    sentence = refused(
        lambda: building.request_statistics(2021, by=None, at=NOON), StatisticsNotPossible
    )

    assert sentence == ("2021 年度报告正在委员会审议：请在其发布或重新开放编辑后再生成统计。")


def test_the_secretariat_is_told_of_the_freezing():
    person = staff()

    frozen()

    assert Notice.objects.get(recipient=person).text == "已冻结：2021 年度报告第 1 版"


def test_a_frozen_edition_is_opened_again_until_it_is_approved():
    edition = frozen()

    editions.reopen(edition, by=None, at=NOON, reason="补充一段。")

    assert (edition.state, edition.content) == (EditionState.DRAFT, "")
    building.request_statistics(2021, by=None, at=NOON)


# --- The committee, and the public ---


def test_nothing_is_published_before_the_committee_has_approved():
    edition = frozen()
    files_of(edition)

    refused(lambda: editions.publish(edition, by=None, at=NOON), StepNotOpen)

    assert not Edition.objects.public().exists()


def test_nothing_is_published_whose_files_do_not_name_the_decision():
    edition = frozen()
    files_of(edition)
    editions.approve(edition, by=None, at=NOON, **DECISION)

    sentence = refused(lambda: editions.publish(edition, by=None, at=NOON))

    assert sentence == "文件尚未载明委员会决定：请先生成文件再发布。"


def test_nothing_is_published_while_its_files_are_being_built():
    edition = frozen()
    editions.approve(edition, by=None, at=NOON, **DECISION)
    report_building.request_files(edition, by=None, at=NOON)

    sentence = refused(lambda: editions.publish(edition, by=None, at=NOON))

    assert sentence == "文件正在生成：请在完成后发布。"


def test_with_the_report_its_statistics_are_frozen():
    edition = published()

    assert Snapshot.objects.get(year=2021).state == SnapshotState.FROZEN
    assert (edition.state, edition.published_at) == (EditionState.PUBLISHED, NOON)


def test_secretariat_and_leaders_are_told_of_the_publication():
    people = {staff().pk}
    edition = frozen()
    people.add(officer(group()).pk)
    editions.approve(edition, by=None, at=NOON, **DECISION)
    files_of(edition)

    editions.publish(edition, by=None, at=NOON)

    told = OutboxMail.objects.filter(kind="reports/report_published")
    assert set(told.values_list("recipient", flat=True)) == people
    assert {mail.href for mail in told} == {"/reports/2021/editions/1/"}


def test_a_correction_takes_the_place_of_the_first_edition_which_stays():
    first = published()
    signed("补录化工", "2019-07-01")
    built(2021)
    second = corrected(first, why="补录一家单位。")
    freeze(second)
    editions.approve(second, by=None, at=NOON, **DECISION)
    files_of(second)

    editions.publish(second, by=None, at=NOON)

    first.refresh_from_db()
    assert (first.state, second.state) == (EditionState.SUPERSEDED, EditionState.PUBLISHED)
    assert [s.state for s in Snapshot.objects.filter(year=2021).order_by("pk")] == [
        SnapshotState.SUPERSEDED,
        SnapshotState.FROZEN,
    ]
    changes = document_of(second)["changes"]
    assert changes[0]["chapter"] == "一、卷首语"
    assert ("共5家" in changes[0]["before"], "共6家" in changes[0]["now"]) == (True, True)
    assert document_of(first)["changes"] == []


def test_a_draft_that_was_given_up_leaves_its_number_behind():
    edition = draft()

    editions.void(edition, by=None, at=NOON, reason="重新开始。")

    assert composing.open_edition(2021, by=None, at=NOON).number == 2


def test_the_nightly_run_leaves_a_year_before_the_committee_alone():
    edition = frozen()
    Edition.objects.filter(pk=edition.pk)
    at = dt.datetime(2022, 1, 1, 2, tzinfo=timezone.get_default_timezone())

    assert building.request_year_end(at=at) is None


def test_a_failed_run_that_is_started_anew_waits_for_the_committee_too():
    edition = draft()
    run, _is_new = building.request_statistics(2021, by=None, at=NOON)
    jobs.cancel(run, by=None, at=NOON)
    freeze(edition)
    run.refresh_from_db()
    jobs.restart(run, by=None, at=NOON)

    refused(lambda: building.build(run.pk, at=NOON), StatisticsNotPossible)

    assert Snapshot.objects.get(pk=edition.snapshot_id).state == SnapshotState.CURRENT
