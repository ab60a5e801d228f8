import datetime as dt

import pytest
from django.core import mail as post

from core import outbox
from core.enums import MailState
from core.models import OutboxMail
from core.outbox import sending
from core.tests.outbox import posts
from core.tests.outbox.mails import NOON, states, written

pytestmark = pytest.mark.django_db

MINUTE = dt.timedelta(minutes=1)


def received():
    """The Message-IDs that have arrived, in order."""
    return [message.extra_headers["Message-ID"] for message in post.outbox]


def taken_up(at):
    """What beat and the workers do: hand over what waits, and send it."""
    count = outbox.send_what_waits(at=at)
    for mail in OutboxMail.objects.filter(state=MailState.QUEUED).order_by("pk"):
        outbox.send(mail.pk, at=at)
    return count


def fails(settings, backend, mail, at=NOON):
    settings.EMAIL_BACKEND = posts.at(backend)
    assert not outbox.send(mail.pk, at=at)
    mail.refresh_from_db()


# --- All goes well ---


def test_a_mail_leaves_as_it_was_written():
    mail = written(href="/desk/")

    outbox.send(mail.pk, at=NOON)

    (message,) = post.outbox
    assert (message.subject, message.body, message.to, message.from_email) == (
        mail.subject,
        mail.text,
        ["office@example.com"],
        "rcportal@localhost",
    )
    assert (message.alternatives[0].content, message.alternatives[0].mimetype) == (
        mail.html,
        "text/html",
    )
    headers = message.message()
    assert [headers[name] for name in ("Message-ID", "Auto-Submitted", "Content-Language")] == [
        mail.message_id,
        "auto-generated",
        "zh-hans",
    ]


def test_a_mail_that_has_left_is_marked():
    mail = written()

    outbox.send(mail.pk, at=NOON)

    mail.refresh_from_db()
    assert (mail.state, mail.sent_at, mail.attempts, mail.next_try_at) == ("sent", NOON, 1, None)


@pytest.mark.parametrize("state", sorted(set(MailState) - {MailState.QUEUED}))
def test_only_what_waits_to_be_sent_is_sent(state):
    mail = in_state(state)

    assert not outbox.send(mail.pk, at=NOON)
    assert received() == []


def test_a_message_that_comes_twice_sends_once():
    mail = written()

    answers = [outbox.send(mail.pk, at=NOON) for _ in range(2)]

    assert (answers, received()) == ([True, False], [mail.message_id])


# --- The broker lost the message ---


def test_what_was_not_sent_within_a_minute_is_taken_up():
    mail = written()

    counts = [outbox.send_what_waits(at=NOON + part * MINUTE) for part in (0.9, 1)]

    assert counts == [0, 1]
    mail.refresh_from_db()
    assert (mail.state, mail.next_try_at) == ("queued", NOON + 2 * MINUTE)


def test_what_is_taken_up_is_handed_to_the_workers_once(django_capture_on_commit_callbacks):
    for _ in range(3):
        written()

    with django_capture_on_commit_callbacks() as sent:
        counts = [outbox.send_what_waits(at=NOON + MINUTE) for _ in range(2)]

    assert (counts, len(sent)) == ([3, 0], 3)


def test_of_very_many_some_are_taken_up_at_a_time(monkeypatch):
    monkeypatch.setattr(sending, "MOST_AT_ONCE", 2)
    for _ in range(5):
        written()

    assert [outbox.send_what_waits(at=NOON + MINUTE) for _ in range(4)] == [2, 2, 1, 0]


# --- The mail server is away ---


def test_a_failed_attempt_is_repeated_later_and_later(settings):
    mail, at = written(), NOON
    settings.EMAIL_BACKEND = posts.at("Gone")
    waits = []
    while not waits or mail.state == MailState.RETRY:
        taken_up(at)
        mail.refresh_from_db()
        waits.append(mail.next_try_at and mail.next_try_at - at)
        at = mail.next_try_at or at

    assert waits == [*sending.DELAYS, None]
    assert (mail.state, mail.attempts, mail.last_error) == (
        "failed",
        8,
        "[Errno 111] Connection refused",
    )


def test_the_waits_grow():
    assert list(sending.DELAYS) == sorted(set(sending.DELAYS))


def test_nothing_is_repeated_before_its_time(settings):
    mail = written()
    fails(settings, "Gone", mail)

    assert [outbox.send_what_waits(at=NOON + part * MINUTE) for part in (0.9, 1)] == [0, 1]


