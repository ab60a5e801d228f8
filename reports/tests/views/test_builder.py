"""The report builder on the desk."""

import pytest
from django.test import Client

from accounts.tests.clients import said, signed_in
from core.models import JobRun
from reports.enums import EditionState
from reports.models import Confirmation, Edition
from reports.queries.report.said import digest_of_said, pins_of
from reports.tests.report import draft, frozen, ground, group
from workgroups.tests.factories import officer

pytestmark = pytest.mark.django_db


def leader_of(code):
    client = Client()
    client.force_login(officer(group(code)))
    return client


def text(response):
    return response.content.decode()


def seen(edition, code="pp"):
    return digest_of_said(pin for pin in pins_of(edition) if pin.body.code == code)


# --- Opening ---


def test_the_secretariat_opens_an_edition():
    ground()

    response = signed_in("staff").post("/desk/reports/", {"year": "2021", "why": ""})

    assert response["Location"] == f"/desk/reports/{Edition.objects.get().pk}/"


def test_what_cannot_be_opened_comes_back_with_a_sentence_and_what_was_typed():
    draft()

    response = signed_in("staff").post("/desk/reports/", {"year": "2021", "why": "重来"})

    assert response.status_code == 422
    assert "2021 年报告已有在编的版次：请先完成或放弃它。" in text(response)
    assert "重来</textarea>" in text(response)


# --- The page of an edition ---


def test_the_page_says_what_is_missing():
    edition = draft()

    page = text(signed_in("staff").get(f"/desk/reports/{edition.pk}/"))

    assert "污染防治工作组尚未确认其内容。" in page
    assert page.count("尚未确认其内容。") == 3


def test_the_preview_is_what_the_public_will_see():
    edition = draft()

    page = text(signed_in("auditor").get(f"/desk/reports/{edition.pk}/preview/"))

    assert "预览：公众将看到的样子。" in page
    assert '<h2 id="annex-1">附录一　统计方法</h2>' in page


def test_a_leader_sees_the_own_group_and_no_other():
    edition = draft()
    leader = leader_of("pp")

    page = text(leader.get(f"/desk/reports/{edition.pk}/"))

    assert ("污染防治工作组" in page, "宣传培训工作组" in page) == (True, False)
    assert leader.get(f"/desk/reports/{edition.pk}/groups/pub/").status_code == 404


def test_to_others_the_edition_is_not_there():
    edition = draft()

    assert signed_in("").get(f"/desk/reports/{edition.pk}/").status_code == 404


# --- Steps ---


@pytest.mark.parametrize(
    ("role", "status"), [("head", 302), ("staff", 403), ("auditor", 403), ("", 404)]
)
def test_the_head_alone_freezes(role, status):
    edition = draft()

    response = signed_in(role).post(
        f"/desk/reports/{edition.pk}/steps/freeze/", {"freeze-reason": "确认从简。"}
    )

    assert response.status_code == status
    edition.refresh_from_db()
    assert (edition.state == EditionState.FROZEN) == (status == 302)


def test_after_freezing_the_files_are_built():
    edition = draft()

    signed_in("head").post(
        f"/desk/reports/{edition.pk}/steps/freeze/", {"freeze-reason": "确认从简。"}
    )

    assert JobRun.objects.get(kind="report").arguments == {"edition": edition.pk}


def test_without_a_reason_the_page_says_why_and_nothing_is_frozen():
    edition = draft()

    response = signed_in("head").post(f"/desk/reports/{edition.pk}/steps/freeze/", {})

    assert response.status_code == 422
    assert "尚有 3 项缺失：请说明为何仍要冻结。" in text(response)


def test_a_decision_of_a_day_to_come_is_refused_and_kept_in_the_form():
    edition = frozen()

    response = signed_in("head").post(
        f"/desk/reports/{edition.pk}/steps/approve/",
        {"approve-decision_number": "责委〔2022〕1号", "approve-decided_on": "2999-01-01"},
    )

    assert response.status_code == 422
    assert 'value="责委〔2022〕1号"' in text(response)


def test_a_step_that_is_not_open_is_said():
    edition = draft()

    response = signed_in("head").post(f"/desk/reports/{edition.pk}/steps/publish/", {})

    assert response.status_code == 422
    assert "当前为“编制中”" in text(response)


# --- Chapters and wording ---


def test_a_chapter_is_written_and_the_difference_to_the_template_shown():
    edition = draft()
    chapter = edition.chapters.get(heading="卷首语")
    address = f"/desk/reports/{edition.pk}/chapters/{chapter.pk}/"
    staff = signed_in("staff")

    staff.post(address, {"heading": "序", "text": "共{enterprises}家。", "position": "10"})

    chapter.refresh_from_db()
    assert (chapter.heading, chapter.text) == ("序", "共{enterprises}家。")
    assert "<del>" in text(staff.get(address))


def test_a_figure_that_does_not_exist_is_refused_and_the_text_kept():
    edition = draft()
    chapter = edition.chapters.get(heading="卷首语")

    response = signed_in("staff").post(
        f"/desk/reports/{edition.pk}/chapters/{chapter.pk}/",
        {"heading": "序", "text": "共{firms}家。", "position": "10"},
    )

    assert response.status_code == 422
    assert "共{firms}家。</textarea>" in text(response)


def test_the_wording_of_a_group_is_edited():
    edition = draft()

    response = signed_in("staff").post(
        f"/desk/reports/{edition.pk}/groups/pp/",
        {"seen": seen(edition), "summary-lines/00000001/title": "实施细则起草"},
        follow=True,
    )

    assert said(response) == ["文字已保存，需组长重新确认。"]
    assert edition.pins.get(body__code="pp", kind="summary").wording == {
        "lines/00000001/title": "实施细则起草"
    }


def test_whoever_was_overtaken_keeps_what_was_typed():
    edition = draft()

    response = signed_in("staff").post(
        f"/desk/reports/{edition.pk}/groups/pp/",
        {"seen": "older", "summary-lines/00000001/title": "实施细则起草"},
    )

    assert response.status_code == 422
    assert "您编辑期间他人已修改此文。" in text(response)
    assert "实施细则起草</textarea>" in text(response)
    assert edition.pins.get(body__code="pp", kind="summary").wording == {}


def test_a_leader_reads_and_confirms_the_own_text():
    edition = draft()
    leader = leader_of("pp")
    address = f"/desk/reports/{edition.pk}/groups/pp/"

    before = text(leader.get(address))
    leader.post(f"{address}confirm/", {"seen": seen(edition)})

    assert ("确认本文" in before, "textarea" in before) == (True, False)
    assert Confirmation.objects.get().body == group()
    assert "确认本文" not in text(leader.get(address))


def test_the_desk_tells_a_leader_what_to_confirm_and_nobody_else():
    edition = draft()

    waiting = leader_of("pp").get("/desk/").context["waiting"]

    assert [each.url for each in waiting if "reports" in each.url] == [
        f"/desk/reports/{edition.pk}/groups/pp/"
    ]
    assert "reports" not in str(signed_in("").get("/desk/").context["waiting"])


def test_files_are_asked_for_and_the_job_is_shown():
    edition = draft()

    response = signed_in("staff").post(f"/desk/reports/{edition.pk}/do/build/")

    run = JobRun.objects.get(kind="report")
    assert response["Location"] == f"/admin/core/jobrun/{run.pk}/change/"
