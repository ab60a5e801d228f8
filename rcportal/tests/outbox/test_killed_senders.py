"""R8: senders are killed when the mail server has the mail and they have not marked it."""

import random
import subprocess
import sys
import time
from threading import Event

import pytest
from celery import current_app
from django.conf import settings
from django.db import transaction
from django.utils import timezone

from core import outbox
from core.enums import Mail, MailState
from core.models import OutboxMail
from core.outbox.sending import LEASE
from rcportal.tests.outbox.far_end import far_end
from reports.tests.workers import processes_environment, wait_until, workers

pytestmark = [
    pytest.mark.django_db(transaction=True),
    pytest.mark.full,
    pytest.mark.shows("R8"),
]

MAILS, KILLS = 500, 20


@pytest.fixture
def post(monkeypatch):
    """The far end, to which the processes that start from now on send."""
    current_app.control.purge()
    with far_end() as server:
        monkeypatch.setenv("EMAIL_URL", server.url)
        yield server
    current_app.control.purge()


def write(count):
    for number in range(count):
        with transaction.atomic():
            to = f"lead-{number}@example.com"
            outbox.add(Mail.JOB_DONE, to=to, at=timezone.now(), context={"name": number})


def all_have_left():
    return not OutboxMail.objects.exclude(state=MailState.SENT).exists()


def only_the_dead_are_left():
    """Look as beat does, and tell whether nothing waits beside what was left half-way."""
    outbox.send_what_waits(at=timezone.now())
    return not OutboxMail.objects.filter(state=MailState.QUEUED).exists()


def killing(numbers, kill):
    """Give what kills when one of these mails comes by, and the event that says so."""
    left, killed = set(numbers), Event()

    def look(number):
        if number in left:
            left.discard(number)
            kill()
            killed.set()

    return look, killed


def test_a_mail_may_come_twice_but_never_not_at_all(tmp_path, post, figure):
    numbers = sorted(random.Random(8).sample(range(1, MAILS), KILLS))
    write(MAILS)
    with workers(tmp_path) as start:
        at_the_post = [start()]
        post.after, killed = killing(numbers, lambda: at_the_post[-1].kill())
        for _ in numbers:
            assert killed.wait(120), "the next sender is killed"
            killed.clear()
            at_the_post.append(start())
        wait_until(only_the_dead_are_left, "the rest is sent", seconds=180)
        time.sleep(2)  # the last one is under way

        outbox.send_what_waits(at=timezone.now() + LEASE)
        wait_until(all_have_left, "what was left half-way is sent", seconds=60)

    repeated = sum(post.repeated.values())
    assert post.distinct == set(OutboxMail.objects.values_list("message_id", flat=True))
    assert (len(post.distinct), repeated) == (MAILS, KILLS)
    figure(
        "R8",
        f"{MAILS} mails, {KILLS} senders killed: {len(post.distinct)} distinct Message-IDs "
        f"received, 0 lost, {repeated} came twice with the same Message-ID",
    )


def test_marked_before_they_are_sent_they_are_lost_with_their_senders(post, figure):
    """The control: the other order, killed between its two halves."""
    mails, kills = 100, 20
    numbers = sorted(random.Random(8).sample(range(1, mails - kills), kills))
    write(mails)
    sender = []
    post.before, killed = killing(numbers, lambda: sender[-1].kill())

    for _ in range(kills + 1):
        sender.append(careless())
        sender[-1].wait(120)

    outbox.send_what_waits(at=timezone.now() + LEASE)
    lost = set(OutboxMail.objects.values_list("message_id", flat=True)) - post.distinct
    assert (all_have_left(), killed.is_set(), len(lost)) == (True, True, kills)
    figure("R8", f"marked before it is sent: {len(lost)} of {mails} lost")


def careless():
    return subprocess.Popen(
        [sys.executable, "-m", "rcportal.tests.outbox.careless"],
        cwd=settings.BASE_DIR,
        env=processes_environment(),
    )
