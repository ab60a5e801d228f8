"""The broker is away while things are saved: nothing fails, and nothing is lost."""

import time

import pytest
from celery import Celery
from django.contrib.auth import get_user_model
from django.core import mail as post
from django.db import transaction
from kombu.exceptions import OperationalError

from core import jobs, outbox
from core.models import OutboxMail
from core.outbox.writing import GRACE, SEND_TASK
from core.tests.outbox.mails import NOON, person, states, written

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.shows("R7")]


@pytest.fixture
def no_broker(monkeypatch, settings):
    nowhere = Celery(broker="redis+socket:///nowhere", set_as_current=False)
    nowhere.conf.broker_transport_options = settings.CELERY_BROKER_TRANSPORT_OPTIONS
    monkeypatch.setattr(jobs, "current_app", nowhere)
    return nowhere


def save(number):
    with transaction.atomic():
        user = person(f"{number}@example.com")
        written(to=user)
    return user


def test_what_was_saved_without_a_broker_is_told_when_it_is_back(no_broker, figure):
    for number in range(20):
        save(number)
    alone = [states(), len(post.outbox)]

    outbox.send_what_waits(at=NOON + GRACE)
    for mail in OutboxMail.objects.all():
        outbox.send(mail.pk, at=NOON + GRACE)

    assert alone == [["queued"] * 20, 0]
    assert (get_user_model().objects.count(), states()) == (20, ["sent"] * 20)
    assert len({message.extra_headers["Message-ID"] for message in post.outbox}) == 20
    figure("R7", "20 saved without a broker, 20 mails afterwards")


def test_nobody_waits_for_a_broker_that_is_away(no_broker):
    save(1)  # the first time is for loading
    begin = time.monotonic()

    save(2)

    assert time.monotonic() - begin < 1


def test_tried_again_as_usual_a_save_takes_seconds(no_broker, settings):
    """The control: without our option the sender waits and tries again."""
    usual = dict(settings.CELERY_BROKER_TRANSPORT_OPTIONS)
    del usual["max_retries"]
    no_broker.conf.broker_transport_options = usual
    no_broker.conf.broker_connection_timeout = 1  # four seconds by default
    begin = time.monotonic()

    save(1)

    assert time.monotonic() - begin > 1.5


def test_sent_on_commit_alone_it_is_lost_and_the_save_seems_to_fail(no_broker):
    """The control: the usual way. The rows are there, and nobody is ever told."""

    def save_and_delay():
        with transaction.atomic():
            user = person()
            transaction.on_commit(lambda: no_broker.send_task(SEND_TASK, [user.pk], retry=False))

    with pytest.raises(OperationalError):
        save_and_delay()

    assert (get_user_model().objects.count(), outbox.send_what_waits(at=NOON + GRACE)) == (1, 0)
    assert post.outbox == []
