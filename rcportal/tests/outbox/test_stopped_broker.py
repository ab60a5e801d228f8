"""R7: the broker is really stopped while forms are saved, and comes back a minute later."""

import contextlib
import subprocess
import sys
import time

import pytest
from django.db import transaction
from django.utils import timezone

from accounts.forms import NewAccountForm
from accounts.models import User
from core import outbox
from core.enums import Mail, MailState
from core.models import OutboxMail
from rcportal.tests.outbox.broker import own_broker
from rcportal.tests.outbox.far_end import far_end
from reports.tests.workers import processes_environment, wait_until, workers

pytestmark = [
    pytest.mark.django_db(transaction=True),
    pytest.mark.full,
    pytest.mark.shows("R7"),
]

FORMS, SECONDS_AWAY = 200, 60


@pytest.fixture
def broker(monkeypatch, settings):
    with own_broker(monkeypatch, settings) as broker:
        yield broker


@pytest.fixture
def post(monkeypatch):
    with far_end() as server:
        monkeypatch.setenv("EMAIL_URL", server.url)
        yield server


@contextlib.contextmanager
def beat(folder):
    """The real clock, as the portal runs it."""
    words = ["beat", "--loglevel", "INFO", "--pidfile=", "--schedule", str(folder / "schedule")]
    with (folder / "beat.log").open("ab") as log:
        process = subprocess.Popen(
            [sys.executable, "-m", "celery", "--app", "rcportal", *words],
            env=processes_environment(),
            stdout=log,
            stderr=log,
        )
    try:
        yield
    finally:
        process.kill()
        process.wait()


def save(number):
    """What a service does: the form's record and the mail of it in one transaction."""
    form = NewAccountForm({"email": f"lead-{number}@example.com", "usable_password": "false"})
    assert form.is_valid(), form.errors
    with transaction.atomic():
        user = form.save()
        outbox.add(Mail.JOB_DONE, to=user, at=timezone.now(), context={"name": number})


def saved_while_away(broker, count, seconds):
    """Save forms over so many seconds without a broker; give how long the slowest one took."""
    broker.stop()
    slowest, begin = 0.0, time.monotonic()
    for number in range(count):
        one = time.monotonic()
        save(number)
        slowest = max(slowest, time.monotonic() - one)
        time.sleep(max(0.0, begin + seconds * (number + 1) / count - time.monotonic()))
    return slowest


def test_what_is_saved_without_a_broker_is_mailed_when_it_is_back(tmp_path, broker, post, figure):
    with workers(tmp_path) as start, beat(tmp_path):
        start()
        slowest = saved_while_away(broker, FORMS, SECONDS_AWAY)
        alone = len(post.message_ids)
        broker.start()
        waited = wait_until(lambda: len(post.distinct) == FORMS, "all mails are there", seconds=240)
        wait_until(lambda: not unsent().exists(), "all mails are marked", seconds=30)

    assert (User.objects.count(), alone, len(post.message_ids)) == (FORMS, 0, FORMS)
    assert post.distinct == set(OutboxMail.objects.values_list("message_id", flat=True))
    assert slowest < 2
    figure(
        "R7",
        f"Valkey stopped for {SECONDS_AWAY} s: {FORMS} forms saved, the slowest in "
        f"{slowest:.2f} s; {len(post.distinct)} mails {waited:.0f} s after it was back, "
        "0 lost, 0 twice",
    )


def test_sent_on_commit_alone_they_are_lost(tmp_path, broker, post, figure):
    """The control: the same message on commit, and nobody who looks at the rows afterwards."""
    with workers(tmp_path) as start:
        start()
        saved_while_away(broker, 20, 2)
        broker.start()
        save("afterwards")
        wait_until(lambda: len(post.message_ids) == 1, "the worker works again", seconds=120)
        time.sleep(5)

    assert (unsent().count(), len(post.message_ids)) == (20, 1)
    figure("R7", "enqueued on commit alone: 20 of 20 lost")


def unsent():
    return OutboxMail.objects.exclude(state=MailState.SENT)
