import datetime as dt

import pytest
from django.utils import timezone

from core import outbox
from core.models import Notice, OutboxMail
from core.outbox.digests import last_morning
from core.tests.outbox.mails import NOON, collected, person

pytestmark = pytest.mark.django_db

DAY = dt.timedelta(days=1)
SECOND = dt.timedelta(seconds=1)
NINE = NOON.replace(hour=9)  # of the day on which the tests collect at noon


def at(text):
    return dt.datetime.fromisoformat(text).replace(tzinfo=timezone.get_default_timezone())


def subjects():
    return list(OutboxMail.objects.order_by("pk").values_list("address", "subject"))


@pytest.mark.parametrize(
    ("moment", "morning"),
    [
        ("2026-06-01 08:59:59", "2026-05-31 09:00"),
        ("2026-06-01 09:00:00", "2026-06-01 09:00"),
        ("2026-06-01 23:59:59", "2026-06-01 09:00"),
        ("2027-01-01 00:00:00", "2026-12-31 09:00"),
        ("2028-03-01 08:00:00", "2028-02-29 09:00"),
    ],
)
def test_the_morning_is_nine_o_clock_in_beijing(moment, morning):
    asked = at(moment).astimezone(dt.UTC)

    assert last_morning(asked) == at(morning)


def test_what_was_collected_leaves_in_one_mail_in_the_morning():
    for thing in ("年度计划", "年度总结", "会议纪要"):
        collected(thing)

    counts = [outbox.write_digests(at=NINE + DAY + step) for step in (-SECOND, 0 * SECOND)]

    assert (counts, subjects()) == ([0, 1], [("office@example.com", "3 项待审")])
    assert OutboxMail.objects.get().text.count("年度计划 已提交") == 1


def test_a_line_leads_to_its_page(settings):
    settings.PORTAL_URL = "https://portal.example.com"
    collected("年度计划", href="/desk/1/")
    collected("年度总结", href="/desk/2/")

    outbox.write_digests(at=NINE + DAY)

    mail = OutboxMail.objects.get()
    assert [f"https://portal.example.com/desk/{n}/" in mail.text for n in (1, 2)] == [True, True]
    assert [f'href="https://portal.example.com/desk/{n}/"' in mail.html for n in (1, 2)] == [
        True,
        True,
    ]


def test_it_may_be_asked_for_any_number_of_times():
    collected("年度计划")

    counts = [outbox.write_digests(at=NINE + DAY + n * SECOND) for n in range(50)]

    assert (sum(counts), len(subjects())) == (1, 1)


def test_what_comes_after_the_morning_waits_for_the_next():
    collected("年度计划")
    outbox.write_digests(at=NINE + DAY)
    collected("年度总结", at=NINE + DAY)

    counts = [outbox.write_digests(at=NINE + days * DAY) for days in (1, 1.9, 2)]

    assert (counts, [subject for _a, subject in subjects()]) == ([0, 0, 1], ["1 项待审"] * 2)


def test_a_line_committed_late_waits_for_the_next_morning():
    """Written before nine, committed after the mail of the day: one mail a day all the same."""
    collected("年度计划")
    outbox.write_digests(at=NINE + DAY)
    collected("年度总结", at=NINE + DAY - SECOND)

    counts = [outbox.write_digests(at=NINE + days * DAY) for days in (1, 2)]

    assert counts == [0, 1]


def test_after_days_of_downtime_there_is_one_mail_with_everything():
    for days in range(4):
        collected(f"第{days}天", at=NOON + days * DAY)

    written = outbox.write_digests(at=NOON + 10 * DAY)

    assert (written, subjects()) == (1, [("office@example.com", "4 项待审")])


def test_each_person_has_a_mail_of_the_own():
    anna, bert = person("anna@example.com"), person("bert@example.com")
    collected("年度计划", to=anna)
    collected("年度计划", to=bert)
    collected("年度总结", to=bert)

    outbox.write_digests(at=NINE + DAY)

    assert sorted(subjects()) == [
        ("anna@example.com", "1 项待审"),
        ("bert@example.com", "2 项待审"),
    ]


def test_a_line_is_a_notice_at_once_and_none_again_in_the_morning():
    user = person()
    collected("年度计划", to=user)
    outbox.write_digests(at=NINE + DAY)

    assert [notice.text for notice in outbox.notices_of(user)] == ["年度计划 已提交"]
    assert outbox.notices_of(user).get().mail == OutboxMail.objects.get()


def test_a_line_is_collected_once_under_its_key():
    answers = [collected("年度计划", dedupe="plan:1") for _ in range(2)]

    assert (answers[1], Notice.objects.get()) == (None, answers[0])


def test_an_account_that_was_closed_meanwhile_is_not_written_to():
    user = person()
    collected("年度计划", to=user)
    type(user).objects.update(is_active=False)

    assert outbox.write_digests(at=NINE + DAY) == 0


def test_beat_writes_and_hands_over_the_mails_of_the_morning():
    collected("年度计划")

    counts = [outbox.send_what_waits(at=NINE + DAY + n * SECOND) for n in (0, 60)]

    assert counts == [0, 1]


def test_the_mail_is_written_in_the_readers_language():
    collected("年度计划", to=person(language="en"))

    outbox.write_digests(at=NINE + DAY)

    assert OutboxMail.objects.get().text.splitlines()[0] == "Good day,"
