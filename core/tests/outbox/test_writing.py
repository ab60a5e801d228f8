import re

import pytest
from django.db import IntegrityError, connection, transaction

from core import outbox
from core.models import Notice, OutboxMail
from core.outbox import AddressRefused
from core.outbox.kinds import KindNotKnown
from core.tests.outbox.mails import NOON, Mail, person, written

pytestmark = pytest.mark.django_db


def told(user):
    return [notice.text for notice in outbox.notices_of(user)]


# --- With the event, or not at all ---


def test_an_event_that_is_rolled_back_tells_nobody(django_capture_on_commit_callbacks):
    user = person()

    def fails():
        with transaction.atomic():
            written(to=user)
            raise ZeroDivisionError

    with django_capture_on_commit_callbacks() as sent, pytest.raises(ZeroDivisionError):
        fails()

    assert (OutboxMail.objects.count(), Notice.objects.count(), sent) == (0, 0, [])


def test_an_event_that_is_committed_tells_once(django_capture_on_commit_callbacks):
    user = person()

    with django_capture_on_commit_callbacks() as sent:
        mail = written(to=user)

    assert (OutboxMail.objects.get(), told(user), len(sent)) == (mail, ["年度计划 已退回"], 1)


def test_a_mail_says_who_what_and_where_to():
    user = person()

    mail = written(to=user, about=user, href="/desk/")

    assert (mail.recipient, mail.address, mail.subject, mail.href) == (
        user,
        "lead@example.com",
        "年度计划 已退回",
        "/desk/",
    )
    assert (mail.about_model, mail.about_pk, mail.state, mail.created_at) == (
        "accounts.user",
        str(user.pk),
        "queued",
        NOON,
    )


def test_the_mail_leads_to_the_page_of_the_action(settings):
    settings.PORTAL_URL = "https://portal.example.com"

    mail = written(href="/desk/")

    assert [text.count("https://portal.example.com/desk/") for text in (mail.text, mail.html)] == [
        1,
        2,
    ]


def test_the_office_is_written_to_while_the_person_reads_the_notice():
    user = person()

    mail = written(to=user, address="office@example.com")

    assert (mail.address, told(user)) == ("office@example.com", ["年度计划 已退回"])


def test_an_office_without_an_account_gets_a_mail_and_no_notice():
    mail = written(to="office@example.com")

    assert (mail.recipient, mail.address, Notice.objects.count()) == (
        None,
        "office@example.com",
        0,
    )


def test_a_closed_account_is_not_written_to():
    assert written(to=person(is_active=False)) is None
    assert (OutboxMail.objects.count(), Notice.objects.count()) == (0, 0)


def test_nobody_writes_mails_of_a_kind_that_is_not_registered():
    with pytest.raises(KindNotKnown):
        outbox.add("tests/unheard", to=person(), at=NOON)


# --- Once ---


def test_under_one_key_there_is_one_mail(django_capture_on_commit_callbacks):
    user = person()
    first = written(to=user, dedupe="duty:7:due:2026-06-30:1")

    with django_capture_on_commit_callbacks() as sent:
        second = written(to=user, dedupe="duty:7:due:2026-06-30:1")

    assert (second, OutboxMail.objects.get(), told(user), sent) == (
        None,
        first,
        ["年度计划 已退回"],
        [],
    )


def test_without_a_key_each_event_has_its_mail():
    assert written() != written()


def test_the_database_refuses_a_second_mail_under_a_key():
    first = written(dedupe="duty:7")

    with pytest.raises(IntegrityError, match="a_mail_is_written_once"):
        copy_of(first, message_id="<other@example.com>").save(force_insert=True)


def test_the_database_refuses_a_message_id_of_another_mail():
    first = written()

    with pytest.raises(IntegrityError, match="a_message_id_is_used_once"):
        copy_of(first, message_id=first.message_id).save(force_insert=True)


# --- Language and characters ---


