"""T4: every rung once at most, whatever happens to portal, dates and documents."""

import datetime as dt
from collections import Counter

import pytest

from core import outbox
from core.enums import MailState
from core.models import Notice, OutboxMail
from workgroups.models import Submission, Year
from workgroups.services import documents, reminding
from workgroups.services import years as year_service
from workgroups.tests import years
from workgroups.tests.factories import (
    BodyFactory,
    OfficeFactory,
    PersonFactory,
    SeatFactory,
    YearFactory,
    officer,
    plan_content,
    staff,
)

pytestmark = pytest.mark.django_db

DAY = dt.timedelta(days=1)
FIRST, LAST = dt.date(2022, 3, 1), dt.date(2022, 4, 30)
PLAN = "remind:plan-2022-0-pp:2022-03-31:"


@pytest.fixture
def body():
    """A group with leader, deputy and liaison officer, whose quarters are far away."""
    body = BodyFactory()
    YearFactory(quarter_due_days=400)
    for role in ("leader", "deputy", "liaison"):
        officer(body, role)
    return body


def run_on(*days):
    return [reminding.remind(at=years.moment(day)) for day in days]


def every_day(first=FIRST, last=LAST, *, without=()):
    day = first
    while day <= last:
        if day not in without:
            run_on(day)
        day += DAY


def rungs(prefix="remind:plan"):
    """How many mails were written for each rung."""
    keys = OutboxMail.objects.filter(dedupe__startswith=prefix).values_list("dedupe", flat=True)
    return Counter(int(key.split(":")[-2]) for key in keys)


FULL = {-15: 3, -7: 3, -1: 3, 1: 2, 5: 3, 10: 2}


def test_every_rung_reaches_whom_it_should_once(body):
    every_day()

    assert rungs() == FULL


def test_run_many_times_a_day_it_writes_once(body):
    for _again in range(5):
        run_on(dt.date(2022, 3, 30))

    assert rungs() == {-1: 3}


@pytest.mark.parametrize(
    ("stopped", "expected"),
    [
        (1, FULL),
        (3, FULL | {-1: 0}),
        (10, {-15: 3, -7: 3, -1: 0, 1: 0, 5: 3, 10: 2}),
    ],
)
def test_after_days_without_the_portal_only_the_highest_rung_is_made_up_for(
    body, stopped, expected
):
    """Stopped from the day of rung -1 on: a rung that passed meanwhile is not sent late."""
    missed = [dt.date(2022, 3, 30) + n * DAY for n in range(stopped)]

    every_day(without=missed)

    assert rungs() == {rung: count for rung, count in expected.items() if count}
    assert max(rungs().values()) <= 3  # no rung twice for anybody


def test_without_the_key_everybody_would_be_told_twice(body, monkeypatch):
    """The control: the same run with the outbox not told under which key it writes."""
    real = outbox.add
    monkeypatch.setattr(
        reminding.outbox, "add", lambda kind, **said: real(kind, **(said | {"dedupe": ""}))
    )

    run_on(dt.date(2022, 3, 30), dt.date(2022, 3, 30))

    assert OutboxMail.objects.count() == 6


# --- Returned work stays in the ladder, with its own day ---


def test_returned_work_is_reminded_by_the_day_it_was_returned_with(body):
    plan = years.handed_in("plan", body, on="03-02")
    years.returned(plan, on="03-04", due_again=dt.date(2022, 3, 18))

    every_day(first=dt.date(2022, 3, 4))

    keys = OutboxMail.objects.filter(dedupe__startswith="remind:").values_list("dedupe", flat=True)
    assert {key.split(":")[2] for key in keys} == {"2022-03-18"}
    assert rungs() == {-15: 3, -7: 3, -1: 3, 1: 2, 5: 3, 10: 2}


def test_a_returned_change_of_the_plan_is_reminded_too(body):
    years.published("plan", body, on="03-01")
    code = body.items.get().code
    change = years.handed_in(
        "change",
        body,
        on="03-02",
        corrects=body.submissions.get(),
        content=years.change_content(code),
    )
    years.returned(change, on="03-04", due_again=dt.date(2022, 3, 18))

    run_on(dt.date(2022, 3, 17))

    assert rungs("remind:change") == {-1: 3}


def test_a_change_that_was_never_handed_in_is_nobodys_duty(body):
    years.published("plan", body, on="03-01")
    years.opened("change", body, on="03-02", corrects=body.submissions.get())

    run_on(LAST)

    assert rungs("remind:change") == {}


# --- What has been overtaken is not said any more ---


def states(prefix=PLAN):
    rows = OutboxMail.objects.filter(dedupe__startswith=prefix)
    return Counter(rows.values_list("state", "is_overtaken"))


@pytest.fixture
def held(body):
    """Reminders of two groups at once: they wait for the secretariat."""
    other = BodyFactory(code="ds")
    officer(other)
    run_on(dt.date(2022, 3, 22))
    return other


def test_what_goes_to_several_groups_waits_for_the_secretariat(held):
    assert states() == {(MailState.HELD, False): 3}


