import logging
import time
from typing import Any

from celery import shared_task
from celery.signals import heartbeat_sent, worker_ready
from django.core.cache import cache
from django.utils import timezone
from redis.exceptions import RedisError

from core import jobs, outbox
from core.beat import SECONDS_KEPT

logger = logging.getLogger(__name__)
WORKER_HEARD = "worker-heard"


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


@heartbeat_sent.connect
def note_that_the_worker_lives(**_sent: Any) -> None:
    """A worker beats every two seconds, also while all its children are busy with long jobs."""
    try:
        cache.set(WORKER_HEARD, time.time(), timeout=SECONDS_KEPT)
    except RedisError as error:
        logger.warning("not noted that the worker lives: %s", error)