def test_the_repeated_mail_is_the_same_one(settings):
    mail = written()
    fails(settings, "Gone", mail)
    settings.EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"

    taken_up(NOON + MINUTE)

    mail.refresh_from_db()
    assert (received(), mail.state, mail.attempts, mail.last_error) == (
        [mail.message_id],
        "sent",
        2,
        "",
    )


@pytest.mark.parametrize(
    ("backend", "state"),
    [
        ("NoSuchAddress", "failed"),
        ("TooLarge", "failed"),
        ("MailboxFull", "retry"),
        ("SenderRefused", "retry"),
        ("Gone", "retry"),
    ],
)
def test_only_what_may_go_better_is_repeated(settings, backend, state):
    mail = written()

    fails(settings, backend, mail)

    assert mail.state == state


def test_a_mail_that_cannot_be_put_together_is_not_repeated(monkeypatch):
    mail = written()
    monkeypatch.setattr(sending, "as_message", lambda mail: "\ud800".encode())

    outbox.send(mail.pk, at=NOON)

    assert states() == ["failed"]


# --- The sender dies ---


def test_a_sender_that_died_is_followed_by_another_with_the_same_mail(settings):
    mail = written()
    settings.EMAIL_BACKEND = posts.at("DeadlyAfterwards")
    with pytest.raises(posts.Killed):
        outbox.send(mail.pk, at=NOON)
    settings.EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"

    counts = [taken_up(NOON + part * sending.LEASE) for part in (0.9, 1)]

    assert (counts, states()) == ([0, 1], ["sent"])
    assert received() == [mail.message_id, mail.message_id]


def test_a_sender_that_died_before_the_mail_left_loses_nothing(settings):
    mail = written()
    settings.EMAIL_BACKEND = posts.at("DeadlyBefore")
    with pytest.raises(posts.Killed):
        outbox.send(mail.pk, at=NOON)
    settings.EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"

    taken_up(NOON + sending.LEASE)

    assert (states(), received()) == (["sent"], [mail.message_id])


def test_marked_before_it_is_sent_it_is_lost_with_its_sender(settings):
    """The control: the other order, and the same death."""
    mail = written()
    settings.EMAIL_BACKEND = posts.at("DeadlyBefore")
    mine = sending._claimed(mail.pk, at=NOON)
    sending._mark(mine, MailState.SENT, at=NOON, sent_at=NOON, next_try_at=None)
    with pytest.raises(posts.Killed):
        sending.as_message(mine).send()
    settings.EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"

    taken_up(NOON + sending.LEASE)

    assert (states(), received()) == (["sent"], [])


def test_what_kills_every_sender_is_given_up(settings):
    written()
    settings.EMAIL_BACKEND = posts.at("DeadlyAfterwards")
    at = NOON
    for _ in range(sending.MOST_ATTEMPTS):
        with pytest.raises(posts.Killed):
            taken_up(at)
        at += sending.LEASE

    taken_up(at)

    assert states() == ["failed"]
    assert OutboxMail.objects.get().last_error == "尝试 8 次均无响应，已放弃。"


def test_a_sender_taken_for_dead_does_not_speak_for_its_successor(settings):
    """It hangs, its mail is taken up and refused; then it wakes and says that all went well."""
    mail = written()
    claimed = sending._claimed(mail.pk, at=NOON)
    outbox.send_what_waits(at=NOON + sending.LEASE)
    fails(settings, "NoSuchAddress", mail, at=NOON + sending.LEASE)

    sending._mark(claimed, MailState.SENT, at=NOON, sent_at=NOON, next_try_at=None)

    assert states() == ["failed"]


def test_a_task_ends_before_its_mail_is_taken_from_it():
    from core.tasks import send_mail  # noqa: PLC0415

    assert send_mail.name == "core.tasks.send_mail"
    assert dt.timedelta(seconds=send_mail.time_limit) * 2 <= sending.LEASE


def in_state(state):
    """A mail that was led there by its steps."""
    ways = {
        MailState.HELD: [],
        MailState.SENDING: ["sending"],
        MailState.RETRY: ["sending", "retry"],
        MailState.SENT: ["sending", "sent"],
        MailState.FAILED: ["sending", "failed"],
        MailState.CANCELLED: ["cancelled"],
    }
    mail = written(held=state == MailState.HELD)
    for step in ways[state]:
        sent_at = NOON if step == "sent" else None
        OutboxMail.objects.filter(pk=mail.pk).update(state=step, sent_at=sent_at)
    mail.refresh_from_db()
    assert mail.state == state
    return mail
