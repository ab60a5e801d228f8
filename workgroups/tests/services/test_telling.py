import datetime as dt

import pytest
from django.utils.timezone import get_default_timezone

from core import outbox, review
from core.models import Notice, OutboxMail
from core.steps import StepNotOpen
from workgroups.enums import Mail
from workgroups.services import documents
from workgroups.tests.factories import BodyFactory, YearFactory, officer, plan_content, staff

pytestmark = pytest.mark.django_db

AT = dt.datetime(2022, 3, 10, 9, tzinfo=get_default_timezone())
AGAIN = dt.date(2022, 3, 20)
WORDS = "请补充量化目标后再次提交。"


@pytest.fixture
def people():
    body = BodyFactory()
    return {
        "body": body,
        "leader": officer(body),
        "liaison": officer(body, "liaison"),
        "representative": officer(body, "representative"),
        "reviewer": staff(),
        "head": staff("head"),
        "auditor": staff("auditor"),
    }


@pytest.fixture
def in_review(people):
    plan = documents.open_document("plan", people["body"], YearFactory(), by=None, at=AT)
    documents.submit(plan, plan_content(), seen=0, by=people["leader"], at=AT)
    documents.claim(plan, by=people["reviewer"], at=AT)
    return plan


def mailed(kind):
    return set(OutboxMail.objects.filter(kind=kind).values_list("recipient__email", flat=True))


def emails(people, *names):
    return {people[name].email for name in names}


def test_the_secretariat_reads_in_the_morning_what_was_handed_in(people, in_review):
    lines = Notice.objects.filter(kind=Mail.SUBMITTED, in_digest=True)

    assert set(lines.values_list("recipient__email", flat=True)) == emails(
        people, "reviewer", "head"
    )
    assert {line.text for line in lines} == {"已提交：污染防治工作组 2022 年度计划"}
    assert OutboxMail.objects.count() == 0


def test_the_mail_of_the_morning_names_each_document(people, in_review):
    outbox.write_digests(at=AT + dt.timedelta(days=1))

    mail = OutboxMail.objects.get(kind=Mail.SUBMITTED, recipient=people["head"])
    assert mail.subject == "1 份文件等待审核"
    assert "已提交：污染防治工作组 2022 年度计划" in mail.text
    assert in_review.get_absolute_url() in mail.text
    assert in_review.get_absolute_url() in mail.html


def test_a_return_reaches_those_who_write_with_its_remarks(people, in_review):
    for text, audience in (("缺目标", "authors"), ("内部意见", "reviewers")):
        review.remark(
            in_review.current_version,
            by=people["reviewer"],
            at=AT,
            text=text,
            severity="must",
            audience=audience,
        )
    documents.send_back(in_review, by=people["reviewer"], at=AT, comment=WORDS, due_again=AGAIN)

    mail = OutboxMail.objects.filter(kind=Mail.RETURNED).first()
    assert mailed(Mail.RETURNED) == emails(people, "leader", "liaison")
    assert "2022-03-20" in mail.subject
    assert WORDS in mail.text
    assert "缺目标" in mail.text
    assert "内部意见" not in mail.text
    assert mail.href == in_review.get_absolute_url()


def test_the_head_is_told_and_then_all_officers(people, in_review):
    documents.recommend(in_review, by=people["reviewer"], at=AT)
    documents.accept(in_review, by=people["head"], at=AT, comment="同意")

    assert mailed(Mail.RECOMMENDED) == emails(people, "head")
    assert mailed(Mail.ACCEPTED) == emails(people, "leader", "liaison", "representative")


def test_what_does_not_happen_tells_nobody(people, in_review):
    documents.release(in_review, by=people["reviewer"], at=AT)

    with pytest.raises(StepNotOpen):
        documents.send_back(in_review, by=people["reviewer"], at=AT, comment=WORDS, due_again=AGAIN)

    assert OutboxMail.objects.count() == 0


def test_paper_tells_nobody(people):
    plan = documents.open_document("plan", people["body"], YearFactory(), by=None, at=AT)
    documents.submit(plan, plan_content(), seen=0, by=None, at=AT)
    documents.claim(plan, by=None, at=AT)
    documents.accept(plan, by=None, at=AT, comment="据报道补录")

    assert (OutboxMail.objects.count(), Notice.objects.count()) == (0, 0)
