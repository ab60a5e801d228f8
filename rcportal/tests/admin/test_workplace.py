import datetime as dt
import re

import pytest
from django.utils import timezone

from accounts.tests.clients import signed_in
from commitments.enums import BatchState, Kind
from commitments.models import ImportBatch
from commitments.tests.applying import submitted
from commitments.tests.entries import signed
from commitments.tests.factories import CommitmentFactory, OrganisationFactory
from core import outbox
from core.enums import JobState, Mail, MailState
from core.models import JobRun, OutboxMail
from rcportal import workplace
from reports.models import Snapshot

pytestmark = pytest.mark.django_db

NOON = dt.datetime(2026, 6, 1, 12, tzinfo=timezone.get_default_timezone())


def snapshot(year):
    made = Snapshot.objects.create(year=year, as_at=dt.date(year, 12, 31), rule="in_force")
    Snapshot.objects.filter(pk=made.pk).update(state="current")
    return made


def mail(**options):
    return outbox.add(Mail.JOB_DONE, to="office@example.com", at=NOON, **options)


def failed(mail):
    for state in (MailState.SENDING, MailState.FAILED):
        OutboxMail.objects.filter(pk=mail.pk).update(state=state)


@pytest.fixture
def person(django_user_model):
    return django_user_model.objects.create_user("person@example.com")


def length_of(context):
    if "waiting" in context:
        return len(context["waiting"])
    return context["cl"].result_count if "cl" in context else context["page"].paginator.count


def test_every_number_opens_a_list_of_that_length():
    CommitmentFactory.create_batch(2)
    OrganisationFactory(kind=Kind.COMMITTEE)
    signed("未填代码化工")
    submitted()
    OrganisationFactory.create_batch(2, name="同名化工")
    ImportBatch.objects.create(file_name="待定", state=BatchState.PREVIEWED)
    ImportBatch.objects.create(file_name="已放弃", state=BatchState.DISCARDED)
    JobRun.objects.create(kind="statistics", key="2020", task="x", state=JobState.FAILED)
    JobRun.objects.create(kind="statistics", key="2021", task="x", state=JobState.DONE)
    for _ in range(3):
        mail(held=True)
    failed(mail())
    mail()
    snapshot(2025)
    Snapshot.objects.filter(pk=snapshot(2024).pk).update(state="frozen")
    staff = signed_in("staff")

    work = staff.get("/admin/").context["work"]

    lists = [length_of(staff.get(each.href).context) for each in work]
    assert [each.count for each in work] == lists == [1, 1, 1, 2, 1, 0, 1, 3, 1, 1, 0, 2]


def test_a_failed_job_a_failed_mail_and_missing_statistics_are_urgent(person):
    JobRun.objects.create(kind="statistics", key="2020", task="x", state=JobState.FAILED)
    failed(mail())

    urgent = [each.name for each in workplace.todays_work(person, at=NOON) if each.is_urgent]

    assert urgent == ["失败的任务", "发送失败的邮件", "现行年度统计"]


@pytest.mark.parametrize(("year", "is_urgent"), [(2026, False), (2025, False), (2024, True)])
def test_statistics_are_urgent_when_last_years_are_missing(person, year, is_urgent):
    snapshot(year)

    assert workplace.todays_work(person, at=NOON)[-1].is_urgent is is_urgent


def test_what_waits_stands_out_and_what_is_done_is_told_below():
    snapshot(timezone.localdate().year)
    staff = signed_in("staff")

    assert "今天没有待办事项" in staff.get("/admin/").content.decode()
    JobRun.objects.create(kind="statistics", key="2020", task="x", state=JobState.FAILED)
    page = staff.get("/admin/").content.decode()

    assert "今天没有待办事项" not in page
    names = re.findall(r'class="work-name">([^<]+)', page)
    assert [name.strip() for name in names] == ["失败的任务"]
    quiet = page.split('class="work-quiet"')[1].split("</ul>")[0]
    assert "待确认的导入</a> <span>0</span>" in quiet
    assert "现行年度统计</a> <span>最近一次为" in quiet


@pytest.mark.parametrize(("role", "doors"), [("staff", 4), ("head", 4), ("auditor", 2)])
def test_the_doors_are_those_one_may_go_through(role, doors):
    client = signed_in(role)

    addresses = [door.href for door in client.get("/admin/").context["doors"]]

    assert len(addresses) == doors
    assert {client.get(address).status_code for address in addresses} == {200}


def test_the_first_page_asks_few_questions(django_assert_num_queries):
    staff = signed_in("staff")

    # session, account, posts, what waits at the desk, nine numbers, version and pairs, the last
    # statistics, the tables looked at, saved filters; then the session is kept
    with django_assert_num_queries(24):
        staff.get("/admin/")