def test_a_mail_is_written_in_the_language_of_its_reader():
    texts = [written(to=person(f"{code}@example.com", language=code)) for code in ("en", "zh-hans")]

    assert [mail.language for mail in texts] == ["en", "zh-hans"]
    assert [mail.text.splitlines()[0] for mail in texts] == ["Good day,", "您好："]
    assert [re.findall('<html lang="(.+)">', mail.html) for mail in texts] == [["en"], ["zh-CN"]]


def test_a_text_is_not_escaped_and_a_page_is():
    mail = written(thing="R&D <1>")

    assert (mail.subject, mail.text.count("R&D <1>"), mail.html.count("R&amp;D &lt;1&gt;")) == (
        "R&D <1> 已退回",
        1,
        2,  # as the title too
    )


def test_a_long_heading_is_cut():
    assert len(written(thing="长" * 500).subject) == 200


# --- Headers are one line ---


@pytest.mark.parametrize("separator", ["\r\n", "\n", "\r", "\x0b", "\x85", "\u2028"])
def test_no_title_begins_another_header(separator):
    mail = written(thing=f"计划{separator}Bcc: all@example.com")

    assert mail.subject == "计划 Bcc: all@example.com 已退回"


@pytest.mark.parametrize(
    "address",
    [
        "a@example.com\nBcc: b@example.com",
        "a@example.com\r\n",
        "a@example.com,b@example.com",
        "a@example.com b@example.com",
        "A <a@example.com>",
        "example.com",
    ],
)
def test_an_address_that_is_none_is_refused_in_a_sentence(address):
    with pytest.raises(AddressRefused) as refusal:
        written(to=address)

    assert str(refusal.value) == f"“{address}”不是电子邮箱地址：请改正后重试。"
    assert OutboxMail.objects.count() == 0


@pytest.mark.parametrize("field", ["subject", "address", "message_id"])
def test_the_database_refuses_a_header_of_two_lines(field):
    wrong = copy_of(written(), **{"message_id": "<other@example.com>", field: "a\nBcc: b"})

    with pytest.raises(IntegrityError, match="a_header_of_a_mail_is_one_line"):
        wrong.save(force_insert=True)


def test_the_database_refuses_a_notice_of_two_lines():
    with pytest.raises(IntegrityError, match="a_notice_is_one_line"):
        Notice.objects.create(recipient=person(), text="a\nb", created_at=NOON)


def test_the_database_refuses_a_notice_for_nobody():
    with pytest.raises(IntegrityError, match="a_notice_has_a_reader_or_a_mail"):
        Notice.objects.create(text="a", created_at=NOON)


def test_every_registered_kind_has_its_templates_in_both_languages():
    """What each says is tested with its event; here nothing may be missing."""
    from django.template.loader import get_template  # noqa: PLC0415

    for kind in outbox.kinds.known():
        for ending in ("subject.txt", "txt", "html"):
            assert get_template(f"emails/{kind}.{ending}")


def copy_of(mail, **changes):
    fields = {field.attname: getattr(mail, field.attname) for field in mail._meta.concrete_fields}
    return OutboxMail(**fields | {"id": None} | changes)


def test_two_events_at_once_write_one_mail_under_a_key(transactional_db):
    """The second waits for the first and then finds its mail."""
    from threading import Thread  # noqa: PLC0415

    answers = []

    def other():
        answers.append(written(dedupe="duty:7"))
        connection.close()

    with transaction.atomic():
        mine = written(dedupe="duty:7")
        thread = Thread(target=other)
        thread.start()
        thread.join(0.3)
        waited = thread.is_alive()
    thread.join()

    assert (waited, answers, list(OutboxMail.objects.all())) == (True, [None], [mine])


def test_the_label_of_a_kind_is_what_its_app_calls_it():
    assert (outbox.label_of(Mail.RETURNED), outbox.label_of("old/mail")) == ("退回", "old/mail")
