"""An edition while it is written."""

import datetime as dt

import pytest

from commitments.tests.entries import signed
from core.models import Notice
from reports.enums import EditionState
from reports.models import Chapter, Confirmation, Edition, Snapshot, TemplateChapter
from reports.queries.report.said import digest_of_said, pins_of, said_in
from reports.services import composing, editions
from reports.services.composing import ReportNotPossible
from reports.services.report_template import load_report_template
from reports.tests.register import NOON, built, small_register
from reports.tests.report import (
    BODIES,
    DECISION,
    corrected,
    draft,
    files_of,
    frozen,
    ground,
    group,
    hand_in,
    published,
)
from workgroups.models import Submission
from workgroups.services import documents
from workgroups.tests.factories import officer, staff

pytestmark = pytest.mark.django_db
LATER = NOON + dt.timedelta(hours=1)


def refused(act):
    with pytest.raises(ReportNotPossible) as caught:
        act()
    return str(caught.value)


def opened(year=2021, why=""):
    return composing.open_edition(year, by=None, at=NOON, why=why)


def pin(edition, code="pp", kind="summary"):
    return pins_of(edition).get(body__code=code, kind=kind)


# --- Opening ---


def test_an_edition_begins_with_the_template_and_everything_that_was_accepted():
    edition = draft()

    template = TemplateChapter.objects.order_by("position")
    assert [c.heading for c in edition.chapters.order_by("position")] == [
        c.heading for c in template
    ]
    assert edition.pins.count() == 2 * BODIES
    assert (edition.number, edition.state, edition.snapshot) == (
        1,
        EditionState.DRAFT,
        Snapshot.objects.get(year=2021),
    )


def test_a_chapter_that_is_not_in_use_is_in_no_edition():
    ground()
    TemplateChapter.objects.filter(heading="卷首语").update(is_used=False)

    assert not opened().chapters.filter(heading="卷首语").exists()


def nothing():
    pass


def register_alone():
    small_register()
    built(2021)


def documents_alone():
    small_register()
    hand_in()


def no_template():
    ground()
    TemplateChapter.objects.update(is_used=False)


@pytest.mark.parametrize(
    ("ground_of", "year", "sentence"),
    [
        (nothing, 2999, "2999 年尚未到来：报告最晚到本年度。"),
        (register_alone, 2021, "2021 年尚无已接受的文件：请先接受总结或计划。"),
        (no_template, 2021, "报告模板没有启用的章：请先在工作台添加。"),
        (draft, 2021, "2021 年报告已有在编的版次：请先完成或放弃它。"),
        (published, 2021, "2021 年度报告已发布：请说明更正原因。"),
    ],
)
def test_what_cannot_be_opened_is_said_in_a_sentence(ground_of, year, sentence):
    ground_of()
    before = Edition.objects.count()

    assert refused(lambda: opened(year)) == sentence
    assert Edition.objects.count() == before


def test_without_statistics_of_the_year_no_edition_is_opened():
    documents_alone()
    load_report_template()

    assert refused(opened) == "没有 2021 年的统计：请先生成（build_statistics 2021）。"
    assert not Edition.objects.exists()


# --- What is quoted ---


def test_a_style_edit_keeps_the_original_and_shows_the_difference():
    edition = draft()
    quoted = pin(edition)
    place = next(each.place for each in said_in(quoted) if each.original == "标准初稿写成")

    composing.reword(quoted, {place: "完成标准初稿"}, by=None)

    said = next(each for each in said_in(pin(edition)) if each.place == place)
    assert (said.original, said.wording) == ("标准初稿写成", "完成标准初稿")
    assert "".join(piece.text for piece in said.pieces if piece.change == "new") != ""
    assert quoted.wording == {place: "完成标准初稿"}


def test_a_wording_like_the_original_is_not_kept_twice():
    edition = draft()
    quoted = pin(edition)

    composing.reword(quoted, {each.place: each.original for each in said_in(quoted)}, by=None)

    assert pin(edition).wording == {}