def test_a_single_straggler_is_reminded_at_once(body):
    run_on(dt.date(2022, 3, 22))

    assert states() == {(MailState.QUEUED, False): 3}


def test_handed_in_nothing_more_is_said(body, held):
    years.handed_in("plan", body, on="03-23")

    assert states() == {(MailState.CANCELLED, True): 3}
    assert states("remind:plan-2022-0-ds:") == {(MailState.HELD, False): 1}


def test_a_moved_day_cancels_what_has_not_left_and_begins_anew(body, held):
    year = Year.objects.get()
    year.plan_due_on = dt.date(2022, 4, 1)

    year_service.keep(year, by=staff(), at=years.moment("03-22"))
    run_on(dt.date(2022, 3, 23))

    assert states() == {(MailState.CANCELLED, True): 3}
    assert states("remind:plan-2022-0-pp:2022-04-01:") == {(MailState.HELD, False): 3}


def test_what_was_sent_before_a_day_moved_stays_sent(body):
    run_on(dt.date(2022, 3, 22))
    for mail in OutboxMail.objects.all():
        assert outbox.send(mail.pk, at=years.moment("03-22", 10))
    Year.objects.update(plan_due_on=dt.date(2022, 4, 15))

    run_on(dt.date(2022, 3, 23))

    assert states() == {(MailState.SENT, False): 3}


def test_a_higher_rung_takes_the_place_of_a_lower_one_that_nobody_let_go(held):
    run_on(dt.date(2022, 3, 30))

    assert states(f"{PLAN}-7:") == {(MailState.CANCELLED, True): 3}
    assert states(f"{PLAN}-1:") == {(MailState.HELD, False): 3}


def test_a_closed_year_reminds_nobody(body):
    Year.objects.update(state="closed")

    assert run_on(dt.date(2022, 3, 30)) == [0]


def test_before_its_window_nothing_is_owed(body):
    Year.objects.update(plan_opens_on=dt.date(2022, 3, 20))

    assert run_on(dt.date(2022, 3, 18)) == [0]


def test_the_page_of_a_document_is_never_written_into_twice(body):
    """Handing in what was returned ends its ladder too."""
    plan = years.handed_in("plan", body, on="03-02")
    years.returned(plan, on="03-04", due_again=dt.date(2022, 3, 18))
    run_on(dt.date(2022, 3, 17))

    documents.submit(
        plan, plan_content(), seen=plan.draft_number, by=None, at=years.moment("03-17", 11)
    )

    assert states("remind:plan-2022-0-pp:2022-03-18:") == {(MailState.CANCELLED, True): 3}
    assert Submission.objects.get().state == "submitted"


# --- Who is told ---


def test_a_person_without_an_account_and_one_whose_office_ended_are_not_written_to(body):
    OfficeFactory(
        seat=SeatFactory(body=body, role="member"),
        role="liaison",
        person=PersonFactory(user=None),
    )
    ended = body.offices.filter(role="liaison").first()
    type(ended).objects.filter(pk=ended.pk).update(
        valid=("2020-01-01", "2022-03-01"), ended_reason="left"
    )

    run_on(dt.date(2022, 3, 30))

    assert rungs() == {-1: 2}


def test_long_overdue_the_secretariat_is_told_in_the_morning(body):
    someone, head = staff(), staff("head")

    every_day()

    lines = Notice.objects.filter(kind="workgroups/overdue", in_digest=True)
    told = Counter((line.recipient, line.dedupe.split(":")[3]) for line in lines)
    assert told == {(someone, "+5"): 1, (someone, "+10"): 1, (head, "+10"): 1}


def test_the_mail_says_what_until_when_and_leads_to_the_action(body):
    run_on(dt.date(2022, 3, 30))

    mail = OutboxMail.objects.first()
    assert mail.subject == "2022-03-31 截止：年度计划（污染防治工作组 2022 年）"
    assert mail.href == "/desk/#pp-2022"
    assert "截止日期为 2022-03-31，还有 1 个工作日。" in mail.text.replace("\n", "")


def test_somebody_who_reads_english_is_written_to_in_english(body):
    leader = body.offices.get(role="leader").person.user
    type(leader).objects.filter(pk=leader.pk).update(language="en")

    run_on(dt.date(2022, 4, 1))

    assert OutboxMail.objects.get(recipient=leader).subject.startswith(
        "Overdue since 2022-03-31: annual plan"
    )


def test_a_draft_that_waits_leads_to_itself(body):
    plan = years.opened("plan", body, on="03-02")

    run_on(dt.date(2022, 3, 30))

    assert set(OutboxMail.objects.values_list("href", flat=True)) == {plan.get_absolute_url()}


# --- Once a day ---


def test_however_many_beats_ask_the_day_has_one_run(body):
    at = years.moment("03-30", 8)

    runs = [reminding.request_daily(at=at + n * dt.timedelta(hours=1)) for n in range(3)]

    assert [run is not None for run in runs] == [True, False, False]
    reminding.run_daily(runs[0].pk, at=at)
    reminding.run_daily(runs[0].pk, at=at)  # a message that came twice
    assert rungs() == {-1: 3}
    assert reminding.request_daily(at=at + DAY) is not None
