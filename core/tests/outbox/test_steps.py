"""The life of a mail: the same table in Python and in the database, and what people do in it."""

import itertools

import pytest
from django.contrib.auth import get_user_model
from django.db import IntegrityError, InternalError, connection, transaction

from core import outbox
from core.enums import MAIL_START_STATES, MAIL_STEPS, WAITING_MAIL_STATES, MailState
from core.models import Notice, OutboxMail
from core.tests.outbox.mails import NOON, Mail, collected, person, states, written

pytestmark = pytest.mark.django_db

NAMED = {(source, target) for sources, target in MAIL_STEPS.values() for source in sources}
PAIRS = [pair for pair in itertools.product(MailState, repeat=2) if pair[0] != pair[1]]


def force(mail, state):
    """Lead a mail into any state, past the triggers."""
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SET LOCAL session_replication_role = replica")
        cursor.execute(*update(mail, state))
        cursor.execute("SET LOCAL session_replication_role = origin")


def update(mail, state):
    """Give a plain statement of SQL with its values."""
    sent_at = NOON if state == MailState.SENT else None
    return (
        "UPDATE core_outboxmail SET state = %s, next_try_at = now(), sent_at = %s WHERE id = %s",
        [state, sent_at, mail.pk],
    )


def in_each_state():
    mails = {state: written(thing=state) for state in MailState}
    for state, mail in mails.items():
        force(mail, state)
    return mails


def everything():
    return OutboxMail.objects.all()


# --- The table ---


@pytest.mark.parametrize(("source", "target"), PAIRS)
def test_the_database_takes_the_named_steps_and_no_other(source, target):
    mail = written()
    force(mail, source)

    def step():
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(*update(mail, target))

    if (source, target) in NAMED:
        step()
    else:
        with pytest.raises(InternalError, match="Invalid transition of field"):
            step()
    assert states() == [target if (source, target) in NAMED else source]


@pytest.mark.parametrize("state", MailState)
def test_a_mail_starts_at_the_start(state):
    row = {field.attname: getattr(written(), field.attname) for field in OutboxMail._meta.fields}
    sent_at = NOON if state == MailState.SENT else None
    new = OutboxMail(
        **row | {"id": None, "message_id": "<2@x>", "state": state, "sent_at": sent_at}
    )

    if state in MAIL_START_STATES:
        new.save(force_insert=True)
    else:
        with pytest.raises(InternalError, match="starts_at_the_start"), transaction.atomic():
            new.save(force_insert=True)


# --- People ---


@pytest.mark.parametrize(
    ("act", "step", "target"),
    [
        (outbox.release, "release", MailState.QUEUED),
        (outbox.try_again, "try_again", MailState.QUEUED),
        (outbox.cancel_mails, "cancel", MailState.CANCELLED),
    ],
)
def test_a_step_takes_those_for_which_it_is_open_and_leaves_the_others(act, step, target):
    mails = in_each_state()
    open_ones = MAIL_STEPS[step][0]

    count = act(everything(), by=None, at=NOON)

    assert count == len(open_ones)
    assert {state: now(mail) for state, mail in mails.items()} == {
        state: target if state in open_ones else state for state in MailState
    }


def now(mail):
    mail.refresh_from_db()
    return mail.state


def test_what_is_let_go_is_sent_with_one_message_to_the_workers(django_capture_on_commit_callbacks):
    for _ in range(3):
        written(held=True)

    with django_capture_on_commit_callbacks() as sent:
        outbox.release(everything(), by=None, at=NOON)

    assert (states(), len(sent), outbox.send_what_waits(at=NOON)) == (["queued"] * 3, 1, 3)