def test_line_ends_of_a_browser_are_no_edit():
    quoted = pin(draft())
    quoted.version.payload |= {"overview": "第一行\n第二行"}

    composing.reword(quoted, {"overview": "第一行\r\n第二行"}, by=None)

    assert quoted.wording == {}


def test_an_empty_wording_is_refused_with_the_text():
    quoted = pin(draft())
    place = said_in(quoted)[1].place

    sentence = refused(lambda: composing.reword(quoted, {place: " "}, by=None))

    assert sentence == "“标题”为空：请填写文字，或保留已接受的原文：污染防治实施细则起草"


def test_what_was_withdrawn_is_taken_out_with_what_is_new():
    edition = draft()
    document = Submission.objects.get(body__code="pp", kind="summary")
    documents.withdraw(document, by=None, at=NOON, reason="待更正")

    count = composing.take_in(edition, by=None)

    assert count == 1
    assert not edition.pins.filter(body__code="pp", kind="summary").exists()


def test_statistics_that_were_built_since_are_taken_in():
    edition = draft()
    signed("补录化工", "2019-07-01")
    newer = built(2021)

    composing.take_in(edition, by=None)

    edition.refresh_from_db()
    assert edition.snapshot == newer


@pytest.mark.parametrize(
    "act",
    [
        lambda edition: composing.take_in(edition, by=None),
        lambda edition: composing.save_chapter(edition.chapters.first(), by=None, text="改"),
        lambda edition: composing.reword(pin(edition), {}, by=None),
        lambda edition: composing.ask(edition, by=None, at=NOON),
    ],
)
def test_only_a_draft_is_edited(act):
    edition = frozen()

    sentence = refused(lambda: act(edition))

    assert sentence == "“2021 年度报告第 1 版”现为“已冻结，送审中”：只有在编的版次可以编辑。"


# --- Confirmation ---


def seen_of(edition, body):
    return digest_of_said(each for each in pins_of(edition) if each.body_id == body.pk)


def test_a_leader_confirms_the_text_as_it_stands():
    edition, body = draft(), group()
    leader = officer(body)

    composing.confirm(edition, body, by=leader, at=NOON, seen=seen_of(edition, body))

    assert Confirmation.objects.get().confirmed_by == leader


def test_a_text_that_changed_meanwhile_is_not_confirmed():
    edition, body = draft(), group()
    seen = seen_of(edition, body)
    quoted = pin(edition)
    composing.reword(quoted, {said_in(quoted)[1].place: "新题"}, by=None)

    def confirm():
        composing.confirm(edition, body, by=officer(body), at=NOON, seen=seen)

    assert refused(confirm) == "您阅读期间文字有改动：请重新阅读后确认。"
    assert not Confirmation.objects.exists()


def test_leaders_are_asked_once_for_each_text():
    edition = draft()
    leader = officer(group())

    first = composing.ask(edition, by=staff(), at=NOON)
    second = composing.ask(edition, by=None, at=LATER)

    assert (first, second) == (1, 0)
    assert Notice.objects.get().recipient == leader
    assert Notice.objects.get().href == f"/desk/reports/{edition.pk}/groups/pp/"


def test_who_has_confirmed_is_not_asked_again():
    edition, body = draft(), group()
    leader = officer(body)
    composing.confirm(edition, body, by=leader, at=NOON, seen=seen_of(edition, body))

    assert composing.ask(edition, by=staff(), at=NOON) == 0


# --- Corrections ---


def test_a_correction_begins_as_the_published_text_with_its_style_edits():
    first = draft()
    quoted = pin(first)
    place = said_in(quoted)[1].place
    composing.reword(quoted, {place: "污染防治实施细则的起草"}, by=None)
    composing.save_chapter(first.chapters.get(heading="卷首语"), by=None, text="序。")
    editions.freeze(first, by=None, at=NOON, reason="确认从简。")
    editions.approve(first, by=None, at=NOON, **DECISION)
    files_of(first)
    editions.publish(first, by=None, at=NOON)

    second = corrected(first)

    assert (second.number, second.corrects, second.why) == (2, first, "更正一处名称。")
    assert Chapter.objects.get(edition=second, heading="卷首语").text == "序。"
    assert pin(second).wording == {place: "污染防治实施细则的起草"}
