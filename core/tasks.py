import time
from typing import Any

from celery import shared_task
from celery.signals import worker_ready
from django.core.cache import cache
from django.utils import timezone

from core import jobs, outbox

HEARTBEAT_KEY = "worker-heartbeat"


@shared_task(name="core.tasks.requeue_stalled_jobs")
def requeue_stalled_jobs() -> None:
    jobs.requeue_stalled(at=timezone.now())


@shared_task(name="core.tasks.take_up_what_was_left")
def take_up_what_was_left() -> None:
    jobs.requeue_stalled(at=timezone.now(), silence=jobs.SILENCE_OF_THE_DEAD)


@worker_ready.connect
def ask_for_what_was_left(**_sent: Any) -> None:
    """A worker that starts takes up at once what a dead one has left; beat would do it later."""
    take_up_what_was_left.apply_async(retry=False)
    send_what_waits.apply_async(retry=False)


# Half of the lease of a mail: who has not marked it by its end is dead (core.outbox.sending).
@shared_task(name="core.tasks.send_mail", soft_time_limit=60, time_limit=90)
def send_mail(mail_id: int) -> None:
    outbox.send(mail_id, at=timezone.now())


@shared_task(name="core.tasks.send_what_waits")
def send_what_waits() -> None:
    outbox.send_what_waits(at=timezone.now())


@shared_task(name="core.tasks.worker_heartbeat")
def worker_heartbeat() -> None:
    cache.set(HEARTBEAT_KEY, time.time(), timeout=300)