def test_a_held_mail_waits_however_long(django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks() as sent:
        written(held=True)

    assert (outbox.send_what_waits(at=NOON.replace(year=2030)), sent, states()) == (0, [], ["held"])


def test_a_mail_that_is_tried_again_begins_anew():
    mail = written()
    force(mail, MailState.FAILED)
    OutboxMail.objects.update(attempts=8, last_error="Connection refused")

    outbox.try_again(everything(), by=None, at=NOON)

    mail.refresh_from_db()
    assert (mail.attempts, mail.next_try_at, mail.last_error) == (0, NOON, "Connection refused")


def test_who_took_a_step_and_why_is_kept():
    user = get_user_model().objects.create_user("staff@example.com")
    written(held=True)

    outbox.cancel_mails(everything(), by=user, at=NOON, reason="改为会上通知")

    event = OutboxMail.pgh_event_models["update"].objects.get(pgh_label="update")
    assert (event.state, event.pgh_context.metadata) == (
        "cancelled",
        {
            "user": user.pk,
            "user_label": "staff@example.com",
            "reason": "改为会上通知",
            "source": "cancel",
        },
    )


def test_a_mail_that_a_person_cancelled_is_not_written_again():
    user = person()
    written(to=user, dedupe="duty:7")

    outbox.cancel_mails(everything(), by=None, at=NOON)

    assert (written(to=user, dedupe="duty:7"), states()) == (None, ["cancelled"])
    assert list(outbox.notices_of(user)) == []


# --- Overtaken by events ---


def test_what_is_overtaken_is_cancelled_by_the_beginning_of_its_key():
    user = person()
    for key in ("duty:7:due:1", "duty:7:late:1", "duty:70:due:1", ""):
        written(to=user, thing=key, dedupe=key)

    count = outbox.cancel("duty:7:", at=NOON)

    assert (count, states()) == (2, ["cancelled", "cancelled", "queued", "queued"])
    assert sorted(notice.dedupe for notice in outbox.notices_of(user)) == ["", "duty:70:due:1"]


def test_what_was_overtaken_may_be_written_anew():
    user = person()
    written(to=user, dedupe="duty:7")
    outbox.cancel("duty:7", at=NOON)

    again = written(to=user, dedupe="duty:7")

    assert (again.state, states()) == ("queued", ["cancelled", "queued"])
    assert [notice.mail for notice in outbox.notices_of(user)] == [again]


def test_what_has_left_stays_sent_and_is_not_repeated():
    mail = written(dedupe="duty:7")
    force(mail, MailState.SENT)

    assert outbox.cancel("duty:7", at=NOON) == 0
    assert (written(dedupe="duty:7"), states()) == (None, ["sent"])


def test_a_line_that_is_overtaken_does_not_go_into_the_mail_of_the_morning():
    collected("年度计划", dedupe="plan:1")
    collected("年度总结", dedupe="summary:1")

    outbox.cancel("plan:", at=NOON)

    assert [line.dedupe for line in Notice.objects.to_be_collected()] == ["summary:1"]


def test_everything_is_not_cancelled_by_mistake():
    written()

    with pytest.raises(ValueError, match="empty prefix"):
        outbox.cancel("", at=NOON)

    assert states() == ["queued"]


# --- What the database keeps ---


@pytest.mark.parametrize(
    "field", ["subject", "text", "html", "address", "message_id", "dedupe", "kind", "href"]
)
def test_a_mail_says_always_the_same(field):
    written()

    with pytest.raises(InternalError, match="says_always_the_same"), transaction.atomic():
        OutboxMail.objects.update(**{field: "x"})


def test_a_notice_says_always_the_same():
    written(to=person())

    with pytest.raises(InternalError, match="says_always_the_same"), transaction.atomic():
        Notice.objects.update(text="x")


@pytest.mark.parametrize("table", [Notice, OutboxMail])
def test_nothing_is_removed(table):
    written(to=person())

    with pytest.raises(InternalError, match="stays_on_record"), transaction.atomic():
        table.objects.all()._raw_delete("default")


@pytest.mark.parametrize(
    ("changes", "constraint"),
    [
        ({"state": "sending", "next_try_at": None}, "a_waiting_mail_is_taken_up_again"),
        ({"sent_at": NOON}, "a_mail_is_sent_at_a_moment"),
        ({"is_overtaken": True}, "only_a_cancelled_mail_is_overtaken"),
    ],
)
def test_the_database_refuses_what_does_not_fit_together(changes, constraint):
    written()

    with pytest.raises(IntegrityError, match=constraint), transaction.atomic():
        OutboxMail.objects.update(**changes)


def test_every_waiting_state_is_a_state_that_beat_takes_up():
    mails = in_each_state()

    due = set(OutboxMail.objects.due(NOON.replace(year=2126)))

    assert due == {mails[state] for state in WAITING_MAIL_STATES}


def test_a_kind_of_the_tests_is_no_kind_of_the_portal():
    assert Mail.RETURNED in outbox.kinds.known()
