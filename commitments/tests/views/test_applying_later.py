"""The scan that is brought after the application was handed in, as the form promises."""

import datetime as dt

import pytest
from django.utils import timezone

from accounts.models import StaffPost
from accounts.tests.clients import said, signed_in
from commitments.queries.applications import asked_fields
from commitments.queries.waiting import waiting_for
from commitments.services import applying, lifecycle
from commitments.tests.applying import DAY, NOON, applicant, before_committee, scan, submitted, to
from commitments.tests.factories import StaffPostFactory
from core.models import Notice, OutboxMail
from core.outbox import write_digests

pytestmark = pytest.mark.django_db


def accepted():
    staff = StaffPostFactory().user
    application = before_committee(staff, documents="letter")
    applying.accept(application, by=staff, at=NOON, number="1号", on=DAY, organisation=None)
    return application


def bring(application, client=None, code="letter_scan", **more):
    given = {"code": code, "scan": scan(name="补交.pdf")} | more
    return (client or applicant()).post(to("bring", application), given, follow=True)


def shown_to_staff(application):
    return signed_in("staff").get(application.get_absolute_url()).content.decode()


@pytest.mark.parametrize("begin", [submitted, accepted])
def test_a_scan_is_brought_later_and_the_secretariat_sees_that(begin):
    application = begin()
    before = application.current_version.payload
    assert 'name="scan"' in applicant().get(to("status", application)).content.decode()

    response = bring(application)

    application.refresh_from_db()
    page = shown_to_staff(application)
    assert said(response) == ["扫描件已收到，秘书处可以看到。"]
    assert "补交.pdf</a>" in response.content.decode()
    assert "补交.pdf</a>" in page
    assert "后来补交" in page
    assert application.current_version.payload == before


def told():
    return list(
        Notice.objects.filter(kind="commitments/application_brought")
        .order_by("pk")
        .values_list("recipient__posts__role", "text", "href")
    )


@pytest.mark.parametrize("begin", [submitted, accepted])
def test_everybody_who_reviews_is_told_in_the_morning_of_each_scan(begin):
    application = begin()
    for post in StaffPost.objects.all():
        StaffPost.objects.filter(pk=post.pk).update(role="auditor")
    StaffPostFactory(role="staff")
    StaffPostFactory(role="head")
    StaffPostFactory(role="auditor")

    bring(application)

    line = f"“甲化工有限公司”提交加入申请（{application.number}）后补交了扫描件。"
    where = application.get_absolute_url()
    assert told() == [("staff", line, where), ("head", line, where)]
    bring(application)
    assert len(told()) == 4


def test_the_mail_of_the_morning_says_every_scan():
    application = submitted()
    StaffPostFactory(user__email="staff@example.com")
    bring(application)
    bring(application)

    write_digests(at=timezone.now() + dt.timedelta(days=1))

    mail = OutboxMail.objects.get(kind="commitments/application_brought")
    line = f"“甲化工有限公司”提交加入申请（{application.number}）后补交了扫描件。"
    assert mail.subject == "补交的扫描件：2 份"
    assert "以下扫描件在申请提交后补交：" in mail.text
    assert mail.text.count(line) == mail.html.count(line) == 2


def test_a_refused_scan_is_told_to_nobody():
    application = submitted()
    StaffPostFactory()

    bring(application, scan=scan(b"<html>", "x.pdf"))

    assert told() == []


def waits(client):
    return [(each.url, each.what) for each in client.get("/desk/").context["waiting"]]


def test_an_approved_application_waits_at_the_desk_from_the_scan_to_the_signature():
    application, staff = accepted(), signed_in("staff")
    assert waits(staff) == []

    bring(application)
    assert waits(staff) == [(application.get_absolute_url(), "审定通过，待签署；有补交的扫描件")]

    commitment = application.commitments.get()
    lifecycle.sign(commitment, by=None, at=timezone.now(), on=dt.date(2026, 6, 10))
    assert waits(staff) == []


def test_an_application_under_review_waits_once_and_says_that_a_scan_came():
    application, staff = submitted(), signed_in("staff")
    before = waits(staff)

    bring(application)

    assert before == [(application.get_absolute_url(), "已提交")]
    assert waits(staff) == [(application.get_absolute_url(), "已提交；有补交的扫描件")]


@pytest.mark.parametrize("number", [1, 3])
def test_what_waits_asks_the_same_however_much_it_is(number, django_assert_num_queries):
    for _time in range(number):
        bring(submitted())
    staff = StaffPostFactory().user
    staff.has_perm("commitments.review_applications")

    with django_assert_num_queries(1):
        assert len(waiting_for(staff, timezone.now())) == number


def signed():
    application = accepted()
    commitment = application.commitments.get()
    lifecycle.sign(commitment, by=None, at=timezone.now(), on=dt.date(2026, 6, 10))
    return application


def withdrawn():
    application = submitted()
    applying.withdraw(application, by=None, at=NOON)
    return application


@pytest.mark.parametrize("begin", [signed, withdrawn])
def test_nothing_is_brought_once_it_is_settled(begin):
    application = begin()

    page = applicant().get(to("status", application)).content.decode()
    bring(application)

    assert 'name="scan"' not in page
    assert not application.files.exists()


def test_a_scan_brought_later_is_handed_in_with_the_next_version():
    application = submitted()
    bring(application)
    staff = StaffPostFactory().user
    name = application.files.get().file_id.hex
    applying.take_up(application, by=staff, at=NOON)
    applying.send_back(
        application,
        by=staff,
        at=NOON,
        comment="请按意见修改后再提交一次。",
        due_again=dt.date(2026, 7, 1),
    )

    application.refresh_from_db()
    applying.submit(
        application,
        asked_fields(),
        seen=application.draft_number,
        by=None,
        at=timezone.now() + dt.timedelta(days=1),
    )

    page = shown_to_staff(application)
    assert application.current_version.answers["letter_scan"] == name
    assert page.count("补交.pdf</a>") == 1
    assert "后来补交" not in page


@pytest.mark.parametrize(
    ("more", "sentence"),
    [({"scan": scan(b"<html>", "x.pdf")}, "既不是 PDF"), ({"scan": ""}, "请先选择文件。")],
)
def test_what_is_refused_is_said_beside_the_field(more, sentence):
    application = submitted()

    response = bring(application, **more)

    assert response.status_code == 422
    assert sentence in response.content.decode()
    assert not application.files.exists()


@pytest.mark.parametrize("code", ["name", "nothing"])
def test_only_a_question_for_a_scan_takes_one(code):
    application = submitted()

    assert bring(application, code=code).status_code == 404


def test_nobody_else_brings_a_scan():
    application = submitted()

    response = bring(application, applicant("other@example.com"))

    assert response.status_code == 404
    assert not application.files.exists()
